/// Words a person sees, in both languages: `Text(zh: "单位", en: "unit")`.
struct Text: Sendable, Hashable {
  let zh: String
  let en: String

  /// The words in one language.
  func callAsFunction(_ language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}

extension Text {
  /// What reads the same in both languages: a name, a path, a message that came from below.
  init(_ both: String) { self.init(zh: both, en: both) }
}
