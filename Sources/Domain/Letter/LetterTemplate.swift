import FoundationEssentials

/// An official letter with gaps, as data.
///
/// ```yaml
/// template: reply
/// labels: {zh: 答复函, en: Letter of reply}
/// number: 热函〔{year}〕{0000}号     # a series of its own, from 1 each year
/// title: 关于“{{order.title}}”的答复
/// body: |
///   {{party.name}}：
///   您于{{order.openedAt}}反映的问题（工单{{order.no}}）已由{{order.unit}}办理完毕。{{last.result}}
/// signature: 市政府热线办公室
/// ```
public struct LetterTemplate: Sendable, Equatable {
  /// Its name.
  public let key: TemplateKey
  /// What people call it.
  public let labels: Labels
  /// How letters are numbered: `{year}`, and zeros in braces for as many digits.
  public let number: String
  /// The headline.
  public let title: String
  /// The text, line by line.
  public let body: String
  /// Who signs; `nil` for nobody.
  public let signature: String?

  /// The letter of a number in a year: `热函〔2026〕0007号`.
  public func number(_ sequence: Int, year: Int) -> String {
    var text = ""
    var rest = Substring(number)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      let inner = rest[rest.index(after: open)..<close]
      if inner == "year" {
        text += String(year)
      } else {
        let digits = String(sequence)
        text += String(repeating: "0", count: max(0, inner.count - digits.count)) + digits
      }
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// A text with its gaps filled; what has no value stays empty.
  public static func filled(_ text: String, _ value: (LetterField) -> String?) -> String {
    var filled = ""
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      filled += rest[..<open.lowerBound]
      let name = rest[open.upperBound..<close.lowerBound].filter { !$0.isWhitespace }
      filled += LetterField(name).flatMap(value) ?? ""
      rest = rest[close.upperBound...]
    }
    return filled + rest
  }

  /// The names in the gaps of a text, in their order.
  static func gaps(of text: String) -> [String] {
    var names: [String] = []
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{") {
      rest = rest[open.upperBound...]
      guard let close = rest.firstRange(of: "}}") else {
        names.append("{{")
        break
      }
      names.append(rest[..<close.lowerBound].filter { !$0.isWhitespace })
      rest = rest[close.upperBound...]
    }
    return names
  }
}

/// Names a template: `reply`.
public typealias TemplateKey = Key<LetterTemplate>

/// What a gap of a letter can be filled with.
public enum LetterField: Sendable, Equatable {
  /// Something that every order has.
  case order(OrderPart)
  /// Something of whom it is for.
  case party(PartyPart)
  /// The letter's own number or date.
  case letter(LetterPart)
  /// A code of the form, by field.
  case form(String)
  /// Words that were said at the opening, by field.
  case words(String)
  /// What was said last in an action, by field: `result`, `reason`.
  case last(String)

  /// Something that every order has.
  public enum OrderPart: String, Sendable, CaseIterable {
    case no, title, address, openedAt, dueAt, finishedAt, state, process, unit, staff, category, area, key, channel
  }
  /// Something of whom an order is for.
  public enum PartyPart: String, Sendable, CaseIterable {
    case name, phone, address
  }
  /// Something of the letter itself.
  public enum LetterPart: String, Sendable, CaseIterable {
    case no, date
  }

  /// The field of a name: `order.no`, `party.name`, `last.result`; `nil` where there is none.
  public init?(_ name: String) {
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty else { return nil }
    switch parts[0] {
    case "order":
      guard let part = OrderPart(rawValue: parts[1]) else { return nil }
      self = .order(part)
    case "party":
      guard let part = PartyPart(rawValue: parts[1]) else { return nil }
      self = .party(part)
    case "letter":
      guard let part = LetterPart(rawValue: parts[1]) else { return nil }
      self = .letter(part)
    case "form": self = .form(parts[1])
    case "words": self = .words(parts[1])
    case "last": self = .last(parts[1])
    default: return nil
    }
  }

  /// The names that can be listed; form, words and last take any field behind the point.
  public static let known: [String] =
    OrderPart.allCases.map { "order.\($0.rawValue)" } + PartyPart.allCases.map { "party.\($0.rawValue)" }
    + LetterPart.allCases.map { "letter.\($0.rawValue)" } + ["form.FIELD", "words.FIELD", "last.FIELD"]
}
