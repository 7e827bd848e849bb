/// Something that what is looked at has a value of.
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
  /// Of a row of an import: what became of it and why; what its list was for; whether that import stands or was undone; its
  /// id and the file.
  case outcome, reason, target, imported, batch, file
  /// Of a call: which queue, how it left that.
  case queue, ended
}

extension FactField {
  /// All but those of forms, which are without number.
  static let named: [(name: String, field: FactField)] = [
    ("process", .process), ("state", .state), ("kind", .kind), ("stage", .stage), ("category", .category),
    ("unit", .unit), ("person", .person), ("operator", .recorder), ("intake", .intake), ("channel", .channel),
    ("area", .area), ("campaign", .campaign), ("priority", .priority), ("relation", .relation),
    ("class", .partyClass), ("party-kind", .partyKind), ("region", .region), ("verdict", .verdict), ("step", .step),
    ("actor", .actor), ("detail", .detail), ("item", .item), ("field", .field), ("answer", .answer),
    ("outcome", .outcome), ("reason", .reason), ("target", .target), ("import", .imported), ("batch", .batch),
    ("file", .file), ("queue", .queue), ("ended", .ended),
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
    case .step, .detail, .item: source == .steps
    case .actor: source == .steps || source == .imports || source == .calls
    case .field, .answer: source == .answers
    case .outcome, .reason, .target, .imported, .batch, .file: source == .imports
    case .queue, .ended: source == .calls
    case .partyClass, .partyKind, .region: source.isOfOrders || source == .parties
    case .process, .campaign: source.isOfOrders || source == .imports
    case .state, .kind, .stage, .category, .unit, .person, .recorder, .intake, .channel, .area, .priority, .relation,
      .verdict, .form:
      source.isOfOrders
    }
  }
}
