import Domain

/// What is wrong with a form, in words: the field, the reason, the way out. Never the value, which may be personal.
enum FormWords {
  /// One problem.
  static func problem(_ problem: Form.Problem) -> Text {
    func listed(_ names: [String], _ separator: String) -> String { names.joined(separator: separator) }
    return switch problem {
    case .unknown(let field, let known):
      .unknown(
        Text(zh: "没有 \(field) 这一项", en: "there is no field \(field)"), field.rawValue, in: known.map(\.rawValue))
    case .missing(let field): Text(zh: "需要 \(field)", en: "\(field) is missing")
    case .notAsked(let field, let condition):
      Text(zh: "\(field) 只在 \(condition) 时填写", en: "\(field) is only filled in when \(condition)")
    case .notOfKind(let field, let kind):
      Text(zh: "\(field) 应为\(Self.kind(kind).zh)", en: "\(field) takes \(Self.kind(kind).en)")
    case .noSuchChoice(let field, let known):
      Text(zh: "\(field) 可以是 \(listed(known, "、"))", en: "\(field) takes one of \(listed(known, ", "))")
    case .tooLittle(let field, let least): Text(zh: "\(field) 不能小于 \(least)", en: "\(field) must be \(least) or more")
    case .tooMuch(let field, let most): Text(zh: "\(field) 不能大于 \(most)", en: "\(field) must be \(most) or less")
    case .tooShort(let field, let least):
      Text(
        zh: "\(field) 至少 \(least) 个字",
        en: "\(field) needs at least \(least) \("\(least)" == "1" ? "character" : "characters")")
    case .tooLong(let field, let most):
      Text(
        zh: "\(field) 最多 \(most) 个字",
        en: "\(field) takes at most \(most) \("\(most)" == "1" ? "character" : "characters")")
    }
  }

  private static func kind(_ kind: Field.Kind) -> Text {
    switch kind {
    case .text: Text(zh: "一行文字", en: "one line of words")
    case .long: Text(zh: "文字", en: "words")
    case .choice: Text(zh: "一个选项", en: "one of its choices")
    case .number: Text(zh: "数字，如 12.5", en: "a number, as 12.5")
    case .date: Text(zh: "日期，如 2026-05-01", en: "a day, as 2026-05-01")
    case .time: Text(zh: "时间，如 14:30", en: "a time, as 14:30")
    case .flag: Text(zh: "是或否", en: "yes or no")
    case .phone: Text(zh: "电话号码", en: "a telephone number")
    case .money: Text(zh: "金额，如 12.50", en: "an amount, as 12.50")
    }
  }
}
