import Domain
import FoundationEssentials
import Projections

/// The stretches of a period that a table's lines or columns tell apart.
struct TimeScale {
  /// Where they begin, and where the last one ends.
  let bounds: [Date]
  /// Of each stretch the key in each dimension.
  private let keys: [ReportDimension.Time: [String]]

  init(
    _ period: OrderStatistics.Period, _ dimensions: [ReportDimension.Time], _ calendar: WorkCalendar, _ zone: TimeZone
  ) {
    let clock = ZoneClock(zone)
    if dimensions.contains(.hour) {
      bounds = Self.hours(period, clock)
    } else {
      let days = clock.dayBounds(from: period.from, to: period.to)
      bounds = Self.joined(days, as: Self.grain(dimensions), clock)
    }
    var keys: [ReportDimension.Time: [String]] = [:]
    for dimension in dimensions {
      keys[dimension] = bounds.dropLast().map { Self.key(of: $0, dimension, calendar, clock) }
    }
    self.keys = keys
  }

  /// The coarsest stretch that all of them can be told from.
  private static func grain(_ dimensions: [ReportDimension.Time]) -> ReportDimension.Time {
    if Set(dimensions) == [.week] { return .week }
    let coarse: [ReportDimension.Time] = [.month, .quarter, .year]
    guard dimensions.allSatisfy(coarse.contains) else { return .day }
    return coarse.first(where: dimensions.contains) ?? .day
  }

  private static func joined(_ days: [Date], as grain: ReportDimension.Time, _ clock: ZoneClock) -> [Date] {
    guard grain != .day, let last = days.last else { return days }
    var bounds: [Date] = []
    var current = ""
    for day in days.dropLast() {
      let key = stretch(of: CivilDay(day: clock.wall(day).day), grain)
      if key != current { bounds.append(day) }
      current = key
    }
    return bounds + [last]
  }

  private static func hours(_ period: OrderStatistics.Period, _ clock: ZoneClock) -> [Date] {
    var bounds: [Date] = []
    var next = period.from
    while next < period.to {
      bounds.append(next)
      let second = clock.wall(next).second
      next = Date(timeIntervalSince1970: next.timeIntervalSince1970.rounded(.down) + Double(3600 - second % 3600))
    }
    return bounds + [period.to]
  }

  private static func key(
    of instant: Date, _ time: ReportDimension.Time, _ calendar: WorkCalendar, _ clock: ZoneClock
  ) -> String {
    let (day, second) = clock.wall(instant)
    switch time {
    case .hour: return second < 36_000 ? "0\(second / 3600)" : "\(second / 3600)"
    // 1970-01-01 was a Thursday.
    case .weekday: return "\((day + 3) - (day + 3).floorDivided(by: 7) * 7 + 1)"
    case .workingDay: return calendar.isWorkingDay(day) ? "true" : "false"
    case .day, .week, .month, .quarter, .year: return stretch(of: CivilDay(day: day), time)
    }
  }

  /// `2026-03-01`, `2026-W09`, `2026-03`, `2026-Q1`, `2026`: in the order of time where sorted as text.
  private static func stretch(of day: CivilDay, _ time: ReportDimension.Time) -> String {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    switch time {
    case .month: return "\(day.year)-\(padded(day.month))"
    case .quarter: return "\(day.year)-Q\((day.month + 2) / 3)"
    case .year: return "\(day.year)"
    case .week:
      // By ISO 8601: a week is of the year that its Thursday is in.
      let monday = day.number - ((day.number + 3) - (day.number + 3).floorDivided(by: 7) * 7)
      let thursday = CivilDay(day: monday + 3)
      let first = CivilDay(year: thursday.year, month: 1, day: 1)?.number ?? 0
      return "\(thursday.year)-W\(padded((thursday.number - first) / 7 + 1))"
    default: return day.iso
    }
  }

  /// How many stretches there are.
  var count: Int { bounds.count - 1 }

  /// The key of a stretch; one that lies outside is taken for the nearest.
  func key(_ index: Int, _ time: ReportDimension.Time) -> String? {
    guard let keys = keys[time], !keys.isEmpty else { return nil }
    return keys[min(max(0, index), keys.count - 1)]
  }

  /// All keys of a dimension, in their order.
  func all(_ time: ReportDimension.Time) -> [String] {
    switch time {
    case .hour: return (0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" }
    case .weekday: return (1...7).map(String.init)
    case .workingDay: return ["true", "false"]
    case .day, .week, .month, .quarter, .year:
      var found: [String] = []
      for key in keys[time] ?? [] where found.last != key { found.append(key) }
      return found
    }
  }

  /// The stretches whose bounds came to the same instant when they were moved.
  func missing(in moved: [Date], _ time: ReportDimension.Time) -> Set<String> {
    var (missing, there): (Set<String>, Set<String>) = ([], [])
    for index in 0..<count {
      guard let key = key(index, time) else { continue }
      if moved[index] < moved[index + 1] { there.insert(key) } else { missing.insert(key) }
    }
    return missing.subtracting(there)
  }

  static func value(_ key: String, _ time: ReportDimension.Time) -> ReportValue {
    switch time {
    case .day: CivilDay(text: key).map { .day($0) } ?? .code(key)
    case .week, .month, .quarter, .year: .label(Words(key), code: key)
    case .hour: .label(Words(zh: "\(key) 时", en: "\(key):00"), code: key)
    case .weekday: .label(Self.weekdays[(Int(key) ?? 1) - 1], code: key)
    case .workingDay:
      .label(key == "true" ? Words(zh: "工作日", en: "working day") : Words(zh: "非工作日", en: "day off"), code: key)
    }
  }

  private static let weekdays = [
    Words(zh: "星期一", en: "Monday"), Words(zh: "星期二", en: "Tuesday"), Words(zh: "星期三", en: "Wednesday"),
    Words(zh: "星期四", en: "Thursday"), Words(zh: "星期五", en: "Friday"), Words(zh: "星期六", en: "Saturday"),
    Words(zh: "星期日", en: "Sunday"),
  ]
}
