import Domain
import EventCodec
import FoundationEssentials
import Postgres

/// Counts per unit × category × state × day: how many orders came into a state on a day, and how many left it.
///
/// So the number that stood in a state at the end of a day is the sum of `entered - went` up to it. Days are the office's.
/// A page's change is what its orders count after it less what they counted before: pure, and the same in a rebuild.
public struct OrderCounts: Projection {
  /// `order-counts`
  public let name = "order-counts"
  /// Raised when the tables or their meaning change. 2: who is put into another class counts there from then on. 3: a new
  /// due time alone is no coming into a state.
  public let version = 3
  /// What it owns.
  public let tables = ["order_count"]
  /// What it listens to.
  public let categories: Set<Substring> = ["order", "definition"]
  /// A count that is wrong says nothing of it.
  public let poisonPolicy = PoisonPolicy.stop
  /// The tables with their keys.
  public let schema = """
    create table order_count (
      day date not null,
      process text not null,
      unit text not null,
      category text not null,
      state text not null,
      kind text not null,
      entered bigint not null,
      went bigint not null,
      primary key (day, process, unit, category, state, kind)
    );
    """

  /// The counts.
  public init() {}

  /// Adds what the page changes.
  public func apply(_ page: Page, on connection: isolated Connection) throws {
    var change: [Cell: Flow] = [:]
    let days = OfficeDays(page.definitions.calendar.timeZone)
    for touched in page.orders {
      Self.count(touched.before, days, sign: -1, into: &change)
      Self.count(touched.after, days, sign: 1, into: &change)
    }
    let lines = change.filter { $0.value.entered != 0 || $0.value.went != 0 }.map { ($0.key, $0.value) }
    guard !lines.isEmpty else { return }
    try connection.execute(
      """
      insert into order_count (day, process, unit, category, state, kind, entered, went)
        select u.* from \(Self.rows(lines)) as u
        on conflict (day, process, unit, category, state, kind) do update
        set entered = order_count.entered + excluded.entered, went = order_count.went + excluded.went
      """)
    let fallen = lines.filter { $0.1.entered < 0 || $0.1.went < 0 }
    guard !fallen.isEmpty else { return }
    // A cell that came back to nothing would not be there after a rebuild. Only these can have: the table is large.
    try connection.execute(
      """
      delete from order_count c using \(Self.rows(fallen)) as u
        where c.entered = 0 and c.went = 0 and c.day = u.day and c.process = u.process and c.unit = u.unit
          and c.category = u.category and c.state = u.state and c.kind = u.kind
      """)
  }

  /// The lines as a subquery with the columns of the table.
  private static func rows(_ lines: [(Cell, Flow)]) -> SQL {
    """
    (select date '1970-01-01' + r.day as day, r.process, r.unit, r.category, r.state, r.kind, r.entered, r.went
      from unnest(\(lines.map { Int32($0.0.day) })::integer[], \(lines.map(\.0.process))::text[],
        \(lines.map(\.0.unit))::text[], \(lines.map(\.0.category))::text[], \(lines.map(\.0.state))::text[],
        \(lines.map(\.0.kind))::text[], \(lines.map { Int64($0.1.entered) })::bigint[],
        \(lines.map { Int64($0.1.went) })::bigint[]) as r (day, process, unit, category, state, kind, entered, went))
    """
  }

  private struct Cell: Hashable {
    let day: Int
    let process: String
    let unit: String
    let category: String
    let state: String
    let kind: String
  }

  private struct Flow {
    var entered = 0
    var went = 0
  }

  /// The spans, those of one cell that follow one another as one: nothing that is counted changed there.
  private static func stays(_ spans: [OrderSpan]) -> [OrderSpan] {
    spans.reduce(into: []) { stays, span in
      if let last = stays.last, last.state == span.state, last.kind == span.kind, last.unit == span.unit,
        last.category == span.category
      {
        stays[stays.count - 1].until = span.until
      } else {
        stays.append(span)
      }
    }
  }

  private static func count(_ life: OrderLife?, _ days: OfficeDays, sign: Int, into change: inout [Cell: Flow]) {
    guard let life else { return }
    for span in Self.stays(life.spans) {
      func cell(_ instant: Date) -> Cell {
        Cell(
          day: days.day(of: instant), process: life.order.process.rawValue, unit: span.unit?.rawValue ?? "",
          category: span.category ?? "", state: span.state.rawValue, kind: span.kind.rawValue)
      }
      change[cell(span.from), default: Flow()].entered += sign
      if let until = span.until { change[cell(until), default: Flow()].went += sign }
    }
  }
}

/// Days of a time zone, counted from 1970-01-01.
struct OfficeDays {
  private let zone: TimeZone

  init(_ zone: TimeZone) { self.zone = zone }

  func day(of instant: Date) -> Int {
    Int(((instant.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: instant))) / 86_400).rounded(.down))
  }
}
