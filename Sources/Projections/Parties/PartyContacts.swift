import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// Every contact of a party, whatever it was about: the orders that were opened for it, and whenever it came back to one.
///
/// One row a contact, in the order of the log; no names or words, so nothing of it is to be forgotten. Contacts of a merged
/// party stand under its own id: the question is asked of the whole group.
public struct PartyContacts: Projection {
  /// `party-contacts`
  public let name = "party-contacts"
  /// Raised when the tables or their meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["party_contact"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order"]
  /// An order changes only its own rows; without one of them the others are still the newest.
  public let poisonPolicy = PoisonPolicy.park
  /// The table with its keys, and the index by which an order's own rows are found.
  public let schema = """
    create table party_contact (
      position bigint primary key,
      party uuid not null,
      at timestamptz not null,
      no bigint not null,
      kind text not null,
      channel text
    );
    create index party_contact_by_order on party_contact (no);
    """
  /// What only questions need.
  public let indexes = """
    create index party_contact_newest on party_contact (party, at desc, position desc);
    """

  /// The contacts.
  public init() {}

  /// Adds the page's contacts. Those of orders that were withdrawn with their import stay: a list joins the board, which
  /// leaves them out.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var rows = Columns()
    var repeats = Columns()
    for entry in page.entries {
      guard case .order(let event) = entry.event, let no = entry.recorded.stream.orderNumber else { continue }
      switch event {
      case .opened(let opened):
        guard let party = opened.party else { continue }
        rows.add(entry.recorded.position, party, entry.recorded.occurredAt, no, Contact.Kind(opened), opened.channel)
      case .repeatReported(let report):
        repeats.add(entry.recorded.position, nil, entry.recorded.occurredAt, no, .repeat, report.channel)
      case .assigned, .moved, .noted, .reminderSet, .ruleFired, .withdrawn, .reinstated, .forgotten, .unassigned,
        .assistAsked, .assistEnded, .edited, .linked, .unlinked, .extensionAsked, .dueExtended, .extensionRefused,
        .lineAdded, .lineVoided, .fileAttached, .fileRemoved, .processChanged, .reserved, .released:
        break
      }
    }
    if !rows.isEmpty { try connection.execute(rows.insert) }
    // After the openings: an order may be opened and come back to in one page.
    if !repeats.isEmpty { try connection.execute(repeats.insertForPartyOfOrder) }
  }

  /// One contact of a party.
  public struct Contact: Sendable, Equatable {
    /// What brought it about.
    public enum Kind: String, Sendable, CaseIterable {
      /// It came with something new.
      case order
      /// It was called back.
      case callback
      /// It was called by us, of our own accord.
      case outreach
      /// It came again about an order that was there.
      case `repeat`

      /// Of an order that was opened.
      init(_ opened: OrderOpened) {
        // Those that are shipped by their keys, of other processes whatever says that it calls back.
        switch opened.relation ?? RelationKey(rawValue: opened.process.rawValue) {
        case "callback", "survey": self = .callback
        case "outreach": self = .outreach
        default: self = .order
        }
      }
    }

    /// Where in the log it stands.
    public let position: Int64
    /// When it was.
    public let at: Date
    /// What brought it about.
    public let kind: Kind
    /// By which way.
    public let channel: String?
    /// The order that it was about.
    public let no: OrderNumber
    /// How that moves.
    public let process: ProcessKey
    /// What that is about.
    public let category: String?
    /// That in one line; `nil` where none was given, or it was forgotten.
    public let title: String?
    /// Where that stands now.
    public let state: StateKey
    /// What that means.
    public let stateKind: StateKind
    /// Who has it.
    public let unit: String?
    /// When it is due, or was when it was finished.
    public let dueAt: Date?
  }

  private struct Columns {
    private var position: [Int64] = []
    private var party: [UUID?] = []
    private var at: [Date] = []
    private var no: [Int64] = []
    private var kind: [String] = []
    private var channel: [String?] = []

    var isEmpty: Bool { position.isEmpty }

    mutating func add(
      _ position: Int64, _ party: PartyID?, _ at: Date, _ no: OrderNumber, _ kind: Contact.Kind, _ channel: String?
    ) {
      self.position.append(position)
      self.party.append(party?.uuid)
      self.at.append(at)
      self.no.append(Int64(no.value))
      self.kind.append(kind.rawValue)
      self.channel.append(channel)
    }

    /// For whom the orders were opened; for nobody where they were opened for nobody.
    var insertForPartyOfOrder: SQL {
      """
      insert into party_contact (position, party, at, no, kind, channel)
        select u.position, o.party, u.at, u.no, u.kind, u.channel
        from unnest(\(position)::bigint[], \(at)::timestamptz[], \(no)::bigint[], \(kind)::text[], \(channel)::text[])
            as u (position, at, no, kind, channel)
          join party_contact o on o.no = u.no and o.kind <> 'repeat'
      """
    }

    var insert: SQL {
      """
      insert into party_contact (position, party, at, no, kind, channel)
        select * from unnest(\(position)::bigint[], \(party)::uuid[], \(at)::timestamptz[], \(no)::bigint[],
          \(kind)::text[], \(channel)::text[])
      """
    }
  }
}
