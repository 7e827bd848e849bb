import Domain

/// The language that a report is written in.
public enum ReportLanguage: String, Sendable, CaseIterable {
  /// Chinese.
  case zh
  /// English.
  case en
}

/// Words that a reader sees, in both languages.
public struct Words: Sendable, Hashable {
  /// Chinese.
  public let zh: String
  /// English.
  public let en: String

  /// The same in two languages.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// What reads the same in both: a code, a name.
  public init(_ both: String) { self.init(zh: both, en: both) }

  /// A definition's labels; the key where one is missing.
  init(_ labels: Labels?, key: String) { self.init(zh: labels?.zh ?? key, en: labels?.en ?? key) }

  /// What several call the same thing, each word once.
  init(any words: [Words]) {
    func joined(_ words: [String]) -> String {
      var seen: Set<String> = []
      return words.filter { seen.insert($0).inserted }.joined(separator: "/")
    }
    self.init(zh: joined(words.map(\.zh)), en: joined(words.map(\.en)))
  }

  /// The words in one language.
  public func callAsFunction(_ language: ReportLanguage) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}
