import Domain
import FoundationEssentials
import Postgres

extension OrderBoard {
  /// The lines of the board that a query asks for, one after the other: memory stays flat for a million of them.
  ///
  /// Call it on a board that is up to date. With `overdueOnly`, sorted by due time and limited, it reads only as many
  /// rows of an index as it returns, however many orders are open.
  public static func list(
    _ query: BoardQuery, on connection: isolated Connection, _ body: (BoardRow) throws -> Void
  ) throws {
    try connection.forEachRow(statement(query)) { row in
      try body(try BoardRow(row, asOf: query.asOf).seen(by: query.sight))
    }
  }

  /// One order as of an instant; `nil` where it was not open yet or is withdrawn.
  public static func find(
    _ no: OrderNumber, asOf: Date, seenBy sight: OrderSight = .everything, on connection: isolated Connection
  ) throws -> BoardRow? {
    var query = BoardQuery(asOf: asOf)
    query.no = no
    query.sight = sight
    var found: BoardRow?
    try list(query, on: connection) { found = $0 }
    return found
  }

  /// The units that have or had orders, in order: for "did you mean".
  public static func units(on connection: isolated Connection) throws -> [String] {
    try connection.query("select distinct unit from order_span where unit is not null order by unit").map { row in
      try row.decode(String.self)
    }
  }

  /// The orders of a process that have one of these keys from another system: key → number of the first such order.
  ///
  /// - Parameter batch: leaves out the orders of this import, where one is given.
  public static func numbers(
    ofKeys keys: [String], process: ProcessKey, except batch: UUID?, on connection: isolated Connection
  ) throws -> [String: OrderNumber] {
    let rows = try connection.query(
      """
      select key, min(no) from order_card
        where process = \(process.rawValue) and key = any(\(keys)) and (\(batch)::uuid is null or batch is distinct from \(batch)) group by key
      """)
    return try rows.reduce(into: [:]) { numbers, row in
      let (key, no) = try row.decode(String.self, Int64.self)
      numbers[key] = OrderNumber(stored: no)
    }
  }

  private static func statement(_ query: BoardQuery) -> SQL {
    // Two branches, so that each can use its own index: what lasts to this day, and what has ended since.
    let limit: SQL = query.limit.map { "limit \(Int64($0))" } ?? ""
    let filter = conditions(query)
    let order = ordering(query)
    return """
      select s.no, s.key, s.process, s.process_version, s.category, s.title, s.state, s.kind, s.unit, s.staff, s.stage,
        s.priority, s.area, s.parent, s.intake, s.assists, s.is_secret, s.channel, s.campaign, s.opened_at, s.begins_at,
        s.due_at, s.finished_at
      from (
        (select \(columns) from order_span s join order_card c using (no)
          where s.until_at is null and \(filter) order by \(order) \(limit))
        union all
        (select \(columns) from order_span s join order_card c using (no)
          where s.until_at > \(query.asOf) and \(filter) order by \(order) \(limit))
      ) as s order by \(order) \(limit)
      """
  }

  /// What ``BoardRow`` is made of, of a span `s` and a card `c`.
  static let columns: SQL = """
    c.no, c.key, c.process, c.process_version, s.category, c.title, s.state, s.kind, s.unit, s.staff, s.stage,
    c.priority, c.area, c.parent, c.intake, c.assists, c.is_secret, c.channel, c.campaign, c.opened_at, c.begins_at,
    s.due_at, s.finished_at
    """

  static func conditions(_ query: BoardQuery) -> SQL {
    (spanConditions(query) + cardConditions(query)).joined(separator: " and ")
  }

