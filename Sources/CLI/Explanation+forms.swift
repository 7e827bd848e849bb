import Domain

/// What is wrong with what was filled in, in words.
extension Form.Problem {
  /// The field by its label and name, the reason, the way out.
  ///
  /// - Parameter form: for the label of the field.
  func words(in form: Form) -> Text {
    let labels = form.field(field.rawValue)?.labels
    let name = Text(
      zh: labels?.zh.map { "\($0)（\(field)）" } ?? field.rawValue,
      en: labels?.en.map { "\($0) (\(field))" } ?? field.rawValue)
    switch self {
    case .unknown(_, let known):
      let names = known.map(\.rawValue)
      return names.isEmpty
        ? Text(zh: "没有字段 \(field)；这里没有要填的字段", en: "there is no field \(field): nothing is asked here")
        : Text(
          zh: "没有字段 \(field)；可填：\(names.joined(separator: "、"))",
          en: "there is no field \(field); there are \(names.joined(separator: ", "))")
    case .missing:
      return Text(zh: "\(name.zh)：必填", en: "\(name.en) must be filled in")
    case .notAsked(_, let condition):
      return Text(zh: "\(name.zh)：仅在 \(condition) 时填写", en: "\(name.en) is asked for only when \(condition)")
    case .notOfKind(_, let kind):
      return Text(zh: "\(name.zh)：\(kind.wayOut.zh)", en: "\(name.en): \(kind.wayOut.en)")
    case .noSuchChoice(_, let known):
      return Text(
        zh: "\(name.zh)：请选 \(known.joined(separator: "、"))",
        en: "\(name.en): choose one of \(known.joined(separator: ", "))")
    case .tooLittle(_, let least):
      return Text(zh: "\(name.zh)：至少 \(least)", en: "\(name.en): at least \(least)")
    case .tooMuch(_, let most):
      return Text(zh: "\(name.zh)：至多 \(most)", en: "\(name.en): at most \(most)")
    case .tooShort(_, let least):
      return Text(zh: "\(name.zh)：至少 \(least) 个字符", en: "\(name.en): at least \(least) characters")
    case .tooLong(_, let most):
      return Text(zh: "\(name.zh)：至多 \(most) 个字符", en: "\(name.en): at most \(most) characters")
    }
  }
}

extension Field.Kind {
  /// How a value is written.
  var wayOut: Text {
    switch self {
    case .text: Text(zh: "请写成一行", en: "write one line")
    case .long: Text(zh: "请写文字", en: "write some words")
    case .choice: Text(zh: "请选择一项", en: "choose one")
    case .number: Text(zh: "请写数字，如 2.5", en: "write a number, like 2.5")
    case .date: Text(zh: "请写日期，如 2026-05-01", en: "write a day, like 2026-05-01")
    case .time: Text(zh: "请写时间，如 14:30", en: "write a time of day, like 14:30")
    case .flag: Text(zh: "请写是或否", en: "write yes or no")
    case .phone: Text(zh: "请写电话号码", en: "write a telephone number")
    case .money: Text(zh: "请写金额，如 12.50", en: "write an amount, like 12.50")
    }
  }
}
