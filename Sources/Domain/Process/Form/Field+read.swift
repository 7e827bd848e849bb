import FoundationEssentials

extension Field {
  /// What somebody typed, as it is stored: `2026年5月1日` becomes `2026-05-01`, `是` becomes `true`, the label of a choice its
  /// key. A stored value stays as it is.
  public func read(_ typed: String) throws(Form.Problem) -> String {
    let text = String(typed.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    switch kind {
    case .text:
      guard !text.contains(where: \.isNewline) else { throw .notOfKind(name, kind) }
      return try bounded(text)
    case .long: return try bounded(text)
    case .choice:
      guard let choice = choices.first(where: { $0.answers(to: text) }) else {
        throw .noSuchChoice(name, known: choices.map(\.key.rawValue))
      }
      return choice.key.rawValue
    case .number:
      guard let amount = Amount(text) else { throw .notOfKind(name, kind) }
      return try bounded(amount).description
    case .money:
      guard let amount = Amount(money: text) else { throw .notOfKind(name, kind) }
      return try bounded(amount).money
    case .date:
      guard let day = Self.day(text) else { throw .notOfKind(name, kind) }
      return day
    case .time:
      guard let time = Self.time(text) else { throw .notOfKind(name, kind) }
      return time
    case .flag:
      switch text.lowercased() {
      case "true", "yes", "y", "1", "on", "是", "有", "对": return "true"
      case "false", "no", "n", "0", "off", "否", "无", "不": return "false"
      default: throw .notOfKind(name, kind)
      }
    case .phone:
      let narrowed = String(text.unicodeScalars.map { Character(narrow($0)) })
      let digits = narrowed.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard (3...20).contains(digits), narrowed.allSatisfy({ $0.isASCII || "转分机".contains($0) }) else {
        throw .notOfKind(name, kind)
      }
      return narrowed
    }
  }

  private func bounded(_ amount: Amount) throws(Form.Problem) -> Amount {
    if let min, amount < min { throw .tooLittle(name, least: min) }
    if let max, amount > max { throw .tooMuch(name, most: max) }
    return amount
  }

  private func bounded(_ text: String) throws(Form.Problem) -> String {
    let count = Amount(text.count)
    if let min, count < min { throw .tooShort(name, least: min) }
    if let max, count > max { throw .tooLong(name, most: max) }
    return text
  }

  /// `2026-05-01`, `2026/5/1`, `2026.5.1`, `20260501` or `2026年5月1日`, if there is such a day.
  static func day(_ typed: String) -> String? {
    let parts = numbers(in: typed, dividers: "-/.年月日")
    var (year, month, day): (Int, Int, Int)
    switch parts.count {
    case 3: (year, month, day) = (parts[0], parts[1], parts[2])
    case 1 where parts[0] >= 1000_01_01: (year, month, day) = (parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100)
    default: return nil
    }
    guard (1000...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
  }

  /// `14:30`, `14：30`, `14点30分` or `14点`.
  private static func time(_ typed: String) -> String? {
    let parts = numbers(in: typed, dividers: ":点时分")
    guard (1...2).contains(parts.count), parts.count == 2 || typed.contains(where: { "点时".contains($0) }) else {
      return nil
    }
    let minute = parts.count == 2 ? parts[1] : 0
    guard (0...23).contains(parts[0]), (0...59).contains(minute) else { return nil }
    return "\(twoDigits(parts[0])):\(twoDigits(minute))"
  }

  /// The numbers between the dividers; none where something else stands there.
  private static func numbers(in typed: String, dividers: String) -> [Int] {
    let text = String(typed.unicodeScalars.map { Character(narrow($0)) })
    let parts = text.split(whereSeparator: { dividers.contains($0) || $0.isWhitespace })
    let numbers = parts.compactMap { $0.count <= 8 && $0.allSatisfy(\.isASCII) ? UInt32($0).map(Int.init) : nil }
    return numbers.count == parts.count ? numbers : []
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Field.Choice {
  /// Whether somebody who typed this means this choice.
  fileprivate func answers(to typed: String) -> Bool {
    let typed = typed.lowercased()
    return [key.rawValue, labels.zh, labels.en].contains { $0?.lowercased() == typed }
  }
}
