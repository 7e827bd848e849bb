extension ReportCatalog {
  /// What scripts know the line by; no key of an office has a colon.
  private static let othersCode = "top:others"

  /// What stands in the line of all that is not among the first.
  static func others(_ count: Int) -> ReportValue {
    .label(Words(zh: "其他（\(count) 项）", en: "others (\(count))"), code: othersCode)
  }

  /// The same, however many they are.
  static let allOthers = Words(zh: "其他", en: "others")

  /// Whether a value is the name of that line.
  static func isOthers(_ value: ReportValue) -> Bool {
    guard case .label(let words, othersCode) = value, words.en.hasPrefix("others ("),
      let count = Int(words.en.dropFirst("others (".count).dropLast())
    else { return false }
    return value == others(count)
  }
}
