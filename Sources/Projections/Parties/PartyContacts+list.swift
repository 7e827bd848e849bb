import Domain
import FoundationEssentials
import Postgres

/// Which contacts of a party somebody asks for; all conditions must hold.
public struct ContactQuery: Sendable {
  /// Whose: a party, with whoever is merged into it.
  public var parties: [PartyID]
  /// Only from this instant on.
  public var from: Date?
  /// Only before this instant.
  public var until: Date?
  /// Only of this kind.
  public var kind: PartyContacts.Contact.Kind?
  /// Only by this channel.
  public var channel: String?
  /// Only about orders of this process.
  public var process: String?
  /// Only about orders of this category.
  public var category: String?
  /// Only about orders that are with this unit.
  public var unit: String?
  /// Only about orders in this state.
  public var state: String?
  /// Only about orders in a state of this kind.
  public var stateKind: StateKind?
  /// Only about orders with this in their title, whatever the case of its letters.
  public var search: String?
  /// At most so many.
  public var limit: Int?
  /// Only about orders that somebody may see, and read where they are secret.
  public var sight = OrderSight.everything

  /// All contacts of a party and whoever is merged into it.
  public init(_ parties: [PartyID]) { self.parties = parties }
}

extension PartyContacts {
  /// The contacts, newest first, of equal times the later in the log first. Needs ``OrderBoard`` up to date.
  ///
  /// Cost: for each party of the group as many index entries as `limit` says, unless a condition lets some of them go.
  public static func list(_ query: ContactQuery, on connection: isolated Connection) throws -> [Contact] {
    let end: SQL = query.limit.map { "limit \(Int64($0))" } ?? ""
    let rows = try connection.query(
      """
      select n.position, n.at, n.kind, n.channel, n.no, n.process, n.category, n.title, n.state, n.state_kind, n.unit,
          n.due_at
        from unnest(\(query.parties.map(\.uuid))::uuid[]) as p (id) cross join lateral (
          select k.position, k.at, k.kind, k.channel, k.no, c.process, s.category, c.title, s.state,
              s.kind as state_kind, s.unit, s.due_at
            from party_contact k join order_card c on c.no = k.no
              join order_span s on s.no = k.no and s.until_at is null
            where k.party = p.id and \(condition(query))
            order by k.at desc, k.position desc \(end)
        ) n order by n.at desc, n.position desc \(end)
      """)
    return try rows.compactMap { row in
      let (position, at, kind, channel, no, process, category, title, state, stateKind, unit, dueAt) = try row.decode(
        Int64.self, Date.self, String.self, String?.self, Int64.self, String.self, String?.self, String?.self,
        String.self, String.self, String?.self, Date?.self)
      guard let kind = Contact.Kind(rawValue: kind), let stateKind = StateKind(rawValue: stateKind) else { return nil }
      return Contact(
        position: position, at: at, kind: kind, channel: channel, no: OrderNumber(stored: no),
        process: ProcessKey(rawValue: process), category: category, title: title, state: StateKey(rawValue: state),
        stateKind: stateKind, unit: unit, dueAt: dueAt)
    }
  }

  private static func condition(_ query: ContactQuery) -> SQL {
    var all: [SQL] = ["true"]
    if let from = query.from { all.append("k.at >= \(from)") }
    if let until = query.until { all.append("k.at < \(until)") }
    if let kind = query.kind { all.append("k.kind = \(kind.rawValue)") }
    if let channel = query.channel { all.append("k.channel = \(channel)") }
    if let process = query.process { all.append("c.process = \(process)") }
    if let category = query.category {
      all.append("(s.category = \(category) or starts_with(s.category, \(category + "/")))")
    }
    if let unit = query.unit { all.append("s.unit = \(unit)") }
    if let state = query.state { all.append("s.state = \(state)") }
    if let kind = query.stateKind { all.append("s.kind = \(kind.rawValue)") }
    all += [query.sight.condition, query.sight.wordsCondition].compactMap(\.self)
    if let text = query.search { all.append("strpos(lower(c.title), lower(\(text))) > 0") }
    return all.joined(separator: " and ")
  }
}
