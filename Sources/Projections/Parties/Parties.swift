import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// The book of people: a card for each party, the ways to reach it, its marks and relations.
///
/// `head` of a card is the party that it is merged into, over any number of steps, else itself: questions are asked of heads,
/// and whatever stands under one of a head's merged parties counts as the head's.
public struct Parties: Projection {
  /// `parties`
  public let name = "parties"
  /// Raised when the tables or their meaning change.
  public let version = 3
  /// What it owns.
  public let tables = ["party_card", "contact_point", "party_mark", "party_relation"]
  /// What it listens to.
  public let categories: Set<Substring> = ["party"]
  /// One party does not change what another one says, save that a merge leads to it; without one card the desk still
  /// answers all other calls.
  public let poisonPolicy = PoisonPolicy.park
  /// The tables with their keys.
  public let schema = """
    create table party_card (
      id uuid primary key,
      head uuid not null,
      merged_into uuid,
      kind text not null,
      registered_at timestamptz not null,
      batch uuid,
      name text,
      address text,
      customer_number text,
      category text,
      tariff text,
      product text,
      area text,
      preference text,
      note text,
      forgotten_at timestamptz
    );
    create index party_card_by_head on party_card (head) where head <> id;
    create index party_card_by_merge on party_card (merged_into) where merged_into is not null;
    create table contact_point (
      party uuid not null,
      contact integer not null,
      kind text not null,
      dialled text not null,
      value text not null,
      extension text,
      label text,
      primary key (party, contact)
    );
    create table party_mark (
      party uuid not null,
      mark text not null,
      service text not null default '',
      since timestamptz not null,
      until_at timestamptz,
      manager text,
      note text,
      primary key (party, mark, service)
    );
    create table party_relation (
      party uuid not null,
      other uuid not null,
      relation text not null,
      primary key (party, other, relation)
    );
    """
  /// What only questions need.
  public let indexes = """
    create index contact_point_by_dialled on contact_point (dialled, party);
    create index contact_point_by_value on contact_point (value, party);
    create index party_card_by_customer_number on party_card (customer_number) where customer_number is not null;
    create index party_card_by_category on party_card (category) where category is not null;
    create index party_card_by_product on party_card (product) where product is not null;
    create index party_mark_by_manager on party_mark (manager) where manager is not null;
    create index party_mark_by_mark on party_mark (mark, party);
    create index party_relation_by_other on party_relation (other);
    """

  /// The book.
  public init() {}

  /// Adds the parties that the page registers, all at once since an import makes thousands, then takes in what else
  /// happened, in its order.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var cards: [(id: UUID, entry: Page.Entry, party: PartyRegistered)] = []
    var others: [(id: UUID, event: PartyEvent, at: Date)] = []
    for entry in page.entries {
      guard case .party(let event) = entry.event, let id = entry.recorded.stream.partyID else { continue }
      if case .registered(let party) = event {
        cards.append((id.uuid, entry, party))
      } else {
        others.append((id.uuid, event, entry.recorded.occurredAt))
      }
    }
    if !cards.isEmpty { try insert(cards, on: connection) }
    for (id, event, instant) in others { try PartyRows(id).take(event, at: instant, on: connection) }
  }

  private func insert(
    _ cards: [(id: UUID, entry: Page.Entry, party: PartyRegistered)], on connection: isolated Connection
  ) throws {
    try connection.execute(
      """
      insert into party_card (id, head, kind, registered_at, batch, name, address)
        select u.id, u.id, u.kind, u.at, u.batch, u.name, u.address
        from unnest(\(cards.map(\.id))::uuid[], \(cards.map(\.party.kind.rawValue))::text[],
          \(cards.map(\.entry.recorded.occurredAt))::timestamptz[],
          \(cards.map(\.entry.recorded.authorship.batch))::uuid[], \(cards.map(\.party.card?.name))::text[],
          \(cards.map(\.party.card?.address))::text[]) as u (id, kind, at, batch, name, address)
      """)
    let phones = cards.flatMap { card in
      (card.party.card?.phones ?? []).enumerated().map {
        (party: card.id, contact: Int32($0.offset + 1), phone: $0.element)
      }
    }
    try connection.execute(
      """
      insert into contact_point (party, contact, kind, dialled, value, extension, label)
        select u.party, u.contact, 'phone', u.dialled, u.value, u.extension, u.label
        from unnest(\(phones.map(\.party))::uuid[], \(phones.map(\.contact))::integer[],
          \(phones.map(\.phone.dialled))::text[], \(phones.map(\.phone.number))::text[],
          \(phones.map(\.phone.extension))::text[], \(phones.map(\.phone.label))::text[])
          as u (party, contact, dialled, value, extension, label)
      """)
  }
}
