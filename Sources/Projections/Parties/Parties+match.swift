import Domain
import FoundationEssentials
import Postgres

extension Parties {
  /// Somebody of the book whom a row of a list could mean.
  public struct Candidate: Sendable, Equatable {
    /// Whom a change would go to: the head, where this one is merged.
    public let party: PartyID
    /// Its own number with the office or in another system.
    public let key: String?
    /// Its first number, as dialled.
    public let firstNumber: String?
    /// As it is called.
    public let name: String?

    /// Somebody as they are, or were.
    public init(party: PartyID, key: String?, firstNumber: String?, name: String?) {
      self.party = party
      self.key = key
      self.firstNumber = firstNumber
      self.name = name
    }
  }

  /// Everybody with one of these customer numbers, in any spelling that is the same to a reader, or with one of these as their first number, in the order in which they
  /// came into the book. The first number is the telephone with the lowest place.
  public static func candidates(
    foldedKeys: [String], firstNumbers: [String], on connection: isolated Connection
  ) throws -> [Candidate] {
    // Without its values the planner takes the index for the keys; with them, in a book that nobody has analysed, it reads
    // all of it: 18 ms instead of 1 for each thousand rows of a list at 40,000 customers.
    let rows = try connection.query(
      """
      with asked as materialized (select \(foldedKeys)::text[] as keys)
      select c.head, c.customer_number, f.dialled, c.name from (
          select id from asked join party_card
            on \(FoldedKey.of("customer_number")) = any(asked.keys)
          union
          select p.party from contact_point p where p.dialled = any(\(firstNumbers)::text[]) and p.kind = 'phone'
            and not exists (select from contact_point q where q.party = p.party and q.kind = 'phone'
              and q.contact < p.contact)
        ) u join party_card c on c.id = u.id
        left join lateral (
          select dialled from contact_point p where p.party = c.id and p.kind = 'phone' order by contact limit 1
        ) f on true
        order by c.registered_at, c.id
      """)
    return try rows.map { row in
      let (head, key, number, name) = try row.decode(UUID.self, String?.self, String?.self, String?.self)
      return Candidate(party: PartyID(head), key: key, firstNumber: number, name: name)
    }
  }

  /// Which of some parties others work with: an order on the board is for them, or somebody is merged into or related to
  /// them. Needs ``OrderBoard`` up to date.
  public static func inUse(_ parties: [PartyID], on connection: isolated Connection) throws -> Set<PartyID> {
    let ids = parties.map(\.uuid)
    let rows = try connection.query(
      """
      select party from order_card where party = any(\(ids)::uuid[])
        union select head from party_card where head = any(\(ids)::uuid[]) and head <> id
        union select merged_into from party_card where merged_into = any(\(ids)::uuid[])
        union select other from party_relation where other = any(\(ids)::uuid[])
      """)
    return Set(try rows.map { PartyID(try $0.decode(UUID.self)) })
  }

  /// Who had a number, or a number with any extension, and was taken out of the book with the import that brought them:
  /// what is still held of them can be found so and forgotten.
  public static func withdrawn(at number: String, on connection: isolated Connection) throws -> [PartyID] {
    try connection.query("select distinct party from withdrawn_point where value = \(number) order by party")
      .map { PartyID(try $0.decode(UUID.self)) }
  }
}
