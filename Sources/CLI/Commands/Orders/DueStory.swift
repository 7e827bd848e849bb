import BackOffice
import Domain
import Foundation

/// How a due time came to be, step by step.
struct DueStory {
  private let loaded: LoadedOrder
  private let instant: Date
  private let zone: TimeZone
  private let language: Language
  private var order: Order { loaded.order }

  init(_ loaded: LoadedOrder, asOf instant: Date, zone: TimeZone, _ language: Language) {
    self.loaded = loaded
    self.instant = instant
    self.zone = zone
    self.language = language
  }

  private var isOverdue: Bool {
    Overdue.holds(openedAt: order.openedAt, dueAt: order.due, finishedAt: order.finishedAt, asOf: instant)
  }

  /// The clock that decides: the earliest that runs.
  private var deciding: ClockStory? {
    guard !order.kind.isFinished else { return nil }
    return stories.first { $0.run.isRunning && $0.run.due == order.due && order.due != nil }
  }

  private var stories: [ClockStory] {
    order.clocks.map { ClockStory($0, loaded.process.clock($0.clock), loaded.definitions, asOf: instant) }
  }

  static let columns = [
    ListColumn("no", Text("no"), .code), ListColumn("process", Text("process")),
    ListColumn("version", Text("version"), .integer), ListColumn("state", Text("state")),
    ListColumn("openedAt", Text("openedAt"), .instant), ListColumn("dueAt", Text("dueAt"), .instant),
    ListColumn("finishedAt", Text("finishedAt"), .instant), ListColumn("overdue", Text("overdue"), .flag),
    ListColumn("calendar", Text("calendar")), ListColumn("calendarVersion", Text("calendarVersion"), .integer),
    ListColumn("provisional", Text("provisional"), .flag), ListColumn("leftSeconds", Text("leftSeconds"), .integer),
    ListColumn("clocks", Text("clocks"), .json), ListColumn("steps", Text("steps"), .json),
  ]

  var values: [Value] {
    let deciding = deciding
    return [
      .code(order.no.description), .text(order.process.rawValue), .integer(order.processVersion),
      .text(order.state.rawValue), .instant(order.openedAt), .deadline(order.due), .instant(order.finishedAt),
      .flag(isOverdue), .text(deciding?.run.calendar.rawValue), .integer(deciding?.run.calendarVersion),
      .flag(deciding?.run.isProvisional ?? false), .integer(deciding?.left.map { Int($0.rounded()) }),
      .json(DayAnswer.encoded(stories.map(\.answer))), .json(jsonArray(lines)),
    ]
  }

  /// One step a line.
  var lines: [String] {
    var clock = WallClock(zone: zone)
    func time(_ date: Date) -> String { clock.text(date, .minute) }
    var lines: [String] = []
    func say(_ zh: String, _ en: String) { lines.append(Text(zh: zh, en: en)(language)) }
    let words = OfficeWords(loaded.definitions, isForPeople: true, language)
    let process = words.process(order.process, version: order.processVersion)
    let state = words.state(order.state, of: order.process, version: order.processVersion)

    say(
      "工单 \(order.no)，流程“\(process)”第 \(order.processVersion) 版，状态“\(state)”（\(words.kind(order.kind))）",
      "order \(order.no), process \(process) version \(order.processVersion), state \(state) (\(words.kind(order.kind)))"
    )
    say("时间按 \(zone.identifier)", "times in \(zone.identifier)")
    say("登记于 \(time(order.openedAt))", "opened \(time(order.openedAt))")
    if order.beginsAt > order.openedAt {
      say("\(time(order.beginsAt)) 起才办理，此前不计时", "work begins \(time(order.beginsAt)), no clock runs before")
    }
    if order.clocks.isEmpty { say("没有计时", "no clock ever ran") }
    for story in stories { lines += story.lines(words, language, zone) }
    if let finished = order.finishedAt { say("办结于 \(time(finished))", "finished \(time(finished))") }
    if let due = order.due {
      say(
        "期限 \(clock.text(due, .deadline))\(order.kind.isFinished ? "（办结时有效）" : "（正在计时的最早者）")",
        "due \(clock.text(due, .deadline))\(order.kind.isFinished ? " (as it was at the finish)" : " (the earliest clock that runs)")"
      )
      lines += standing(due, time(instant))
    } else {
      say("没有期限，不会逾期", "no due time, so it is never overdue")
    }
    for timer in loaded.order.timers(in: loaded.process, loaded.definitions) {
      let (rule, names) = (words.rule(timer), words.recipients(timer.to))
      say("提醒“\(rule)”将于 \(time(timer.at)) 触发，对象：\(names)", "rule \(rule) fires \(time(timer.at)) to \(names)")
    }
    return lines
  }

  /// Whether it is late, and what is left.
  private func standing(_ due: Date, _ now: String) -> [String] {
    let days = Int((instant.timeIntervalSince(due) / 86_400).rounded(.down))
    guard !isOverdue else {
      return [
        Text(zh: "截至 \(now) 已逾期 \(days) 天", en: "overdue as of \(now), by \(counted(days, "day", "days"))")(language)
      ]
    }
    guard let left = deciding?.left, left > 0 else {
      return [Text(zh: "截至 \(now) 未逾期", en: "not overdue as of \(now)")(language)]
    }
    let words = workedWords(left, language)
    return [
      Text(zh: "截至 \(now) 未逾期，还剩工作时间 \(words)", en: "not overdue as of \(now), \(words) of working time left")(
        language)
    ]
  }
}
