import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Why: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Explain how an order's due time came to be.",
      discussion: """
        Example:
          hotline order why 10000012
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(parsing: .unconditional, help: "As of this instant.") var asOf: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let office = try await session.definitions().calendar.timeZone
        let zone = output.zone(office: office)
        let instant = asOf?.date(in: zone, now: workplace.now) ?? workplace.now
        let loaded = try await session.load(no, asOf: instant)
        let story = DueStory(loaded, asOf: instant, zone: zone, workplace.console.language)
        guard output.isTable else {
          return try Listing.single(
            story.values, columns: DueStory.columns, options: output, console: workplace.console, zone: zone)
        }
        let sink = try ResultSink(path: nil)
        sink.buffer.append(contentsOf: (story.lines.joined(separator: "\n") + "\n").utf8)
        try sink.finish()
      }
    }
  }
}

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

  static let columns = [
    ListColumn("no", Text("no"), .code), ListColumn("process", Text("process")),
    ListColumn("version", Text("version"), .integer), ListColumn("state", Text("state")),
    ListColumn("openedAt", Text("openedAt"), .instant), ListColumn("dueAt", Text("dueAt"), .instant),
    ListColumn("finishedAt", Text("finishedAt"), .instant), ListColumn("overdue", Text("overdue"), .flag),
    ListColumn("clocks", Text("clocks"), .json), ListColumn("steps", Text("steps"), .json),
  ]

  var values: [Value] {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let clocks = (try? encoder.encode(order.clocks)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    return [
      .code(order.no.description), .text(order.process.rawValue), .integer(order.processVersion),
      .text(order.state.rawValue), .instant(order.openedAt), .instant(order.due), .instant(order.finishedAt),
      .flag(isOverdue), .json(clocks), .json(jsonArray(lines)),
    ]
  }

  /// One step a line.
  var lines: [String] {
    var clock = WallClock(zone: zone)
    func time(_ date: Date) -> String { clock.text(date, .minute) }
    var lines: [String] = []
    func say(_ zh: String, _ en: String) { lines.append(Text(zh: zh, en: en)(language)) }

    say(
      "工单 \(order.no)，流程 \(order.process) 第 \(order.processVersion) 版，状态 \(order.state)（\(order.kind.rawValue)）",
      "order \(order.no), process \(order.process) version \(order.processVersion), state \(order.state) (\(order.kind.rawValue))"
    )
    say("时间按 \(zone.identifier)", "times in \(zone.identifier)")
    say("登记于 \(time(order.openedAt))", "opened \(time(order.openedAt))")
    if order.clocks.allSatisfy({ $0.due == nil }) { say("没有计时", "no clock ever ran") }
    for run in order.clocks where run.due != nil { lines += explain(run, &clock) }
    if let finished = order.finishedAt {
      say("办结于 \(time(finished))", "finished \(time(finished))")
    }
    if let due = order.due {
      say(
        "期限 \(time(due))\(order.kind.isFinished ? "（办结时有效）" : "（正在计时的最早者）")",
        "due \(time(due))\(order.kind.isFinished ? " (as it was at the finish)" : " (the earliest clock that runs)")")
      let days = Int((instant.timeIntervalSince(due) / 86_400).rounded(.down))
      isOverdue
        ? say("截至 \(time(instant)) 已逾期 \(days) 天", "overdue as of \(time(instant)), by \(days) days")
        : say("截至 \(time(instant)) 未逾期", "not overdue as of \(time(instant))")
    } else {
      say("没有期限，不会逾期", "no due time, so it is never overdue")
    }
    for timer in loaded.order.timers(in: loaded.process, loaded.definitions) {
      say(
        "提醒 \(timer.rule) 将于 \(time(timer.at)) 触发，对象 \(names(timer))",
        "rule \(timer.rule) fires \(time(timer.at)) to \(names(timer))")
    }
    return lines
  }

  private func explain(_ run: ClockRun, _ clock: inout WallClock) -> [String] {
    let definition = loaded.process.clock(run.clock)
    let target: Text =
      switch definition?.target {
      case .given: Text(zh: "随单给定的期限", en: "the time that was promised")
      case .budget(let budget): Text(zh: "时限 \(budget)", en: "\(budget) from the start")
      case nil: Text(zh: "未定义", en: "not defined")
      }
    let started = clock.text(run.startedAt, .minute)
    let due = run.due.map { clock.text($0, .minute) } ?? ""
    var lines = [
      Text(
        zh: "计时 \(run.clock)：\(target.zh)，自 \(started) 起，到 \(due)",
        en: "clock \(run.clock): \(target.en), started \(started), due \(due)")(language)
    ]
    if run.isProvisional {
      lines.append(
        Text(
          zh: "  暂定：工作日按周一至周五计算，节假日日历尚未载入",
          en: "  provisional: working days are Monday to Friday, no holiday calendar is loaded")(language))
    }
    if let stopped = run.stoppedAt {
      let time = clock.text(stopped, .minute)
      lines.append(Text(zh: "  停于 \(time)", en: "  stopped \(time)")(language))
    } else if run.epoch > 1 {
      let time = clock.text(run.runningSince, .minute)
      lines.append(
        Text(zh: "  第 \(run.epoch) 次计时，自 \(time) 继续", en: "  resumed \(time), run \(run.epoch)")(language))
    }
    return lines
  }

  private func names(_ timer: OrderTimer) -> String { timer.to.map(\.rawValue).joined(separator: ", ") }
}
