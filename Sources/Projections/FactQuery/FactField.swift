/// What a report looks at, one by one.
public enum FactSource: String, Sendable, CaseIterable {
  /// Orders, as they stood at the end.
  case orders
  /// What happened to orders, in the period.
  case steps
  /// What stands in the forms of orders, at the end.
  case answers
  /// Whoever is in the book, at the end.
  case parties
}

/// Something that an order, a step, an answer or a party has a value of.
public enum FactField: Hashable, Sendable {
  /// How the order moves, and how it stood.
  case process, state, kind, stage
  /// What it is about; who answers for it; the member of staff.
  case category, unit, person
  /// Who recorded it; where; how.
  case recorder, intake, channel
  /// As recorded.
  case area, campaign, priority, relation
  /// Of the party.
  case partyClass, partyKind, region
  /// `on-time`, `late`, `without-due` of what is finished.
  case verdict
  /// What stands in a field of a form.
  case form(String)
  /// Of a step.
  case step, actor, detail, item
  /// Of an answer.
  case field, answer
}

extension FactField {
  /// All but those of forms, which are without number.
  static let named: [(name: String, field: FactField)] = [
    ("process", .process), ("state", .state), ("kind", .kind), ("stage", .stage), ("category", .category),
    ("unit", .unit), ("person", .person), ("operator", .recorder), ("intake", .intake), ("channel", .channel),
    ("area", .area), ("campaign", .campaign), ("priority", .priority), ("relation", .relation),
    ("class", .partyClass), ("party-kind", .partyKind), ("region", .region), ("verdict", .verdict), ("step", .step),
    ("actor", .actor), ("detail", .detail), ("item", .item), ("field", .field), ("answer", .answer),
  ]

  /// The names of all but those of forms.
  public static let names = named.map(\.name)

  /// `category`, `form.model`; `nil` for what is none.
  public init?(_ name: String) {
    if name.hasPrefix("form."), name.utf8.count > 5 {
      self = .form(String(name.dropFirst(5)))
    } else if let found = Self.named.first(where: { $0.name == name }) {
      self = found.field
    } else {
      return nil
    }
  }

  /// As reports write it.
  public var name: String {
    if case .form(let field) = self { return "form.\(field)" }
    return Self.named.first { $0.field == self }?.name ?? ""
  }

  /// Whether what a source has, has it.
  public func isKnown(of source: FactSource) -> Bool {
    switch self {
    case .step, .actor, .detail, .item: source == .steps
    case .field, .answer: source == .answers
    case .partyClass, .partyKind, .region: true
    case .process, .state, .kind, .stage, .category, .unit, .person, .recorder, .intake, .channel, .area, .campaign,
      .priority, .relation, .verdict, .form:
      source != .parties
    }
  }
}

/// A number that an order has.
public enum FactValue: Hashable, Sendable {
  /// Seconds from its opening to its finish, or to the end where it is open.
  case age
  /// Seconds from its due time to its finish, or to the end where it is open; 0 in time, none without a due time.
  case lateness
  /// Of a step of kind line: how many, and what it costs in the office's currency.
  case quantity, cost
  /// A number or amount in a field of a form.
  case form(String)
}

/// A test that something counted passes or fails.
public enum FactCondition: Hashable, Sendable {
  /// When something happened, seen from the period.
  public enum When: String, Sendable, CaseIterable {
    /// In it.
    case inPeriod = "in-period"
    /// Before it.
    case before
  }

  /// Has one of the values; `nil` is none.
  case isOne(FactField, [String?])
  /// Was opened then.
  case opened(When)
  /// Stands finished since then.
  case finished(When)
  /// Stands finished, or does not.
  case isFinished(Bool)
  /// Is open and was due before the end, or is not.
  case overdue(Bool)
  /// Is overdue by more than the one and at most the other, in seconds.
  case lateBy(over: Double?, upTo: Double?)
  /// One of the steps happened to it, in the period or ever.
  case had([String], ever: Bool)
  /// An order of that relation follows from it, which was done or closed by the end.
  case followedBy(String)
  /// Not all of them hold.
  case except([FactCondition])
  /// Came into the book then.
  case registered(When)
}

/// A figure that is taken of what fulfils conditions.
public struct FactFigure: Hashable, Sendable {
  /// What is made of it.
  public enum Aggregate: Hashable, Sendable {
    /// How many.
    case count
    /// Of a value.
    case sum(FactValue), least(FactValue), most(FactValue)
  }

  /// What is made of it.
  public var aggregate: Aggregate
  /// All of which hold.
  public var conditions: [FactCondition]

  /// A figure.
  public init(_ aggregate: Aggregate = .count, where conditions: [FactCondition]) {
    self.aggregate = aggregate
    self.conditions = conditions
  }
}

/// The time of something counted, by which it stands in a day or month.
public enum FactClock: String, Sendable, CaseIterable {
  /// Its opening; of a party, its coming into the book.
  case opened
  /// Its finish.
  case finished
  /// Of a step.
  case happened
}

extension FactCondition {
  /// The field and values of a condition that names them, or of one that excludes them.
  public var named: (field: FactField, values: [String?], isExcluding: Bool)? {
    switch self {
    case .isOne(let field, let values): (field, values, false)
    case .except(let others):
      if others.count == 1, case .isOne(let field, let values) = others[0] { (field, values, true) } else { nil }
    default: nil
    }
  }
}
