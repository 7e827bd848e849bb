import Domain
import Foundation

/// What one clock counted, stretch by stretch and day by day.
struct ClockStory {
  let run: ClockRun
  private let clock: Clock?
  private let definitions: Definitions
  private let instant: Date

  init(_ run: ClockRun, _ clock: Clock?, _ definitions: Definitions, asOf instant: Date) {
    self.run = run
    self.clock = clock
    self.definitions = definitions
    self.instant = instant
  }

  private func calendar(_ key: CalendarKey) -> WorkCalendar {
    definitions.calendar(key, at: instant) ?? definitions.calendar(of: nil, at: instant)
  }

  /// Natural days and promises pass whether anybody works or not.
  private var isNatural: Bool {
    switch clock?.target {
    case .budget(.days), .given, nil: true
    case .budget(.minutes), .budget(.hours), .budget(.workingDays): false
    }
  }

  /// Working time until due for a clock that runs; below zero once it is late.
  var left: TimeInterval? {
    guard run.isRunning, let due = run.due else { return nil }
    return calendar(run.calendar).elapsed(from: instant, to: due)
  }

  /// The stretches up to the due time, with what each counted.
  private var stretches: [(stretch: ClockRun.Stretch, until: Date?, seconds: TimeInterval?)] {
    run.stretches.map { stretch in
      let until = stretch.until ?? run.due
      let seconds = until.map { end in
        isNatural
          ? end.timeIntervalSince(stretch.from) : calendar(stretch.calendar).elapsed(from: stretch.from, to: end)
      }
      return (stretch, until, seconds)
    }
  }

  private var days: [[DayCount]] {
    stretches.map { stretch, until, _ in
      guard !isNatural, let until, until > stretch.from else { return [] }
      return calendar(stretch.calendar).account(from: stretch.from, to: until)
    }
  }

  // MARK: For people

  func lines(_ words: OfficeWords, _ language: Language, _ zone: TimeZone) -> [String] {
    var clock = WallClock(zone: zone)
    func time(_ date: Date) -> String { clock.text(date, .minute) }
    func say(_ zh: String, _ en: String) { lines.append(Text(zh: zh, en: en)(language)) }
    var lines: [String] = []
    let target = target
    let due = run.due.map { clock.text($0, .deadline) }
    say(
      "计时“\(words.clock(run.clock))”：\(target.zh)，自 \(time(run.startedAt)) 起，\(due.map { "到 \($0)" } ?? "没有期限")",
      "clock \(run.clock): \(target.en), started \(time(run.startedAt)), \(due.map { "due \($0)" } ?? "never due")")
    if !isNatural {
      let calendar = calendar(run.calendar)
      let layers = calendar.layers.map(\.rawValue).joined(separator: " → ")
      say(
        "  日历 \(calendar.key) 第 \(run.calendarVersion) 版（\(layers)，\(calendar.timeZone.identifier)）",
        "  calendar \(calendar.key) version \(run.calendarVersion) (\(layers), \(calendar.timeZone.identifier))")
    }
    for more in run.extensions { say("  延期 \(more.words(.zh))", "  extended by \(more.words(.en))") }
    var stoppedAt: Date?
    for (index, entry) in stretches.enumerated() {
      if let stoppedAt, entry.stretch.from > stoppedAt {
        say(
          "  暂停 \(time(stoppedAt)) 至 \(time(entry.stretch.from))，不计时",
          "  paused \(time(stoppedAt)) to \(time(entry.stretch.from)), nothing counted")
      }
      let seconds = entry.seconds.map { workedWords($0, language) } ?? "-"
      let end = entry.until.map(time) ?? "…"
      let inCalendar = entry.stretch.calendar == run.calendar ? "" : " (\(entry.stretch.calendar))"
      if !isNatural || run.stretches.count > 1 {
        say(
          "  计时 \(time(entry.stretch.from)) 至 \(end)\(inCalendar)：\(seconds)",
          "  counts \(time(entry.stretch.from)) to \(end)\(inCalendar): \(seconds)")
      }
      lines += DayLines(calendar(entry.stretch.calendar), language).lines(days[index]).map { "    \($0)" }
      stoppedAt = entry.stretch.until
    }
    if let stopped = run.stoppedAt { say("  停于 \(time(stopped))", "  stopped \(time(stopped))") }
    if run.isProvisional {
      let known = calendar(run.calendar).rules.known
      let words = known.words(language)
      say(
        known == .none ? "  暂定：\(words)，公布后重新计算" : "  暂定：节假日已知范围为 \(words)，公布后重新计算",
        known == .none
          ? "  provisional: \(words); it is counted anew when some are"
          : "  provisional: holidays are known for \(words); it is counted anew when more are")
    }
    return lines
  }

  private var target: Text {
    switch clock?.target {
    case .given: return Text(zh: "随单给定的期限", en: "the time that was promised")
    case .budget(let budget):
      guard case .workingDays = budget, clock?.countsFrom == .nextDay else {
        return Text(zh: "时限 \(budget.words(.zh))", en: "\(budget.words(.en)) from the start")
      }
      return Text(
        zh: "时限 \(budget.words(.zh))，自次工作日起", en: "\(budget.words(.en)) from the next working day")
    case nil: return Text(zh: "未定义", en: "not defined")
    }
  }

  // MARK: For scripts

  struct Answer: Encodable {
    struct Stretch: Encodable {
      let from: Date
      let until: Date?
      let calendar: String
      let seconds: Double?
      let days: [DayAnswer]
    }
    let clock: String
    let startedAt: Date
    let due: Date?
    let isProvisional: Bool
    let isRunning: Bool
    let stoppedAt: Date?
    let runningSince: Date
    let epoch: Int
    let calendar: String
    let calendarVersion: Int
    let layers: [String]
    let target: String
    let countsFrom: String
    let extensions: [String]
    let leftSeconds: Double?
    let stretches: [Stretch]
  }

  var answer: Answer {
    let target =
      switch clock?.target {
      case .budget(let budget): budget.description
      case .given: "given"
      case nil: ""
      }
    return Answer(
      clock: run.clock.rawValue, startedAt: run.startedAt, due: run.due, isProvisional: run.isProvisional,
      isRunning: run.isRunning, stoppedAt: run.stoppedAt, runningSince: run.runningSince, epoch: run.epoch,
      calendar: run.calendar.rawValue, calendarVersion: run.calendarVersion,
      layers: calendar(run.calendar).layers.map(\.rawValue), target: target,
      countsFrom: (clock?.countsFrom ?? .moment).rawValue, extensions: run.extensions.map(\.description),
      leftSeconds: left,
      stretches: zip(stretches, days).map { entry, days in
        Answer.Stretch(
          from: entry.stretch.from, until: entry.stretch.until, calendar: entry.stretch.calendar.rawValue,
          seconds: entry.seconds, days: days.map(DayAnswer.init))
      })
  }
}
