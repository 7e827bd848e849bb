import Domain
import FoundationEssentials
import Postgres

/// What stands between somebody of the book and a call.
public struct TargetScreening: Sendable {
  /// Who, not merged into anybody.
  public let party: PartyID
  /// What the book calls them.
  public let name: String?
  /// Where they are.
  public let address: String?
  /// The area that the book says.
  public let area: String?
  /// Their first telephone number, as it is dialled.
  public let number: String?
  /// They have a fax machine, which nobody answers.
  public let hasFax: Bool
  /// Their first mail address.
  public let mail: String?
  /// They, or somebody with one of their numbers, are blocked for one of the services, or for all.
  public let isBlocked: Bool
  /// The first target of the campaign that is for them, or for somebody with one of their numbers.
  public let target: OrderNumber?
}

extension CampaignTargets {
  /// Looks at some people, in their order, before they are called or written to; whoever the book does not have is left out.
  ///
  /// - Parameters:
  ///   - campaign: whose targets count; none where there is none.
  ///   - services: for which a block keeps them out.
  public static func screen(
    _ parties: [PartyID], campaign: CampaignKey?, services: [String], at instant: Date,
    on connection: isolated Connection
  ) throws -> [TargetScreening] {
    // In sets, not person by person: a list has tens of thousands. Only the index of those who are merged leads from a head
    // to its party; a head is its own.
    return try connection.query(
      """
      with u as materialized (
          select id, place from unnest(\(parties.map(\.uuid))::uuid[]) with ordinality as u (id, place)),
        member as materialized (
          select u.id as head, u.id as party from u
          union all select u.id, g.id from u join party_card g on g.head = u.id and g.head <> g.id),
        point as materialized (
          select m.head, q.kind, q.dialled, q.value,
              row_number() over (partition by m.head, q.kind order by m.party <> m.head, q.party, q.contact) as rank
            from member m join contact_point q on q.party = m.party where q.kind in ('phone', 'fax', 'mail')),
        near as materialized (
          select head, party from member
          union select p.head, q.party from point p join contact_point q on q.dialled = p.dialled where p.kind = 'phone'),
        barred as (
          select distinct n.head from near n join party_mark m on m.party = n.party
            where m.mark = 'blocked' and (m.service = '' or m.service = any(\(services))) and m.since <= \(instant)
              and (m.until_at is null or m.until_at > \(instant))),
        target as (
          select n.head, min(t.no) as no from near n
            join campaign_target t on t.party = n.party and t.campaign = \(campaign?.rawValue) and t.is_there
            group by n.head)
      select c.id, c.name, c.address, c.area, p.dialled, f.dialled is not null, e.value, b.head is not null, t.no
        from u join party_card c on c.id = u.id
          left join point p on p.head = u.id and p.kind = 'phone' and p.rank = 1
          left join point f on f.head = u.id and f.kind = 'fax' and f.rank = 1
          left join point e on e.head = u.id and e.kind = 'mail' and e.rank = 1
          left join barred b on b.head = u.id left join target t on t.head = u.id
        order by u.place
      """
    ).map { row in
      let (id, name, address, area, number, hasFax, mail, isBlocked, target) = try row.decode(
        UUID.self, String?.self, String?.self, String?.self, String?.self, Bool.self, String?.self, Bool.self,
        Int64?.self)
      return TargetScreening(
        party: PartyID(id), name: name, address: address, area: area, number: number, hasFax: hasFax, mail: mail,
        isBlocked: isBlocked, target: target.map { OrderNumber(stored: $0) })
    }
  }

  /// Those of some numbers at which somebody is blocked for one of the services, or for all.
  public static func blocked(
    _ dialled: [String], services: [String], at instant: Date, on connection: isolated Connection
  ) throws -> Set<String> {
    let rows = try connection.query(
      """
      select distinct q.dialled from contact_point q join party_card c on c.id = q.party
          join party_card g on g.head = c.head join party_mark m on m.party = g.id
        where q.dialled = any(\(dialled)) and m.mark = 'blocked' and (m.service = '' or m.service = any(\(services)))
          and m.since <= \(instant) and (m.until_at is null or m.until_at > \(instant))
      """)
    return Set(try rows.map { try $0.decode(String.self) })
  }

