import Domain
import FoundationEssentials
import Postgres

extension Parties {
  /// Somebody who is not served, or not called: by a service, or by none.
  public struct Block: Sendable, Equatable {
    /// Who.
    public let party: PartyID
    /// What the book calls them; `nil` for a number that is nobody's.
    public let name: String?
    /// Their numbers as they are dialled.
    public let numbers: [String]
    /// Which service; `nil` for all.
    public let service: String?
    /// Since when.
    public let since: Date
    /// Until when; `nil` for ever.
    public let until: Date?
    /// Why, in words.
    public let note: String?
  }

  /// The blocks, the newest first.
  ///
  /// - Parameters:
  ///   - service: only those that concern this service.
  ///   - parties: only of these.
  ///   - instant: only those that hold then; `nil` also for those that are over.
  public static func blocks(
    service: String? = nil, of parties: [PartyID]? = nil, at instant: Date?, on connection: isolated Connection
  ) throws -> [Block] {
    var conditions: [SQL] = ["m.mark = 'blocked'"]
    if let service { conditions.append("m.service in ('', \(service))") }
    if let parties { conditions.append("m.party = any(\(parties.map(\.uuid)))") }
    if let instant {
      conditions.append("m.since <= \(instant) and (m.until_at is null or m.until_at > \(instant))")
    }
    return try connection.query(
      """
      select m.party, c.name,
          array(select q.dialled from contact_point q where q.party = m.party and q.kind in ('phone', 'fax')
            order by q.contact),
          m.service, m.since, m.until_at, m.note
        from party_mark m join party_card c on c.id = m.party
        where \(conditions.joined(separator: " and ")) order by m.since desc, m.party, m.service
      """
    ).map { row in
      let (party, name, numbers, service, since, until, note) = try row.decode(
        UUID.self, String?.self, [String].self, String.self, Date.self, Date?.self, String?.self)
      return Block(
        party: PartyID(party), name: name, numbers: numbers, service: service.isEmpty ? nil : service, since: since,
        until: until, note: note)
    }
  }
}
