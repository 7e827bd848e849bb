import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline calendar explain`: what counts, and why.
struct CalendarExplain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain what counts on a day or between two instants, and why.",
    discussion: """
      Example:
        hotline calendar explain cn 2026-02-14
        hotline calendar explain office --from 2026-02-13T16:00 --to 2026-02-25T09:00
        hotline calendar explain office --from 2026-02-13T16:00 --add 3wd
      """)
  @Argument(help: "The calendar.") var key: String
  @Argument(help: "A day, as 2026-02-14.") var day: String?
  @Option(parsing: .unconditional, help: "The beginning.") var from: InstantArgument?
  @Option(parsing: .unconditional, help: "The end.") var to: InstantArgument?
  @Option(help: "Instead of the end: a length of time, as 15m, 4h, 2d or 3wd.") var add: String?
  @Option(name: .customLong("count-from"), help: "Where working days begin to count: moment or next-day.")
  var countsFrom: String = CountsFrom.moment.rawValue
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let day, CivilDay(text: day) == nil { throw ValidationError("'\(day)' is no day; write it like 2026-02-14") }
    if let add, Budget(add) == nil {
      throw ValidationError("--add '\(add)' is no length of time; write 15m, 4h, 2d or 3wd")
    }
    guard CountsFrom(rawValue: countsFrom) != nil else {
      throw ValidationError("--count-from '\(countsFrom)' is neither moment nor next-day")
    }
    let isSpan = from != nil && (to != nil) != (add != nil)
    guard (day != nil) != isSpan, !(day != nil && (from != nil || to != nil || add != nil)) else {
      throw ValidationError("name a day, or --from with --to or --add")
    }
  }

  func run() async throws {
    let workplace = Workplace(output)
    try await workplace.sitting { session in
      let calendar = try await session.calendar(CalendarKey(rawValue: key))
      let zone = output.zone?.zone ?? calendar.timeZone
      let question = try question(calendar, zone, workplace.now)
      guard output.isTable else {
        return try Listing.single(
          question.values, columns: CalendarQuestion.columns, options: output, console: workplace.console, zone: zone)
      }
      let sink = try ResultSink(path: nil)
      let lines = question.lines(workplace.console.language, zone)
      sink.buffer.append(contentsOf: (lines.joined(separator: "\n") + "\n").utf8)
      try sink.finish()
    }
  }

  private func question(_ calendar: WorkCalendar, _ zone: TimeZone, _ now: Date) throws -> CalendarQuestion {
    if let day = day.flatMap({ CivilDay(text: $0) })?.number {
      let start = calendar.office.instant(ofDay: day, second: 0)
      return CalendarQuestion(
        calendar: calendar, from: start, to: calendar.office.instant(ofDay: day + 1, second: 0), budget: nil,
        isOneDay: true)
    }
    let start = from?.date(in: zone, now: now) ?? now
    if let end = to?.date(in: zone, now: now) {
      guard end >= start else {
        throw Failure(.usage, Text(zh: "--to 早于 --from", en: "--to is before --from; change them over"))
      }
      return CalendarQuestion(calendar: calendar, from: start, to: end, budget: nil, isOneDay: false)
    }
    guard let budget = add.flatMap({ Budget($0) }), let policy = CountsFrom(rawValue: countsFrom) else {
      throw ValidationError("name a day, or --from with --to or --add")
    }
    return CalendarQuestion(
      calendar: calendar, from: start, to: budget.added(to: start, in: calendar, from: policy).date, budget: budget,
      isOneDay: false)
  }
}

/// What counts between two instants.
struct CalendarQuestion {
  let calendar: WorkCalendar
  let from: Date
  /// `nil`: the calendar has no hours, so the budget is never used up.
  let to: Date?
  let budget: Budget?
  let isOneDay: Bool

  private var days: [DayCount] {
    to.map { calendar.account(from: from, to: $0) } ?? []
  }

  private var seconds: TimeInterval? { to.map { calendar.elapsed(from: from, to: $0) } }
  private var isKnown: Bool {
    to.map { calendar.isKnown(from: from, to: isOneDay ? $0.addingTimeInterval(-1) : $0) } ?? true
  }

  static let columns = [
    ListColumn("calendar", Text("calendar")), ListColumn("version", Text("version"), .integer),
    ListColumn("from", Text("from"), .instant), ListColumn("to", Text("to"), .instant),
    ListColumn("seconds", Text("seconds"), .integer), ListColumn("provisional", Text("provisional"), .flag),
    ListColumn("days", Text("days"), .json),
  ]

  var values: [Value] {
    [
      .text(calendar.key.rawValue), .integer(calendar.version), .instant(from), .instant(to),
      .integer(seconds.map { Int($0.rounded()) }), .flag(!isKnown), .json(DayAnswer.json(days)),
    ]
  }

  func lines(_ language: Language, _ zone: TimeZone) -> [String] {
    var clock = WallClock(zone: zone)
    let layers = calendar.layers.map(\.rawValue).joined(separator: " → ")
    var lines = [
      Text(
        zh: "日历 \(calendar.key) 第 \(calendar.version) 版，层次 \(layers)，时间按 \(zone.identifier)",
        en: "calendar \(calendar.key) version \(calendar.version), layers \(layers), times in \(zone.identifier)")(
          language)
    ]
    guard let to else {
      return lines + [
        Text(zh: "这个日历没有工作时间，永不到期", en: "this calendar has no working time: never due")(language)
      ]
    }
    lines += DayLines(calendar, language).lines(days)
    if !isOneDay {
      let start = clock.text(from, .minute)
      let end = clock.text(to, .minute)
      let worked = workedWords(seconds ?? 0, language)
      lines.append(
        budget.map {
          Text(
            zh: "\(start) 加 \($0) 为 \(end)，其间工作时间 \(worked)",
            en: "\(start) and \($0) is \(end), \(worked) of working time")
        }?(language)
          ?? Text(zh: "\(start) 到 \(end)，工作时间 \(worked)", en: "\(start) to \(end), \(worked) of working time")(language)
      )
    }
    if !isKnown {
      lines.append(
        Text(
          zh: "暂定：已知范围为 \(calendar.rules.known.words(language))",
          en: "provisional: known are \(calendar.rules.known.words(language))")(language))
    }
    return lines
  }
}
