import Domain
import Postgres

extension FactField {
  /// Whether an order that somebody may see has a value of the field, or ever had it: of `region` whether somebody in the book
  /// has it. Needs the read models of a ``FactQuery`` by the field.
  ///
  /// Cost: what is there is found at once; what is not costs a look at every row.
  public func occurs(_ value: String, seenBy sight: OrderSight, on connection: isolated Connection) throws -> Bool {
    let found = try connection.query(
      "select exists (select from \(place.rows) where \(place.column) = \(value)\(seen(by: sight)))")
    return try found.first?.decode(Bool.self) ?? false
  }

  /// The values that orders which somebody may see have or had most often, the most frequent first. Needs what
  /// ``occurs(_:seenBy:on:)`` needs; a look at every row.
  public func mostFrequent(
    _ limit: Int, seenBy sight: OrderSight, on connection: isolated Connection
  ) throws -> [String] {
    let (rows, column) = place
    return try connection.query(
      """
      select \(column) from \(rows) where \(column) is not null\(seen(by: sight))
        group by 1 order by count(*) desc, 1 limit \(Int64(limit))
      """
    ).map { try $0.decode(String.self) }
  }

  private func seen(by sight: OrderSight) -> SQL {
    source.isOfOrders ? sight.condition(span: "s", card: "c").map { " and \($0)" } ?? "" : ""
  }

  /// Where its values stand: rows, and their column.
  private var place: (rows: SQL, column: SQL) {
    let cards: SQL = "order_card c join order_span s using (no)"
    return switch self {
    case .state: (cards, "s.state")
    case .kind: (cards, "s.kind")
    case .stage: (cards, "s.stage")
    case .category: (cards, "s.category")
    case .unit: (cards, "s.unit")
    case .person: (cards, "s.staff")
    case .process: (cards, "c.process")
    case .intake: (cards, "c.intake")
    case .channel: (cards, "c.channel")
    case .area: (cards, "c.area")
    case .campaign: (cards, "c.campaign")
    case .relation: (cards, "c.relation")
    case .recorder: ("order_fact c join order_span s using (no)", "c.operator")
    case .form(let name):
      ("\(cards) join (select no, value from order_answer where field = \(name)) a using (no)", "a.value")
    case .field: ("\(cards) join order_answer a using (no)", "a.field")
    case .answer: ("\(cards) join order_answer a using (no)", "a.value")
    case .step: ("\(cards) join order_step t using (no)", "t.step")
    case .actor: ("\(cards) join order_step t using (no)", "t.actor")
    case .detail: ("\(cards) join order_step t using (no)", "t.detail")
    case .item: ("\(cards) join order_step t using (no)", "t.item")
    case .region: ("party_card p", "p.area")
    case .target: ("batch b", "b.target")
    case .file: ("batch b", "b.file")
    case .batch: ("batch b", "b.id::text")
    case .queue: ("call_fact f", "f.queue")
    // Their values are the program's own.
    case .priority, .verdict, .partyClass, .partyKind, .outcome, .reason, .imported, .ended:
      ("(select) as nothing", "null::text")
    }
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
