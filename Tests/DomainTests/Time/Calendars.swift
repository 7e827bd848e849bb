import Domain
import FoundationEssentials
import TestSeeds
import Testing

/// Calendars made for these tests.
enum Calendars {
  /// An office in Shanghai that keeps the statutory calendar, with a midday break.
  static let office = """
    calendar: office
    base: cn
    week: {mon-fri: ["08:30-12:00", "13:30-17:00"]}
    """

  /// What is configured once these are published, the first from ever, by the hour of their publication.
  static func definitions(
    zone: String = "Asia/Shanghai", _ published: [(yaml: String, at: Date)] = [(yaml: office, at: .distantPast)]
  ) throws -> Definitions {
    var definitions = Definitions()
    let office = Office(timeZone: try #require(TimeZone(identifier: zone)))
    try definitions.evolve(
      .published(DefinitionPublished(kind: .office, key: "office", version: 1, body: office.yaml)), at: .distantPast)
    var versions: [CalendarKey: Int] = [:]
    for (yaml, at) in published {
      let key = try CalendarCompiler.compile(yaml).key
      versions[key, default: 0] += 1
      try definitions.evolve(
        .published(
          DefinitionPublished(kind: .calendar, key: key.rawValue, version: versions[key] ?? 1, body: yaml)), at: at)
    }
    return definitions
  }

  static func calendar(_ yaml: String = office, zone: String = "Asia/Shanghai") throws -> WorkCalendar {
    let definitions = try definitions(zone: zone, [(yaml, .distantPast)])
    return try #require(definitions.calendar(try CalendarCompiler.compile(yaml).key))
  }

  /// A calendar nobody would want: several spans on some days, none on others, dates of all kinds, summer time.
  static func random(_ random: inout Seeded) throws -> WorkCalendar {
    var lines = ["calendar: made"]
    let zone = random.pick(["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe"])
    lines.append("timeZone: \(zone)")
    lines.append("week:")
    var hasHours = false
    for day in CalendarCompiler.weekdays {
      let spans = spans(&random)
      hasHours = hasHours || !spans.isEmpty
      lines.append("  \(day): [\(spans.joined(separator: ", "))]")
    }
    if !hasHours { lines[lines.count - 1] = "  sun: 09:00-17:00" }
    lines.append("days:")
    for _ in 0..<random.pick([1, 20, 60]) {
      guard
        let day = CivilDay(year: 2026, month: 1, day: 1).map({ CivilDay(day: $0.number + Int(random.next() % 500)) })
      else { continue }
      guard !lines.contains(where: { $0.hasPrefix("  \(day.iso)") }) else { continue }
      switch random.next() % 3 {
      case 0: lines.append("  \(day.iso): off")
      case 1: lines.append("  \(day.iso): like \(random.pick(CalendarCompiler.weekdays))")
      default: lines.append("  \(day.iso): [\(spans(&random).joined(separator: ", "))]")
      }
    }
    return try calendar(lines.joined(separator: "\n"), zone: zone)
  }

  private static func spans(_ random: inout Seeded) -> [String] {
    switch random.next() % 6 {
    case 0: []
    case 1: ["\"00:00-24:00\""]
    case 2: ["\"22:00-24:00\""]
    case 3: ["\"00:00-02:30\"", "\"02:45-10:00\""]
    case 4: ["\"08:30-12:00\"", "\"13:30-17:00\""]
    default: ["\"09:00-17:30\""]
    }
  }

  /// An instant of 2026, or of 2027, to the microsecond.
  static func instant(_ random: inout Seeded) -> Date {
    Date(timeIntervalSince1970: 1_767_225_600 + Double(random.next() % 40_000_000) + Double(random.next() % 8) / 8)
  }

  /// `2026-02-14 09:00` by a wall clock.
  static func wall(_ text: String, in calendar: WorkCalendar) throws -> Date {
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
    let day = try #require(CivilDay(text: parts[0]))
    let time = (parts.count > 1 ? parts[1] : "00:00").split(separator: ":").compactMap { Int($0) }
    return calendar.office.instant(
      of: day, secondOfDay: time[0] * 3600 + time[1] * 60 + (time.count > 2 ? time[2] : 0))
  }

  /// The wall time of an instant: `2026-02-14 09:00`, with seconds where there are some.
  static func text(_ instant: Date?, in calendar: WorkCalendar) -> String {
    guard let instant else { return "never" }
    let (day, second) = calendar.office.wall(of: instant)
    func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let whole = Int(second)
    let seconds = whole % 60 == 0 ? "" : ":\(pair(whole % 60))"
    return "\(CivilDay(day: day).iso) \(pair(whole / 3600)):\(pair(whole / 60 % 60))\(seconds)"
  }
}
