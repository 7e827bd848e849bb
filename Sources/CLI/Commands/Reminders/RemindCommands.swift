import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// `hotline remind …`: the scheduler's commands.
struct Remind: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remind", abstract: "Reminders: what will fire, and firing it.", subcommands: [Plan.self, Run.self])

  static let columns = [
    ListColumn("at", Text(zh: "触发时间", en: "fires"), .instant),
    ListColumn("no", Text(zh: "工单号", en: "no"), .code),
    ListColumn("rule", Text(zh: "规则", en: "rule")),
    ListColumn("level", Text(zh: "级别", en: "level"), .integer, priority: 2),
    ListColumn("dueAt", Text(zh: "期限", en: "due"), .instant),
    ListColumn("to", Text(zh: "对象", en: "to")),
    ListColumn("outcome", Text(zh: "处理", en: "outcome")),
  ]

  private static func row(_ firing: PlannedFiring, _ words: OfficeWords) -> [Value] {
    [
      .instant(firing.timer.at), .code(firing.no.description), .text(words.rule(firing.timer)),
      .integer(firing.timer.level), .deadline(firing.timer.due),
      .text(words.recipients(firing.timer.to)), .text(words.outcome(firing.outcome)),
    ]
  }

  /// Lists what fires by an instant; what would only be recorded as skipped is counted, unless all is asked for.
  static func listPlan(
    until instant: Date, run: Date, includesSkipped: Bool, _ session: Session, _ workplace: Workplace,
    _ output: OutputOptions,
    _ zone: TimeZone
  ) async throws {
    let listing = try Listing(
      title: Text(zh: "提醒", en: "reminders"), columns: columns, options: output, console: workplace.console,
      zone: zone)
    let words = try await session.definitions().words(output, workplace.console.language)
    var skipped = 0
    try await session.plannedFirings(until: instant, run: run) { firing in
      if firing.outcome == .skipped { skipped += 1 }
      if firing.outcome == .fired || includesSkipped { try listing.append(row(firing, words)) }
    }
    try listing.finish()
    guard skipped > 0, !includesSkipped else { return }
    workplace.console.say(
      Text(
        zh: "另有 \(grouped(skipped)) 条届时已过去三天以上：只记录，不发送（--all 列出）",
        en: "\(grouped(skipped)) more are over three days past by then: recorded, told to nobody (--all lists them)"))
  }

  struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "plan", abstract: "List what will fire if nothing moves.",
      discussion: """
        Rules whose time is more than three days past by now are recorded as skipped and told to nobody; with --until in the \
        past, by then.

        Examples:
          hotline remind plan --until +7d
          hotline remind plan --until 2015-04-01 --format ndjson
        """)
    @Option(parsing: .unconditional, help: "Up to this instant; a week from now where not given.")
    var until: InstantArgument?
    @Flag(help: "Also what is too long past to be told to anybody.") var all = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = until?.date(in: zone, now: workplace.now) ?? workplace.now.addingTimeInterval(7 * 86_400)
        try await Remind.listPlan(
          until: instant, run: min(instant, workplace.now), includesSkipped: all, session, workplace, output, zone)
      }
    }
  }

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Fire what is due and hand the messages over.",
      discussion: """
        Each rule fires exactly once, however often this runs; a message may be handed over again after a crash, with the \
        same Idempotency-Key. Messages go to HOTLINE_WEBHOOK, or as files to the spool folder. For crontab:

          */5 * * * *  hotline remind run

        Reports that are due by their schedules are made and handed over, too: see hotline report schedule.

        What fires now does not fire again: an --as-of that is yet to come is for --dry-run, unless --ahead-of-time says so.

        Examples:
          hotline remind run
          hotline remind run --as-of +1d --dry-run
        """)
    @OptionGroup var moment: RunMoment
    @Option(help: "The folder for messages, where there is no webhook.") var spool: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = try moment.instant(in: zone, now: workplace.now)
        guard !moment.isRehearsal else {
          return try await rehearse(session, workplace, asOf: instant, zone)
        }
        let folder = spool ?? workplace.spool
        let gateway: any MessageGateway =
          if let address = workplace.webhook { WebhookGateway(address: address) } else { SpoolGateway(folder: folder) }
        let summary = try await session.runReminders(asOf: instant, through: gateway)
        let reports = try await runSchedules(session, workplace, asOf: instant)
        try show(summary, workplace, destination: workplace.webhook.map { WebAddress($0).shown } ?? folder, zone)
        if let reports { try ReportCommand.Schedule.Run.fail(reports, zone) }
      }
    }

    /// Lists the reminders; of the reports it is said how many there are, whose list has other columns.
    private func rehearse(
      _ session: Session, _ workplace: Workplace, asOf instant: Date, _ zone: TimeZone
    ) async throws {
      try await Remind.listPlan(
        until: instant, run: instant, includesSkipped: false, session, workplace, output, zone)
      guard try await !session.schedules().isEmpty else { return }
      let reports = try await session.plannedReports(asOf: instant)
      guard !reports.isEmpty else { return }
      workplace.console.say(
        Text(
          zh: "另有 \(reports.count) 项定时报表：hotline report schedule run --dry-run 列出",
          en: "and \(grouped(reports.count)) of scheduled reports: hotline report schedule run --dry-run lists them"))
    }

    /// Makes the reports that are due; `nil` where there are none, or another run is at it.
    private func runSchedules(
      _ session: Session, _ workplace: Workplace, asOf instant: Date
    ) async throws -> ScheduleSummary? {
      guard try await !session.schedules().isEmpty else { return nil }
      let summary: ScheduleSummary
      do {
        summary = try await session.runSchedules(asOf: instant, with: try workplace.scheduleTools)
      } catch {
        guard case OfficeError.locked? = error as? OfficeError else { throw error }
        return nil
      }
      if summary.made + summary.delivered + summary.skipped + summary.waiting + summary.failed + summary.empty > 0 {
        workplace.console.say(
          Text(
            zh:
              "定时报表：制成 \(summary.made)，送达 \(summary.delivered)，待送 \(summary.waiting)，失败 \(summary.failed)，跳过 \(summary.skipped)，无内容 \(summary.empty)",
            en:
              "scheduled reports: \(summary.made) made, \(summary.delivered) delivered, \(summary.waiting) waiting, \(summary.failed) failed, \(summary.skipped) let go, \(summary.empty) empty"
          ))
      }
      return summary
    }

    private func show(
      _ summary: ReminderSummary, _ workplace: Workplace, destination: String, _ zone: TimeZone
    ) throws {
      try Listing.single(
        [
          .integer(summary.fired), .integer(summary.skipped), .integer(summary.delivered), .integer(summary.waiting),
          .text(destination),
        ],
        columns: [
          ListColumn("fired", Text(zh: "触发", en: "fired"), .integer),
          ListColumn("skipped", Text(zh: "过期未发", en: "skipped (too long past)"), .integer),
          ListColumn("delivered", Text(zh: "已交付", en: "delivered"), .integer),
          ListColumn("waiting", Text(zh: "待交付", en: "waiting"), .integer),
          ListColumn("destination", Text(zh: "去向", en: "to")),
        ], options: output, console: workplace.console, zone: zone)
      if let failure = summary.failure {
        throw Failure(
          Text(
            zh: "\(summary.waiting) 条消息未能交付 \(destination)：\(failure.words.zh)；下次运行会重试",
            en:
              "\(summary.waiting) messages could not be handed to \(destination): \(failure.words.en); the next run tries again"
          )
        )
      }
    }
  }
}
