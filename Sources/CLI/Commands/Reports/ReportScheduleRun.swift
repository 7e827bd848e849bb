import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension ReportCommand.Schedule {
  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Make what is due and hand it over; hotline remind run does the same.",
      discussion: """
        A slot is made once, however often this runs; a file that could not be handed over is tried again by a later run, with \
        the same key: after a minute, then two, four and so on up to an hour. One that was refused for good three times is not \
        tried any more, and holds nothing up. Of missed slots the last ones are made up for, as many as the schedule says. \
        Mail needs HOTLINE_SMTP=smtp://HOST:PORT and HOTLINE_MAIL_FROM. Exit status 1 where something waits or failed.

        What is made now is not made again: an --as-of that is yet to come is for --dry-run, unless --ahead-of-time says so.

        Examples:
          hotline report schedule run
          hotline report schedule run --dry-run --as-of +7d
          hotline report schedule run weekly-up --as-of 2026-11-02T08:00
        """)
    @Argument(help: "This schedule alone.") var name: String?
    @OptionGroup var moment: RunMoment
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = try moment.instant(in: zone, now: workplace.now)
        guard !moment.isRehearsal else {
          let plan = try await session.plannedReports(asOf: instant, only: name)
          return try Self.show(plan, output, workplace.console, zone)
        }
        let summary = try await session.runSchedules(asOf: instant, only: name, with: try workplace.scheduleTools)
        try Self.show(summary, output, workplace.console, zone)
        try Self.fail(summary, zone)
      }
    }

    private static func show(
      _ plan: [PlannedReport], _ output: OutputOptions, _ console: Console, _ zone: TimeZone
    ) throws {
      let listing = try Listing(
        title: Text(zh: "将制作和送出的报表", en: "reports to come"),
        columns: [
          ListColumn("slot", Text(zh: "时点", en: "slot"), .instant),
          ListColumn("schedule", Text(zh: "计划", en: "schedule"), .code),
          ListColumn("action", Text(zh: "动作", en: "what is done")),
          ListColumn("slots", Text(zh: "时点数", en: "slots"), .integer, priority: 3),
          ListColumn("report", Text(zh: "报表", en: "report"), .code),
          ListColumn("unit", Text(zh: "单位", en: "unit"), .code, priority: 2),
          ListColumn("from", Text(zh: "自", en: "from"), .instant),
          ListColumn("until", Text(zh: "至", en: "to, not including"), .instant),
          ListColumn("to", Text(zh: "去向", en: "goes to"), priority: 1),
          ListColumn("error", Text(zh: "错误", en: "error"), priority: 1),
        ], options: output, console: console, zone: zone, foldsRest: true)
      for planned in plan {
        let (schedule, action) = (planned.schedule, planned.action)
        try listing.append([
          .instant(planned.slot), .code(schedule.key.rawValue),
          .text(output.isForPeople ? action.words(console.language) : action.rawValue), .integer(planned.count),
          .code(schedule.report), .code(schedule.unit), .instant(planned.about?.from), .instant(planned.about?.to),
          .text(schedule.destination.shown), .text(planned.error),
        ])
      }
      try listing.finish()
    }

    static func show(
      _ summary: ScheduleSummary, _ output: OutputOptions, _ console: Console, _ zone: TimeZone
    ) throws {
      try Listing.single(
        [
          .integer(summary.made), .integer(summary.delivered), .integer(summary.waiting), .integer(summary.failed),
          .integer(summary.skipped), .integer(summary.empty),
        ],
        columns: [
          ListColumn("made", Text(zh: "制成", en: "made"), .integer),
          ListColumn("delivered", Text(zh: "送达", en: "delivered"), .integer),
          ListColumn("waiting", Text(zh: "待送", en: "waiting"), .integer),
          ListColumn("failed", Text(zh: "失败，不再重试", en: "failed, not tried again"), .integer),
          ListColumn("skipped", Text(zh: "跳过时点", en: "slots let go"), .integer),
          ListColumn("empty", Text(zh: "当时尚无内容", en: "nothing was there then"), .integer),
        ], options: output, console: console, zone: zone)
    }

    /// Ends with what went wrong.
    static func fail(_ summary: ScheduleSummary, _ zone: TimeZone) throws(Failure) {
      guard let first = summary.failures.first else {
        guard let nextTry = summary.nextTry else { return }
        throw Failure(
          Text(
            zh: "\(summary.waiting) 份报表待送，\(nextTry.told(zone)) 起重试；现在重试：hotline report schedule retry NAME",
            en:
              "\(grouped(summary.waiting)) of the reports wait, and are tried again from \(nextTry.told(zone)) on; hotline report schedule retry NAME tries now"
          ))
      }
      let more = summary.failures.count - 1
      let (way, why) = (first.to?.shown, first.reason.words)
      let next =
        summary.failed == 0
        ? Text(zh: "之后的运行会重试", en: "a later run tries again")
        : Text(
          zh: "对方拒收，不再重试；见 hotline report schedule show \(first.schedule)；再送用 retry，放弃用 skip",
          en:
            "refused for good, and not tried again: see hotline report schedule show \(first.schedule), then retry or skip"
        )
      throw Failure(
        Text(
          zh:
            "报表计划 \(first.schedule)：\(way.map { "\($0)：" } ?? "")\(why.zh)\(more > 0 ? "；另有 \(more) 项" : "")；\(next.zh)",
          en:
            "schedule \(first.schedule): \(way.map { "\($0): " } ?? "")\(why.en)\(more > 0 ? "; and \(more) more" : ""); \(next.en)"
        ))
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retry", abstract: "Hand over at once what waits or failed.",
      discussion: """
        Examples:
          hotline report schedule retry weekly-up
          hotline report schedule retry weekly-up 2026-11-02T08:00
        """)
    @Argument(help: "The schedule.") var name: String
    @Argument(help: "The slot, as hotline report schedule show lists it; without it, all that wait or failed.")
    var slot: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let summary = try await session.retryReports(
          of: name, slot: slot?.date(in: zone, now: workplace.now), at: workplace.now, with: try workplace.scheduleTools
        )
        try Run.show(summary, output, workplace.console, zone)
        try Run.fail(summary, zone)
      }
    }
  }

  struct Skip: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "skip", abstract: "Give up on a slot: what was made for it is kept, and not handed over.",
      discussion: """
        A slot that is due and was not made is let go, and all that are due before it.

        Example:
          hotline report schedule skip weekly-up 2026-11-02T08:00
        """)
    @Argument(help: "The schedule.") var name: String
    @Argument(help: "The slot, as hotline report schedule show lists it.") var slot: InstantArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let count = try await session.skipReports(
          of: name, through: slot.date(in: zone, now: workplace.now), at: workplace.now)
        workplace.console.say(
          Text(
            zh: "计划 \(name)：放弃 \(count) 个时点",
            en: "schedule \(name): \(count == 1 ? "one slot is" : "\(grouped(count)) slots are") given up on"))
      }
    }
  }
}

extension Workplace {
  /// What a run of the schedules works with.
  var scheduleTools: ScheduleTools {
    get throws {
      let server = environment["HOTLINE_SMTP"].flatMap { $0.isEmpty ? nil : $0 }
      let sender = environment["HOTLINE_MAIL_FROM"].flatMap { $0.isEmpty ? nil : $0 }
      let mail = server.map { ReportCourier.Mail(server: $0, sender: sender ?? "hotline@localhost") }
      return ScheduleTools(
        contents: try contents, scratch: ReportWriting.scratch(), write: ReportWriting.writer(console),
        courier: ReportCourier(mail: mail), folders: reportFolders, program: "hotline \(Version.current)", now: now)
    }
  }

  /// Below which folders whoever keeps the schedules of a unit may have files put: `outbox` in the data folder, and what the
  /// administrator allows in `HOTLINE_REPORT_FOLDERS`, parted by colons.
  var reportFolders: ReportFolders {
    let allowed = environment["HOTLINE_REPORT_FOLDERS"]?.split(separator: ":").map(String.init) ?? []
    return ReportFolders(["\(home)/outbox"] + allowed.filter { $0.hasPrefix("/") })
  }
}
