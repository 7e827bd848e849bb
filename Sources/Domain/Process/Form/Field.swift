/// Something a person fills in: at the opening of an order, or at one of its actions.
public struct Field: Sendable, Equatable {
  /// What a value of the field must be.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A line of words.
    case text
    /// Words of several lines.
    case long
    /// One of the field's choices, by key.
    case choice
    /// A decimal number: `-2.5`.
    case number
    /// A day: `2026-05-01`.
    case date
    /// A time of day: `14:30`.
    case time
    /// Yes or no: `true`, `false`.
    case flag
    /// A telephone number as it was given.
    case phone
    /// An amount of the office's currency, with at most two decimals: `12.50`.
    case money

    /// Whether a value says something about a person where nothing else is said.
    public var isPersonal: Bool {
      switch self {
      case .text, .long, .phone: true
      case .choice, .number, .date, .time, .flag, .money: false
      }
    }
  }

  /// One of the answers that can be given.
  public struct Choice: Sendable, Equatable {
    /// The code that is stored.
    public let key: Key<Choice>
    /// What people call it.
    public let labels: Labels
  }

  /// The name that values are stored under.
  public let name: FieldKey
  /// What a value must be.
  public let kind: Kind
  /// What people call it.
  public let labels: Labels
  /// The answers of a choice, in the order written; empty for all other kinds.
  public let choices: [Choice]
  /// Whether it must be filled in wherever it is asked for.
  public let isRequired: Bool
  /// When it is asked for; always where nothing is said.
  public let condition: Condition?
  /// The smallest number or amount, or the fewest characters of a text.
  public let min: Amount?
  /// The largest number or amount, or the most characters of a text.
  public let max: Amount?
  /// Whether its values go to the erasable part of an event rather than to the codes.
  public let isPersonal: Bool

  /// The choice of that key, if the field has one.
  public func choice(_ key: String) -> Choice? { choices.first { $0.key.rawValue == key } }
}

extension Field {
  /// What can be said at the opening of every order.
  public static let ofOpening: [FieldKey] = [
    "title", "category", "text", "address", "phone", "name", "unit", "due", "key",
  ]
  /// What `needs` of an action takes beside words: the unit that gets the order, and the order it is merged into.
  public static let ofAction: [FieldKey] = [.main, .head]
}

extension FieldKey {
  /// The unit that answers for the order.
  public static let main: FieldKey = "main"
  /// The order that this one is merged into.
  public static let head: FieldKey = "head"
}
