/// The five fields of a line of crontab(5): `*`, numbers, `1-5`, `*/15`, `1,3`, `10-20/2`.
struct Cron: Sendable, Hashable {
  let minutes: Set<Int>
  let hours: Set<Int>
  let days: Set<Int>
  let months: Set<Int>
  let weekdays: Set<Int>
  /// The hour is `*`: the times go by the real clock, not by the wall.
  let isEveryHour: Bool
  /// Where both are limited, a day counts that fits either, as in cron(8).
  private let limitsDays: Bool
  private let limitsWeekdays: Bool

  init(_ fields: [String]) throws(SlotRule.Problem) {
    guard fields.count == 5 else {
      throw SlotRule.Problem(
        reason: fields.isEmpty
          ? "nothing is written here"
          : fields.count == 1
            ? "`\(fields[0])` is one word, and no rule"
            : "`\(fields.joined(separator: " "))` has \(fields.count) words, and is no rule",
        suggestion:
          "write `every 15m`, `0 8 * * 1` (minute, hour, day, month, weekday) or `first working day of the month 08:00`"
      )
    }
    minutes = try Self.values(fields[0], "minute", 0...59)
    hours = try Self.values(fields[1], "hour", 0...23)
    days = try Self.values(fields[2], "day of the month", 1...31)
    months = try Self.values(fields[3], "month", 1...12)
    weekdays = Set(try Self.values(fields[4], "day of the week", 0...7).map { $0 % 7 })
    isEveryHour = fields[1].hasPrefix("*")
    limitsDays = !fields[2].hasPrefix("*")
    limitsWeekdays = !fields[4].hasPrefix("*")
  }

  /// The times of the day, in seconds by the wall clock.
  var seconds: [Int] { hours.flatMap { hour in minutes.map { hour * 3600 + $0 * 60 } }.sorted() }

  /// Whether it holds on a day, counted from 1970-01-01.
  func holds(on day: Int) -> Bool {
    let civil = CivilDay(day: day)
    guard months.contains(civil.month) else { return false }
    // Monday is 0 there, Sunday is 0 here.
    let isDay = days.contains(civil.day)
    let isWeekday = weekdays.contains((CalendarRules.weekday(of: day) + 1) % 7)
    return limitsDays && limitsWeekdays ? isDay || isWeekday : isDay && isWeekday
  }

  private static func values(
    _ field: String, _ name: String, _ range: ClosedRange<Int>
  ) throws(SlotRule.Problem) -> Set<Int> {
    let problem = SlotRule.Problem(
      reason: "`\(field)` is no \(name)",
      suggestion: "write a number from \(range.lowerBound) to \(range.upperBound), `*`, `1-5`, `*/15` or `1,3`")
    var values: Set<Int> = []
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "/", omittingEmptySubsequences: false)
      guard let span = sides.first, sides.count <= 2 else { throw problem }
      guard let step = sides.count == 2 ? Int(sides[1]) : 1, step > 0 else { throw problem }
      let bounds = span.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      let first: Int
      let last: Int
      switch (span, bounds.count) {
      case ("*", _): (first, last) = (range.lowerBound, range.upperBound)
      case (_, 1):
        guard let number = bounds[0] else { throw problem }
        (first, last) = (number, sides.count == 2 ? range.upperBound : number)
      case (_, 2):
        guard let from = bounds[0], let to = bounds[1], from <= to else { throw problem }
        (first, last) = (from, to)
      default: throw problem
      }
      guard range.contains(first), range.contains(last) else { throw problem }
      values.formUnion(stride(from: first, through: last, by: step))
    }
    return values
  }
}
