import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// Whom of the book somebody asks for; all conditions must hold.
public struct PartyQuery: Sendable {
  /// The instant at which marks must hold.
  public var asOf: Date
  /// Only this one.
  public var party: PartyID?
  /// Only those with this in their name, address or one of their numbers, whatever the case of its letters. It is looked
  /// for in every card: about a quarter of a second for 300,000.
  public var search: String?
  /// Where `search` looks: who does not see a column learns nothing of it by asking.
  public var searched = Set(Searched.allCases)
  /// Only those reached under exactly this number or address.
  public var reachedAt: String?
  /// With `reachedAt`: or with this number of the customers' system.
  public var customerNumberInstead: String?
  /// With `reachedAt`: or with this in their name, in any width or case. It costs an index's look-up; less than two letters are
  /// found nowhere.
  public var nameInstead: String?
  /// Only the one with this number of the customers' system.
  public var customerNumber: String?
  /// Only persons, or only organisations.
  public var kind: PartyRegistered.Kind?
  /// Only customers of this category.
  public var category: String?
  /// Only customers with this product.
  public var product: String?
  /// Only customers of this area.
  public var area: String?
  /// Only those with a mark of this kind.
  public var mark: PartyMark.Kind?
  /// With `mark`: only where it is about this service, or about all.
  public var service: String?
  /// Only those whom this member of the staff looks after.
  public var manager: String?
  /// Only orders that somebody may see count; everybody of the book is listed all the same.
  public var sight = OrderSight.everything
  /// Also those who are merged into others.
  public var withMerged = false
  /// At most so many.
  public var limit: Int?

  /// What is looked for a text in.
  public enum Searched: String, Sendable, CaseIterable { case name, address, numbers }

  /// All of the book.
  public init(asOf: Date) { self.asOf = asOf }
}

extension Parties {
  /// One of the book.
  public struct Line: Sendable, Equatable {
    /// Its id.
    public let id: PartyID
    /// The one it is merged into, at the end of the way.
    public let head: PartyID?
    /// Person or organisation.
    public let kind: String
    /// What is said of it, without what is not; also what was forgotten is not there.
    public let values: [PartyField: String]
    /// Its numbers as they are dialled, the preferred first, those of whoever is merged into it last.
    public let numbers: [String]
    /// Its marks that hold, as `vip` or `blocked:consult`.
    public let marks: [String]
    /// Who of the staff looks after it.
    public let manager: String?
    /// When it came into the book.
    public let registeredAt: Date
    /// The import that brought it.
    public let batch: UUID?
    /// When it was last forgotten. What stands beside it was learned later.
    public let forgottenAt: Date?
    /// How many orders are for it or whoever is merged into it; withdrawn ones do not count.
    public let orders: Int

    /// As written in the list; `nil` where nobody said, or where it was forgotten.
    public var name: String? { values[.name] }
    /// As written in the list.
    public var address: String? { values[.address] }
  }

