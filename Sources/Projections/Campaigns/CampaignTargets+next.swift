import Domain
import FoundationEssentials
import Postgres

/// What an agent asks for who wants the next target.
public struct NextTargetQuery: Sendable {
  /// The campaign.
  public var campaign: CampaignKey
  /// Who asks, as a code.
  public var agent: String
  /// The units whose targets the agent may take; `nil` for all.
  public var units: [String]?
  /// When.
  public var at: Date
  /// The actions that count as attempts.
  public var attemptActions: [String]
  /// At most so many attempts.
  public var maxAttempts: Int?
  /// Seconds between attempts, by the action that came before.
  public var pauses: [String: Int]
  /// The same after any other action.
  public var pause: Int

  /// A question.
  public init(
    campaign: CampaignKey, agent: String, units: [String]?, at instant: Date, attemptActions: [String],
    maxAttempts: Int?, pauses: [String: Int], pause: Int
  ) {
    self.campaign = campaign
    self.agent = agent
    self.units = units
    at = instant
    self.attemptActions = attemptActions
    self.maxAttempts = maxAttempts
    self.pauses = pauses
    self.pause = pause
  }

  /// When a target `t` is ready; -infinity for one that was never tried.
  fileprivate var ready: SQL {
    let actions = pauses.keys.sorted()
    let seconds = actions.map { Int64(pauses[$0] ?? 0) }
    return """
      coalesce(t.booked_at, t.last_at + make_interval(secs => coalesce((select p.secs from
        unnest(\(actions)::text[], \(seconds)::bigint[]) as p (action, secs) where p.action = t.last_action),
        \(Int64(pause)))), '-infinity'::timestamptz)
      """
  }

  /// What all that could be given out have in common, the time aside.
  fileprivate var conditions: SQL { "\(common) and \(isForAgent)" }

  /// The same, whoever has them.
  fileprivate var common: SQL {
    var all: SQL = """
      t.campaign = \(campaign.rawValue) and t.is_open and t.is_there
        and (t.reserved_until is null or t.reserved_until <= \(at) or t.reserved_by = \(agent))
      """
    if let maxAttempts {
      all =
        "\(all) and (select count(*) from unnest(t.moves) m where m = any(\(attemptActions))) < \(Int64(maxAttempts))"
    }
    return all
  }

  /// Whether it is the agent's, or that of nobody else.
  fileprivate var isForAgent: SQL {
    guard let units else { return "(t.staff = \(agent) or t.staff is null)" }
    return "(t.staff = \(agent) or (t.staff is null and (t.unit is null or t.unit = any(\(units)))))"
  }
}

/// A target that could be given out.
public struct TargetCandidate: Sendable {
  /// The order.
  public let no: OrderNumber
  /// Who is called; `nil` for nobody in the book.
  public let party: PartyID?
  /// Where they are, as the order says, else the book.
  public let area: String?
}

extension CampaignTargets {
  /// The targets that are ready, in the order in which they are to be called: by the time that was promised or booked, then
  /// those that were tried least, then the oldest. Needs ``OrderBoard`` and ``Parties`` up to date.
  public static func ready(
    _ query: NextTargetQuery, offset: Int, limit: Int, on connection: isolated Connection
  ) throws -> [TargetCandidate] {
    try connection.query(
      """
      select t.no, h.id, coalesce(c.area, h.area)
        from campaign_target t join order_card c on c.no = t.no
          left join party_card p on p.id = t.party left join party_card h on h.id = p.head
        where \(query.conditions) and \(query.ready) <= \(query.at)
        order by coalesce(t.booked_at, t.promise), cardinality(t.moves), t.no
        limit \(Int64(limit)) offset \(Int64(offset))
      """
    ).map { row in
      let (no, party, area) = try row.decode(Int64.self, UUID?.self, String?.self)
      return TargetCandidate(no: OrderNumber(stored: no), party: party.map(PartyID.init), area: area)
    }
  }

  /// When the next target becomes ready that is not yet; `nil` where there is none.
  public static func nextReady(_ query: NextTargetQuery, on connection: isolated Connection) throws -> Date? {
    try connection.query(
      """
      select min(\(query.ready)) from campaign_target t where \(query.conditions) and \(query.ready) > \(query.at)
      """
    ).first.flatMap { try $0.decode(Date?.self) }
  }

  /// How many targets are ready that are others' to call.
  public static func withOthers(_ query: NextTargetQuery, on connection: isolated Connection) throws -> Int {
    try connection.query(
      """
      select count(*) from campaign_target t
        where \(query.common) and (\(query.isForAgent)) is not true and \(query.ready) <= \(query.at)
      """
    ).first.map { Int(try $0.decode(Int64.self)) } ?? 0
  }

  /// Whether a campaign has no targets at all.
  public static func isEmpty(_ key: CampaignKey, on connection: isolated Connection) throws -> Bool {
    try connection.query("select 1 from campaign_target where campaign = \(key.rawValue) and is_there limit 1").isEmpty
  }

  /// The targets that somebody has to call, also when the time for it is over; the oldest first.
  public static func held(by agent: String, on connection: isolated Connection) throws
    -> [(no: OrderNumber, campaign: CampaignKey, until: Date)]
  {
    try connection.query(
      """
      select no, campaign, reserved_until from campaign_target where reserved_by = \(agent) and is_open and is_there
        order by reserved_until, no
      """
    ).map { row in
      let (no, campaign, until) = try row.decode(Int64.self, String.self, Date.self)
      return (OrderNumber(stored: no), CampaignKey(rawValue: campaign), until)
    }
  }

  /// The head of the party that each of some orders is for.
  public static func parties(of orders: [OrderNumber], on connection: isolated Connection) throws
    -> [OrderNumber: PartyID]
  {
    let rows = try connection.query(
      """
      select c.no, p.head from order_card c join party_card p on p.id = c.party
        where c.no = any(\(orders.map { Int64($0.value) }))
      """)
    return try rows.reduce(into: [:]) { parties, row in
      let (no, party) = try row.decode(Int64.self, UUID.self)
      parties[OrderNumber(stored: no)] = PartyID(party)
    }
  }
}
