/// A number that what is looked at has.
public enum FactValue: Hashable, Sendable {
  /// Seconds from its opening to its finish, or to the end where it is open.
  case age
  /// Seconds from its due time to its finish, or to the end where it is open; 0 in time, none without a due time.
  case lateness
  /// Of a step of kind line: how many, and what it costs in the office's currency.
  case quantity, cost
  /// A number or amount in a field of a form.
  case form(String)
  /// Of a call, seconds: from the queue to the answer or to leaving; then with the caller, on hold, after the call; and of
  /// the wait, ringing at somebody who answered.
  case wait, talk, hold, wrap, ringing

  /// Whether what a source has, has it.
  public func isKnown(of source: FactSource) -> Bool {
    switch self {
    case .age, .lateness, .form: source.isOfOrders
    case .quantity, .cost: source == .steps
    case .wait, .talk, .hold, .wrap, .ringing: source == .calls
    }
  }
}

extension FactValue {
  private static let named: [(name: String, value: FactValue)] = [
    ("age", .age), ("lateness", .lateness), ("quantity", .quantity), ("cost", .cost), ("wait", .wait),
    ("talk", .talk), ("hold", .hold), ("wrap", .wrap), ("ringing", .ringing),
  ]

  /// `age`, `form.loss`; `nil` for what is none.
  public init?(_ name: String) {
    if case .form(let field)? = FactField(name) {
      self = .form(field)
    } else if let found = Self.named.first(where: { $0.name == name }) {
      self = found.value
    } else {
      return nil
    }
  }

  /// As measures write it.
  public var name: String {
    if case .form(let field) = self { return "form.\(field)" }
    return Self.named.first { $0.value == self }?.name ?? ""
  }
}
