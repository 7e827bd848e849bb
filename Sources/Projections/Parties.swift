import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// The book of people: a card for each party, and the index from any of its numbers to it.
public struct Parties: Projection {
  /// `parties`
  public let name = "parties"
  /// Raised when the tables or their meaning change.
  public let version = 2
  /// What it owns.
  public let tables = ["party_card", "phone"]
  /// What it listens to.
  public let categories: Set<Substring> = ["party"]
  /// One party does not change what another one says; without one card the desk still answers all other calls.
  public let poisonPolicy = PoisonPolicy.park
  /// The tables with their keys.
  public let schema = """
    create table party_card (
      id uuid primary key,
      kind text not null,
      registered_at timestamptz not null,
      batch uuid,
      name text,
      address text,
      forgotten_at timestamptz
    );
    create table phone (
      party uuid not null,
      place smallint not null,
      dialled text not null,
      number text not null,
      extension text,
      label text,
      primary key (party, place)
    );
    """
  /// What only questions need.
  public let indexes = """
    create index phone_by_number on phone (dialled, party);
    """

  /// The book.
  public init() {}

  /// Adds the parties that the page registers, and empties the cards of those it forgets.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    let cards = page.entries.compactMap { entry -> (id: UUID, entry: Page.Entry, party: PartyRegistered)? in
      guard case .party(.registered(let party)) = entry.event, let id = entry.recorded.stream.partyID else {
        return nil
      }
      return (id.uuid, entry, party)
    }
    if !cards.isEmpty { try insert(cards, on: connection) }
    if !page.forgotten.parties.isEmpty { try forget(page.forgotten.parties, on: connection) }
  }

  private func forget(_ parties: [(id: UUID, at: Date)], on connection: isolated Connection) throws {
    // The last one of a party counts.
    let last = Dictionary(parties.map { ($0.id, $0.at) }) { $1 }
    try connection.execute(
      """
      update party_card set name = null, address = null, forgotten_at = u.at
        from unnest(\(Array(last.keys))::uuid[], \(Array(last.values))::timestamptz[]) as u (id, at)
        where party_card.id = u.id
      """)
    try connection.execute("delete from phone where party = any(\(Array(last.keys)))")
  }

  private func insert(
    _ cards: [(id: UUID, entry: Page.Entry, party: PartyRegistered)], on connection: isolated Connection
  ) throws {
    try connection.execute(
      """
      insert into party_card (id, kind, registered_at, batch, name, address)
        select u.id, u.kind, u.at, u.batch, u.name, u.address
        from unnest(\(cards.map(\.id))::uuid[], \(cards.map(\.party.kind.rawValue))::text[],
          \(cards.map(\.entry.recorded.occurredAt))::timestamptz[],
          \(cards.map(\.entry.recorded.authorship.batch))::uuid[], \(cards.map(\.party.card?.name))::text[],
          \(cards.map(\.party.card?.address))::text[]) as u (id, kind, at, batch, name, address)
      """)
    let phones = cards.flatMap { card in
      (card.party.card?.phones ?? []).enumerated().map { (party: card.id, place: Int16($0.offset), phone: $0.element) }
    }
    try connection.execute(
      """
      insert into phone (party, place, dialled, number, extension, label)
        select * from unnest(\(phones.map(\.party))::uuid[], \(phones.map(\.place))::smallint[],
          \(phones.map(\.phone.dialled))::text[], \(phones.map(\.phone.number))::text[],
          \(phones.map(\.phone.extension))::text[], \(phones.map(\.phone.label))::text[])
      """)
  }

  /// Who is reached under these numbers (see `PartyCard.Phone.dialled`): the first registered where several share one.
  /// Parties of undone imports count: running the import again finds them.
  public static func owners(of dialled: [String], on connection: isolated Connection) throws -> [String: PartyID] {
    try owners("p.dialled = any(\(dialled))", on: connection)
  }

  /// The same, but only of those whose first number it is.
  public static func owners(ofFirst dialled: [String], on connection: isolated Connection) throws -> [String: PartyID] {
    try owners("p.dialled = any(\(dialled)) and p.place = 0", on: connection)
  }

  private static func owners(_ condition: SQL, on connection: isolated Connection) throws -> [String: PartyID] {
    let rows = try connection.query(
      """
      select distinct on (p.dialled) p.dialled, p.party from phone p join party_card c on c.id = p.party
        where \(condition) order by p.dialled, c.registered_at, c.id
      """)
    return try rows.reduce(into: [:]) { owners, row in
      let (number, party) = try row.decode(String.self, UUID.self)
      owners[number] = PartyID(party)
    }
  }

  /// The orders of a campaign that go to these numbers, as the first of a party: dialled → number of the first such order.
  ///
  /// - Parameter batch: leaves out the orders of this import.
  public static func ordersOfCampaign(
    _ campaign: String, to dialled: [String], except batch: UUID, on connection: isolated Connection
  ) throws -> [String: OrderNumber] {
    let rows = try connection.query(
      """
      select p.dialled, min(c.no) from phone p join order_card c on c.party = p.party
        where p.dialled = any(\(dialled)) and p.place = 0 and c.campaign = \(campaign) and c.batch is distinct from \(batch)
        group by p.dialled
      """)
    return try rows.reduce(into: [:]) { orders, row in
      let (number, order) = try row.decode(String.self, Int64.self)
      orders[number] = OrderNumber(stored: order)
    }
  }

  /// What the book holds about a party; `nil` for an unknown one. Name and numbers are gone where they were forgotten.
  public static func card(of party: PartyID, on connection: isolated Connection) throws -> PartyCard? {
    guard let row = try connection.query("select name, address from party_card where id = \(party.uuid)").first else {
      return nil
    }
    let (name, address) = try row.decode(String?.self, String?.self)
    let phones = try connection.query(
      "select number, extension, label from phone where party = \(party.uuid) order by place"
    ).map { row in
      let (number, ext, label) = try row.decode(String.self, String?.self, String?.self)
      return PartyCard.Phone(number: number, extension: ext, label: label)
    }
    return PartyCard(name: name, phones: phones, address: address)
  }
}
