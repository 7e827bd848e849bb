import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

/// The book of people: a card for each party, the ways to reach it, its marks and relations.
///
/// `head` of a card is the party that it is merged into, over any number of steps, else itself: questions are asked of heads,
/// and whatever stands under one of a head's merged parties counts as the head's. Who came with an import that was taken
/// back is not in it; their numbers alone are kept apart, so that they can be found to be forgotten.
public struct Parties: Projection {
  /// `parties`
  public let name = "parties"
  /// Raised when the tables or their meaning change.
  public let version = 6
  /// What it owns.
  public let tables = ["party_card", "contact_point", "party_mark", "party_relation", "withdrawn_point"]
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
    create table withdrawn_point (
      party uuid not null,
      contact integer not null,
      dialled text not null,
      value text not null,
      primary key (party, contact)
    );
    """
  /// What only questions need.
  public let indexes = """
    create index contact_point_by_dialled on contact_point (dialled, party);
    create index contact_point_by_value on contact_point (value, party);
    create index party_card_by_customer_number on party_card (customer_number) where customer_number is not null;
    create index party_card_by_folded_number on party_card (\(FoldedKey.index("customer_number")))
      where customer_number is not null;
    create index party_card_by_name on party_card using gin ((\(FoldedKey.letters(ofName: "name"))))
      where name is not null;
    create index party_card_by_category on party_card (category) where category is not null;
    create index party_card_by_product on party_card (product) where product is not null;
    create index party_mark_by_manager on party_mark (manager) where manager is not null;
    create index party_mark_by_mark on party_mark (mark, party);
    create index party_relation_by_other on party_relation (other);
    create index withdrawn_point_by_value on withdrawn_point (value);
    """

  /// The book.
  public init() {}

  /// Adds the parties that the page registers, all at once with what was said of them in the same breath, since an import
  /// makes thousands; then takes in what else happened, in its order.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var fresh = FreshParties()
    var others: [(id: UUID, event: PartyEvent, recorded: RecordedEvent)] = []
    var busy: Set<UUID> = []
    for entry in page.entries {
      guard case .party(let event) = entry.event, let id = entry.recorded.stream.partyID?.uuid else { continue }
      // What something else happened to in this page goes on in the order of the log.
      if !busy.contains(id), fresh.take(event, of: id, entry.recorded) { continue }
      busy.insert(id)
      others.append((id, event, entry.recorded))
    }
    try fresh.insert(on: connection)
    for (id, event, recorded) in others {
      guard case .registered = event else {
        try PartyRows(id).take(event, at: recorded.occurredAt, on: connection)
        continue
      }
      var again = FreshParties()
      _ = again.take(event, of: id, recorded)
      try again.insert(on: connection)
    }
  }
}
