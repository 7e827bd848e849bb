import Domain
import Postgres

extension FactField {
  /// Whether an order that somebody may see has a value of the field, or ever had it: of `region` whether somebody in the book
  /// has it. Needs the read models of a ``FactQuery`` by the field.
  ///
  /// Cost: what is there is found at once; what is not costs a look at every row.
  public func occurs(_ value: String, seenBy sight: OrderSight, on connection: isolated Connection) throws -> Bool {
    let cards: SQL = "order_card c join order_span s using (no)"
    let (rows, condition): (SQL, SQL) =
      switch self {
      case .state: (cards, "s.state = \(value)")
      case .kind: (cards, "s.kind = \(value)")
      case .stage: (cards, "s.stage = \(value)")
      case .category: (cards, "s.category = \(value)")
      case .unit: (cards, "s.unit = \(value)")
      case .person: (cards, "s.staff = \(value)")
      case .process: (cards, "c.process = \(value)")
      case .intake: (cards, "c.intake = \(value)")
      case .channel: (cards, "c.channel = \(value)")
      case .area: (cards, "c.area = \(value)")
      case .campaign: (cards, "c.campaign = \(value)")
      case .relation: (cards, "c.relation = \(value)")
      case .recorder: ("order_fact c join order_span s using (no)", "c.operator = \(value)")
      case .form(let name):
        ("\(cards) join order_answer a using (no)", "a.field = \(name) and a.value = \(value)")
      case .field: ("\(cards) join order_answer a using (no)", "a.field = \(value)")
      case .answer: ("\(cards) join order_answer a using (no)", "a.value = \(value)")
      case .step: ("\(cards) join order_step t using (no)", "t.step = \(value)")
      case .actor: ("\(cards) join order_step t using (no)", "t.actor = \(value)")
      case .detail: ("\(cards) join order_step t using (no)", "t.detail = \(value)")
      case .item: ("\(cards) join order_step t using (no)", "t.item = \(value)")
      case .region: ("party_card p", "p.area = \(value)")
      case .target: ("batch b", "b.target = \(value)")
      case .file: ("batch b", "b.file = \(value)")
      case .batch: ("batch b", "b.id::text = \(value)")
      case .queue: ("call_fact f", "f.queue = \(value)")
      // Their values are the program's own.
      case .priority, .verdict, .partyClass, .partyKind, .outcome, .reason, .imported, .ended:
        ("(select) as nothing", "false")
      }
    let seen: SQL = source.isOfOrders ? sight.condition(span: "s", card: "c").map { " and \($0)" } ?? "" : ""
    let rowsFound = try connection.query("select exists (select from \(rows) where \(condition)\(seen))")
    return try rowsFound.first?.decode(Bool.self) ?? false
  }

  /// The read models that its values are found in.
  public var models: [any Projection] {
    FactQuery(
      source, period: nil, end: .distantFuture, scope: .init(), by: [.field(self)], where: [], figures: []
    ).models
  }

  private var source: FactSource {
    switch self {
    case .step, .actor, .detail, .item: .steps
    case .field, .answer: .answers
    case .partyClass, .partyKind, .region: .parties
    case .outcome, .reason, .target, .imported, .batch, .file: .imports
    case .queue, .ended: .calls
    case .process, .state, .kind, .stage, .category, .unit, .person, .recorder, .intake, .channel, .area, .campaign,
      .priority, .relation, .verdict, .form:
      .orders
    }
  }
}