  /// What a query asks of a span `s`; never nothing.
  static func spanConditions(_ query: BoardQuery) -> [SQL] {
    var all: [SQL] = ["s.from_at <= \(query.asOf)"]
    // The rule of Domain/Order/Overdue.swift: opened by then (from_at), due before then, not finished by then (kind).
    if query.overdueOnly { all.append("s.kind = 'open' and s.due_at < \(query.asOf)") }
    if let cell = query.cell { all.append(condition(of: cell, asOf: query.asOf, dayEnd: query.dayEnd ?? query.asOf)) }
    switch query.units {
    case .any: break
    case .nobody: all.append("s.unit is null")
    case .these(let units): all.append(units.count == 1 ? "s.unit = \(units[0])" : "s.unit = any(\(units))")
    }
    if let staff = query.staff { all.append("s.staff = \(staff)") }
    if let state = query.state { all.append("s.state = \(state)") }
    if let kind = query.kind { all.append("s.kind = \(kind.rawValue)") }
    if let category = query.category { all.append("s.category = \(category)") }
    if let text = query.text {
      all.append("s.no in (select t.no from order_text t where t.words @@ \(text.tsquery)::text::tsquery)")
    }
    if let no = query.no { all.append("s.no = \(Int64(no.value))") }
    return all
  }

  /// What a query asks of a card `c`.
  static func cardConditions(_ query: BoardQuery) -> [SQL] {
    var all = [query.sight.condition].compactMap(\.self)
    // Who may not read a secret order does not learn by asking what its words are, or whom it is for.
    if query.search != nil || query.text != nil || query.party != nil, let readable = query.sight.wordsCondition {
      all.append(readable)
    }
    if let process = query.process { all.append("c.process = \(process)") }
    if let campaign = query.campaign { all.append("c.campaign = \(campaign)") }
    if let priority = query.priority { all.append("c.priority >= \(priority.rank)") }
    if let area = query.area { all.append("c.area = \(area)") }
    if let parent = query.parent { all.append("c.parent = \(Int64(parent.value))") }
    if let unit = query.assist { all.append("c.assists && \([unit])") }
    if let channel = query.channel { all.append("c.channel = \(channel)") }
    if let party = query.party { all.append("c.party = \(party.uuid)") }
    if let from = query.openedFrom { all.append("c.opened_at >= \(from)") }
    if let until = query.openedUntil { all.append("c.opened_at < \(until)") }
    if let search = query.search {
      var sql: SQL = "(strpos(lower(c.title), lower(\(search))) > 0 or strpos(lower(c.key), lower(\(search))) > 0"
      sql += " or strpos(lower(s.category), lower(\(search))) > 0)"
      all.append(sql)
    }
    return all
  }

  private static func ordering(_ query: BoardQuery) -> SQL {
    let direction: SQL = query.isDescending ? "desc" : "asc"
    let column: SQL =
      switch query.sort {
      case .no: "no"
      case .key: "key"
      case .priority: "priority"
      case .staff: "staff"
      case .area: "area"
      case .process: "process"
      case .category: "category"
      case .state: "state"
      case .unit: "unit"
      case .opened: "opened_at"
      case .due: "due_at"
      case .finished: "finished_at"
      }
    return "\(column) \(direction) nulls last, no"
  }
}

extension BoardRow {
  /// A row with the columns of ``OrderBoard/columns``.
  init(_ row: Row, asOf instant: Date) throws {
    let (
      number, key, process, processVersion, category, title, state, kind, unit, staff, stage, priority, area, parent,
      intake, assists, isSecret, channel, campaign, openedAt, beginsAt, dueAt, finishedAt
    ) = try row.decode(
      Int64.self, String?.self, String.self, Int32.self, String?.self, String?.self, String.self, String.self,
      String?.self, String?.self, String?.self, Int16.self, String?.self, Int64?.self, String?.self, [String].self,
      Bool.self, String?.self, String?.self, Date.self, Date.self, Date?.self, Date?.self)
    self.init(
      no: OrderNumber(stored: number), key: key, process: ProcessKey(rawValue: process),
      processVersion: Int(processVersion), category: category, title: title, state: StateKey(rawValue: state),
      kind: StateKind(rawValue: kind) ?? .open, unit: unit, staff: staff,
      stage: stage.flatMap(DeskStage.init), priority: OrderPriority(rank: priority), area: area,
      parent: parent.map { OrderNumber(stored: $0) }, intake: intake, assists: assists, isSecret: isSecret,
      channel: channel, campaign: campaign, openedAt: openedAt, beginsAt: beginsAt, dueAt: dueAt,
      finishedAt: finishedAt,
      isOverdue: Overdue.holds(openedAt: openedAt, dueAt: dueAt, finishedAt: finishedAt, asOf: instant))
  }
}
