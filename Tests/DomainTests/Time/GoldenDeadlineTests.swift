import Domain
import FoundationEssentials
import Testing

/// Sixty deadlines in China that somebody worked out on paper: `Golden/deadlines-cn.tsv`.
@Suite struct GoldenDeadlineTests {
  struct Deadline: Sendable, CustomStringConvertible {
    let calendar, start, budget, from, due, why: String
    var description: String { "\(start) + \(budget)" }
  }

  static let deadlines: [Deadline] = {
    let path = #filePath.split(separator: "/").dropLast(2).map { "/\($0)" }.joined() + "/Golden/deadlines-cn.tsv"
    // A file that is not there shows as a table that is too short.
    let text = (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 6 else { return nil }
      return Deadline(
        calendar: fields[0], start: fields[1], budget: fields[2], from: fields[3], due: fields[4], why: fields[5])
    }
  }()

  @Test func theTableIsWhole() {
    #expect(Self.deadlines.count >= 60)
    #expect(Self.deadlines.allSatisfy { $0.why.count > 15 })
    for year in ["2024", "2025", "2026"] { #expect(Self.deadlines.count { $0.start.hasPrefix(year) } >= 14) }
  }

  @Test(arguments: deadlines) func aDeadlineIsAsItWasWorkedOutByHand(_ deadline: Deadline) throws {
    let calendar = try (deadline.calendar == "hours" ? Self.calendars.hours : Self.calendars.days).get()
    let budget = try #require(Budget(deadline.budget))
    let policy = try #require(CountsFrom(rawValue: deadline.from))
    let due = budget.added(to: try Calendars.wall(deadline.start, in: calendar), in: calendar, from: policy)
    #expect(Calendars.text(due.date, in: calendar) == deadline.due, "\(deadline.why)")
  }

  /// Made once: the years of a calendar are counted when they are first asked for.
  private static let calendars = (
    hours: Result { try Calendars.calendar() }, days: Result { try Calendars.definitions([]).calendar }
  )
}
