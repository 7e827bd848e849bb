import FoundationEssentials
import Synchronization

/// The working time of one civil year as spans of instants with prefix sums, all in microseconds since 1970.
///
/// How much was worked before an instant, and when so much will have been worked, are each one binary search. Instants are
/// whole microseconds, as in the log, so that nothing is lost to rounding however often it is added.
struct YearTable: Sendable {
  /// When the spans begin, ascending. Spans that touch are one.
  private(set) var starts: [Int] = []
  /// When they end.
  private(set) var ends: [Int] = []
  /// What was worked in the year before each span.
  private(set) var before: [Int] = []
  /// What is worked in the year.
  private(set) var total = 0
  /// The days with working time, ascending, counted from 1970-01-01.
  private(set) var workingDays: [Int] = []

  init(_ year: Int, _ rules: CalendarRules, _ office: OfficeCalendar) {
    guard let first = CivilDay(year: year, month: 1, day: 1)?.number,
      let last = CivilDay(year: year, month: 12, day: 31)?.number
    else { return }
    let midnight =
      office.isSteady(fromDay: first, throughDay: last)
      ? office.instant(ofDay: first, second: 0).microseconds : nil
    for day in first...last {
      for span in rules.spans(onDay: day) {
        let (from, until): (Int, Int)
        if let midnight {
          let dayStart = midnight + (day - first) * 86_400_000_000
          (from, until) = (dayStart + span.from * 1_000_000, dayStart + span.until * 1_000_000)
        } else {
          from = office.edge(ofDay: day, second: span.from).microseconds
          until = office.edge(ofDay: day, second: span.until).microseconds
        }
        append(max(from, ends.last ?? .min), until, day)
      }
    }
  }

  private mutating func append(_ from: Int, _ until: Int, _ day: Int) {
    // A span that falls into a skipped hour.
    guard until > from else { return }
    if workingDays.last != day { workingDays.append(day) }
    if ends.last == from {
      ends[ends.count - 1] = until
    } else {
      starts.append(from)
      ends.append(until)
      before.append(total)
    }
    total += until - from
  }

  /// What is worked in the year before an instant.
  func worked(before instant: Int) -> Int {
    let index = starts.partitioningIndex { $0 >= instant }
    guard index > 0 else { return 0 }
    return before[index - 1] + min(instant, ends[index - 1]) - starts[index - 1]
  }

  /// The first instant before which so much is worked: more than nothing, at most the total.
  func earliest(worked: Int) -> Int {
    let index = max(0, before.partitioningIndex { $0 >= worked } - 1)
    return starts[index] + worked - before[index]
  }

  /// The last instant before which so much is worked: less than the total.
  func latest(worked: Int) -> Int {
    let index = before.partitioningIndex { $0 > worked } - 1
    return starts[index] + worked - before[index]
  }
}

/// The years of a calendar, each made when it is first asked for. Copies of a calendar share them.
final class YearTables: Sendable {
  private let rules: CalendarRules
  private let office: OfficeCalendar
  private let made = Mutex<[Int: YearTable]>([:])

  init(_ rules: CalendarRules, _ office: OfficeCalendar) {
    self.rules = rules
    self.office = office
  }

  subscript(year: Int) -> YearTable {
    if let table = made.withLock({ $0[year] }) { return table }
    let table = YearTable(year, rules, office)
    made.withLock { $0[year] = table }
    return table
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element passes, where all that pass come last; the end where none does.
  func partitioningIndex(where passes: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if passes(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Date {
  /// Microseconds since 1970, the grain of the log.
  var microseconds: Int { Int((timeIntervalSince1970 * 1_000_000).rounded()) }

  init(microseconds: Int) { self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}
