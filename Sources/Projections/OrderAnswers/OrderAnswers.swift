import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// What was answered in the forms of orders, as codes: reply states, outcomes, satisfaction, yes and no.
///
/// One row an answer, in the order of the log; an answer that was changed has a row for each value. Words are not among them,
/// so nothing of it is to be forgotten.
public struct OrderAnswers: Projection {
  /// `order-answers`
  public let name = "order-answers"
  /// Raised when the table or its meaning change.
  public let version = 1
  /// What it owns.
  public let tables = ["order_answer"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order"]
  /// An order changes only its own rows; without one of them the others still count.
  public let poisonPolicy = PoisonPolicy.park
  /// The table with its key, by which the answers of an order are found.
  public let schema = """
    create table order_answer (
      no bigint not null,
      field text not null,
      at timestamptz not null,
      position bigint not null,
      value text,
      primary key (no, field, at, position)
    );
    """
  /// What only questions need.
  public let indexes = ""

  /// The answers.
  public init() {}

  /// Adds the page's answers; `null` takes one back.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var (no, field, at, position) = ([Int64](), [String](), [Date](), [Int64]())
    var value: [String?] = []
    for entry in page.entries {
      guard case .order(let event) = entry.event, let order = entry.recorded.stream.orderNumber else { continue }
      for (name, answer) in Self.answers(in: event).sorted(by: { $0.key < $1.key }) {
        no.append(Int64(order.value))
        field.append(name)
        at.append(entry.recorded.occurredAt)
        position.append(entry.recorded.position)
        value.append(answer)
      }
    }
    guard !no.isEmpty else { return }
    try connection.execute(
      """
      insert into order_answer (no, field, at, position, value)
        select * from unnest(\(no)::bigint[], \(field)::text[], \(at)::timestamptz[], \(position)::bigint[],
          \(value)::text[])
      """)
  }

  private static func answers(in event: OrderEvent) -> [String: String?] {
    switch event {
    case .opened(let opened): (opened.form ?? [:]).mapValues { $0 }
    case .moved(let moved): (moved.form ?? [:]).mapValues { $0 }
    case .edited(let edited):
      Dictionary(
        edited.codes.compactMap { name, change in
          name.hasPrefix("form.") ? (String(name.dropFirst(5)), change.to) : nil
        }
      ) { first, _ in first }
    case .assigned, .noted, .reminderSet, .ruleFired, .withdrawn, .reinstated, .forgotten, .unassigned, .assistAsked,
      .assistEnded, .linked, .unlinked, .extensionAsked, .dueExtended, .extensionRefused, .lineAdded, .lineVoided,
      .repeatReported, .fileAttached, .fileRemoved, .processChanged, .reserved, .released:
      [:]
    }
  }
}
