/// A few words that a person reads, in both languages.
public struct Wording: Sendable, Hashable {
  /// In Chinese.
  public let zh: String
  /// In English.
  public let en: String

  /// The same said twice.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// What reads the same in both: a system's message, a part's name.
  init(_ both: String) { self.init(zh: both, en: both) }
}

extension Wording: ExpressibleByStringInterpolation {
  /// What reads the same in both languages.
  public init(stringLiteral value: String) { self.init(value) }
}