  /// Targets of a campaign, by number: for work lists.
  public struct Line: Sendable {
    /// The order.
    public let no: OrderNumber
    /// Where it stands.
    public let state: StateKey
    /// What that means.
    public let kind: StateKind
    /// Who is called; `nil` for nobody in the book.
    public let party: PartyID?
    /// What the order says they are called, where it says so.
    public let title: String?
    /// What the order says of where they are.
    public let address: String?
    /// The actions that were done, in their order.
    public let moves: [String]
    /// When the last one was.
    public let lastAt: Date?
    /// When it is due.
    public let dueAt: Date?
    /// The unit that has it.
    public let unit: String?
    /// The member of staff.
    public let staff: String?
    /// The order that it follows from.
    public let parent: OrderNumber?
  }

  /// The targets of a campaign that somebody may see, by number. Needs ``OrderBoard`` and ``Parties`` up to date.
  public static func list(
    _ campaign: CampaignKey, seenBy sight: OrderSight, onlyOpen: Bool = false, staff: String? = nil,
    unit: String? = nil, on connection: isolated Connection, _ body: (Line) throws -> Void
  ) throws {
    var conditions = ["t.campaign = \(campaign.rawValue) and t.is_there" as SQL]
    conditions += [sight.condition, sight.wordsCondition].compactMap(\.self)
    if onlyOpen { conditions.append("t.is_open") }
    if let staff { conditions.append("t.staff = \(staff)") }
    if let unit { conditions.append("t.unit = \(unit)") }
    try connection.forEachRow(
      """
      select t.no, s.state, s.kind, p.head, c.title, c.address, t.moves, t.last_at, s.due_at, t.unit, t.staff, c.parent
        from campaign_target t join order_card c on c.no = t.no
          join order_span s on s.no = t.no and s.until_at is null left join party_card p on p.id = t.party
        where \(conditions.joined(separator: " and ")) order by t.no
      """
    ) { row in
      let (no, state, kind, party, title, address, moves, lastAt, dueAt, unit, staff, parent) = try row.decode(
        Int64.self, String.self, String.self, UUID?.self, String?.self, String?.self, [String].self, Date?.self,
        Date?.self, String?.self, String?.self, Int64?.self)
      try body(
        Line(
          no: OrderNumber(stored: no), state: StateKey(rawValue: state), kind: StateKind(rawValue: kind) ?? .open,
          party: party.map(PartyID.init), title: title, address: address, moves: moves, lastAt: lastAt, dueAt: dueAt,
          unit: unit, staff: staff, parent: parent.map { OrderNumber(stored: $0) }))
    }
  }

  /// How many targets of a campaign had the same moves, by who has them; of those that somebody may see.
  public static func tally(
    _ campaign: CampaignKey, seenBy sight: OrderSight, on connection: isolated Connection
  ) throws -> [(moves: [String], isOpen: Bool, unit: String?, staff: String?, count: Int)] {
    var conditions = ["t.campaign = \(campaign.rawValue) and t.is_there" as SQL]
    conditions += [sight.condition].compactMap(\.self)
    return try connection.query(
      """
      select t.moves, t.is_open, t.unit, t.staff, count(*) from campaign_target t join order_card c on c.no = t.no
          join order_span s on s.no = t.no and s.until_at is null
        where \(conditions.joined(separator: " and ")) group by t.moves, t.is_open, t.unit, t.staff
      """
    ).map { row in
      let (moves, isOpen, unit, staff, count) = try row.decode(
        [String].self, Bool.self, String?.self, String?.self, Int64.self)
      return (moves, isOpen, unit, staff, Int(count))
    }
  }
}