  /// The book, in the order in which people came into it. Needs ``OrderBoard`` up to date for the orders.
  public static func list(
    _ query: PartyQuery, on connection: isolated Connection, _ body: (Line) throws -> Void
  ) throws {
    let end: SQL = query.limit.map { "limit \(Int64($0))" } ?? ""
    let holds: SQL = "m.since <= \(query.asOf) and (m.until_at is null or m.until_at > \(query.asOf))"
    // The party itself and what is merged into it; a merged one alone.
    let group: SQL = "in (select c.id union all select g.id from party_card g where g.head = c.id and g.head <> g.id)"
    let statement: SQL = """
      select c.id, c.head, c.kind, c.registered_at, c.batch, c.forgotten_at,
          array[c.name, c.address, c.customer_number, c.category, c.tariff, c.product, c.area, c.preference, c.note],
          array(select p.dialled from contact_point p where p.party \(group) order by p.party <> c.id, p.party, p.contact),
          array(select distinct m.mark || case m.service when '' then '' else ':' || m.service end as said
            from party_mark m where m.party \(group) and \(holds) order by said),
          (select m.manager from party_mark m where m.party \(group) and m.mark = 'manager' and \(holds)
            order by m.party <> c.id, m.since desc limit 1),
          \(orderCount(query.sight, group))
        from party_card c where \(condition(query, holds, group)) order by c.registered_at, c.id \(end)
      """
    try connection.forEachRow(statement) { row in
      let (id, head, kind, registeredAt, batch, forgottenAt, said, numbers, marks, manager, orders) = try row.decode(
        UUID.self, UUID.self, String.self, Date.self, UUID?.self, Date?.self, [String?].self, [String].self,
        [String].self, String?.self, Int64.self)
      let fields: [PartyField] = [
        .name, .address, .customerNumber, .category, .tariff, .product, .area, .preference, .note,
      ]
      var values: [PartyField: String] = [.kind: kind]
      for (field, value) in zip(fields, said) { values[field] = value }
      try body(
        Line(
          id: PartyID(id), head: head == id ? nil : PartyID(head), kind: kind, values: values, numbers: numbers,
          marks: marks, manager: manager, registeredAt: registeredAt, batch: batch, forgottenAt: forgottenAt,
          orders: Int(orders)))
    }
  }

  private static func orderCount(_ sight: OrderSight, _ group: SQL) -> SQL {
    guard sight != .everything else { return "(select count(*) from order_card o where o.party \(group))" }
    // `o` is the party's card outside, `c` the order's: the conditions of a sight know it so.
    let conditions = (["true"] + [sight.condition, sight.wordsCondition].compactMap(\.self)).joined(separator: " and ")
    return """
      (select count(*) from (select c.id) as o (id) join order_card c on c.party in
          (select o.id union all select g.id from party_card g where g.head = o.id and g.head <> g.id)
        join order_span s on s.no = c.no and s.until_at is null where \(conditions))
      """
  }

  /// Who has a text in one of the columns, they or one who is merged into them.
  private static func holding(_ text: String, in columns: Set<PartyQuery.Searched>) -> SQL {
    func holds(_ column: SQL, _ field: PartyQuery.Searched) -> SQL {
      columns.contains(field) ? "strpos(lower(\(column)), lower(\(text))) > 0" : "false"
    }
    return """
      c.id in (select unnest(array[g.id, g.head]) from party_card g
          where \(holds("g.name", .name)) or \(holds("g.address", .address))
        union all select g.head from contact_point p join party_card g on g.id = p.party
          where \(holds("p.dialled", .numbers)))
      """
  }

  private static func condition(_ query: PartyQuery, _ holds: SQL, _ group: SQL) -> SQL {
    var all: SQL = query.withMerged || query.party != nil ? "true" : "c.head = c.id"
    func add(_ condition: SQL) { all = "\(all) and \(condition)" }
    if let party = query.party { add("c.id = \(party.uuid)") }
    if let text = query.search { add(holding(text, in: query.searched)) }
    if let value = query.reachedAt {
      add(
        """
        c.id in (select g.head from contact_point p join party_card g on g.id = p.party
          where p.value = \(value) or p.dialled = \(value)
          union \(heads(ofCustomerNumber: query.customerNumberInstead))\(heads(withName: query.nameInstead)))
        """)
    }
    if let number = query.customerNumber {
      add("c.id in (select head from party_card where customer_number = \(number))")
    }
    if let kind = query.kind { add("c.kind = \(kind.rawValue)") }
    if let category = query.category { add("c.category = \(category)") }
    if let product = query.product { add("c.product = \(product)") }
    if let area = query.area { add("c.area = \(area)") }
    if let mark = query.mark {
      let service: SQL = query.service.map { "m.service in ('', \($0))" } ?? "true"
      add(
        """
        exists (select from party_mark m where m.party \(group) and m.mark = \(mark.rawValue) and \(service)
          and \(holds))
        """)
    }
    if let manager = query.manager {
      add(
        """
        exists (select from party_mark m where m.party \(group) and m.mark = 'manager' and m.manager = \(manager)
          and \(holds))
        """)
    }
    return all
  }
}
