import Domain
import FoundationEssentials
import Postgres

/// Since when and until when parties were marked: what class somebody was of when an order was opened.
///
/// The book keeps the marks that hold; here is one row for each setting and taking off. The marks of who is forgotten go.
public struct PartyMarks: Projection {
  /// `party-marks`
  public let name = "party-marks"
  /// Raised when the table or its meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["party_mark_change"]
  /// What it listens to.
  public let categories: Set<Substring> = ["party"]
  /// A party changes only its own rows; without one of them the others still count.
  public let poisonPolicy = PoisonPolicy.park
  /// The table with its key, by which a party is forgotten. `until_at` is when a mark stops by itself.
  public let schema = """
    create table party_mark_change (
      party uuid not null,
      at timestamptz not null,
      position bigint not null,
      mark text not null,
      service text not null,
      is_on boolean not null,
      until_at timestamptz,
      primary key (party, position)
    );
    """
  /// What only questions need.
  public let indexes = "create index party_mark_change_by_mark on party_mark_change (mark);"

  /// The changes.
  public init() {}

  /// Adds the page's changes, and drops those of who is forgotten, in the order of the log.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    for entry in page.entries {
      guard case .party(let event) = entry.event, let party = entry.recorded.stream.partyID else { continue }
      let change: (mark: PartyMark.Kind, service: String?, isOn: Bool, until: Date?)
      switch event {
      case .marked(let marked): change = (marked.mark, marked.service, true, marked.until)
      case .unmarked(let unmarked): change = (unmarked.mark, unmarked.service, false, nil)
      case .forgotten:
        try connection.execute("delete from party_mark_change where party = \(party.uuid)")
        continue
      case .registered, .corrected, .contactAdded, .contactRemoved, .merged, .mergeUndone, .related, .unrelated,
        .withdrawn:
        continue
      }
      try connection.execute(
        """
        insert into party_mark_change (party, at, position, mark, service, is_on, until_at)
          values (\(party.uuid), \(entry.recorded.occurredAt), \(entry.recorded.position), \(change.mark.rawValue),
            \(change.service ?? ""), \(change.isOn), \(change.until))
        """)
    }
  }
}
