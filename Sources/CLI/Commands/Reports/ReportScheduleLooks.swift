import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections
import Reports

extension ReportCommand.Schedule {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the schedules, with the next slot, the last run, what waits and the last error.",
      discussion: """
        due: slots whose time has come and that were not made: nothing runs the schedules, or making fails. waiting: files that \
        were made and not handed over. failed: those that were refused for good and are not tried any more; retry or skip them.

        Example:
          hotline report schedule list
        """)
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = try Listing(
          title: Text(zh: "报表计划", en: "schedules"),
          columns: [
            ListColumn("name", Text(zh: "名称", en: "name"), .code),
            ListColumn("when", Text(zh: "时间", en: "when"), least: 20),
            ListColumn("report", Text(zh: "报表", en: "report"), .code),
            ListColumn("time", Text(zh: "期间", en: "about"), priority: 3),
            ListColumn("to", Text(zh: "去向", en: "to"), priority: 2),
            ListColumn("next", Text(zh: "下次", en: "next"), .instant),
            ListColumn("last", Text(zh: "上次时点", en: "last slot"), .instant, priority: 4),
            ListColumn("made", Text(zh: "上次制成", en: "last run"), .instant, priority: 5),
            ListColumn("due", Text(zh: "到期未制", en: "due"), .integer),
            ListColumn("delivered", Text(zh: "上次送达", en: "delivered"), .instant, priority: 5),
            ListColumn("waiting", Text(zh: "待送", en: "waiting"), .integer),
            ListColumn("failed", Text(zh: "失败", en: "failed"), .integer),
            ListColumn("error", Text(zh: "最近错误", en: "last error"), priority: 1),
            ListColumn("paused", Text(zh: "暂停", en: "paused"), .flag, priority: 3),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer, priority: 6),
          ], options: output, console: workplace.console, zone: zone, foldsRest: true)
        for published in try await session.schedules() {
          let schedule = published.schedule
          let slots = try await session.slots(of: schedule.key.rawValue, limit: 200)
          let undelivered = try await session.undeliveredReports(of: schedule.key.rawValue)
          let failed = undelivered.filter { $0.state == .failed }
          let next = try await session.nextSlots(of: schedule, after: workplace.now, count: 1)
          let due = try await session.due(published, asOf: workplace.now)
          let time = try await session.time(of: schedule)
          let about = ReportCommand.Schedule.about(schedule, time)?(workplace.console.language)
          let kept = (failed + undelivered).compactMap(\.lastError).first
          let error = kept.map { HandoverReason.told($0, output, workplace.console.language) }
          try listing.append([
            .code(schedule.key.rawValue), .text(schedule.when.text), .code(schedule.report),
            .text(output.isForPeople ? about : time?.text),
            .text(schedule.destination.shown), .instant(next.first), .instant(slots.first?.slot),
            .instant(slots.map(\.madeAt).max()), .integer(due.count),
            .instant(slots.compactMap(\.deliveredAt).max()), .integer(undelivered.count - failed.count),
            .integer(failed.count), .text(due.error ?? error),
            .flag(schedule.isPaused),
            .integer(published.text.version),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show what a schedule made, slot by slot, and its next slots; --yaml its text.",
      discussion: """
        Examples:
          hotline report schedule show weekly-up
          hotline report schedule show weekly-up --limit 5 --format ndjson
          hotline report schedule show weekly-up --yaml > weekly.yaml
        """)
    @Argument(help: "The schedule.") var name: String
    @Flag(help: "Write out its YAML.") var yaml = false
    @Option(help: ArgumentHelp("At most so many slots.", valueName: "count")) var limit = 20
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard limit > 0 else { throw ValidationError("--limit \(limit): write a number from 1 on") }
    }

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let published = try await session.schedule(name)
        if yaml {
          let sink = try ResultSink(path: nil)
          sink.buffer.append(contentsOf: published.text.body.utf8)
          return try sink.finish()
        }
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        try list(try await session.slots(of: name, limit: limit), workplace.console, zone)
        let next = try await session.nextSlots(of: published.schedule, after: workplace.now, count: 3)
        var clock = WallClock(zone: zone)
        let times = next.map { clock.text($0, .minute) }
        let schedule = published.schedule
        let failed = try await session.undeliveredReports(of: name).count { $0.state == .failed }
        if failed > 0 {
          workplace.console.warn(
            Text(
              zh: "对方拒收 \(failed) 份，不再重试；再送：hotline report schedule retry \(name)，放弃：skip \(name) 时点",
              en:
                "\(grouped(failed)) refused for good, and not tried any more; hotline report schedule retry \(name) tries again, skip \(name) SLOT gives up"
            ))
        }
        let due = try await session.due(published, asOf: workplace.now)
        if let first = due.first {
          let at = clock.text(first, .minute)
          workplace.console.warn(
            Text(
              zh: "到期未制 \(due.count) 个时点，最早 \(at)：\(due.error ?? "尚未运行 hotline report schedule run")",
              en:
                "\(due.count) slots are due and not made, the first of \(at): \(due.error ?? "hotline report schedule run did not come by yet")"
            ))
        }
        if let about = ReportCommand.Schedule.about(schedule, try await session.time(of: schedule)) {
          workplace.console.say(Text(zh: "每次针对：\(about.zh)", en: "each is about: \(about.en)"))
        }
        workplace.console.say(
          Text(
            zh:
              "\(schedule.when.text) → \(schedule.destination.shown)；下次：\(times.isEmpty ? "无" : times.joined(separator: "，"))",
            en:
              "\(schedule.when.text) → \(schedule.destination.shown); next: \(times.isEmpty ? "none" : times.joined(separator: ", "))"
          ))
      }
    }

    private func list(_ slots: [ReportFiles.Slot], _ console: Console, _ zone: TimeZone) throws {
      let listing = try Listing(
        title: Text(zh: "时点", en: "slots"),
        columns: [
          ListColumn("slot", Text(zh: "时点", en: "slot"), .instant),
          ListColumn("state", Text(zh: "状态", en: "state"), .code),
          ListColumn("file", Text(zh: "文件", en: "file"), .code),
          ListColumn("position", Text(zh: "日志位置", en: "position"), .integer),
          ListColumn("delivered", Text(zh: "送达", en: "delivered"), .instant),
          ListColumn("attempts", Text(zh: "失败次数", en: "failed tries"), .integer),
          ListColumn("error", Text(zh: "最近错误", en: "last error")),
          ListColumn("nextTry", Text(zh: "下次重试", en: "next try"), .instant, priority: 1),
          ListColumn("skipped", Text(zh: "跳过时点", en: "slots let go"), .integer),
          ListColumn("reason", Text(zh: "原因", en: "why"), .code, priority: 1),
          ListColumn("bytes", Text(zh: "字节", en: "bytes"), .integer, priority: 2),
          ListColumn("made", Text(zh: "制成", en: "made"), .instant, priority: 1),
          ListColumn("checksum", Text(zh: "校验码", en: "checksum"), .code, priority: 2),
          ListColumn("content", Text(zh: "内容", en: "content"), .code, priority: 2),
          ListColumn("key", Text(zh: "幂等键", en: "key"), .code, priority: 2),
        ], options: output, console: console, zone: zone, foldsRest: true)
      for slot in slots {
        try listing.append([
          .instant(slot.slot), .code(output.isForPeople ? slot.state.words(console.language) : slot.state.rawValue),
          .code(slot.name), .integer(slot.position.map { Int($0) }), .instant(slot.deliveredAt),
          .integer(slot.attempts), .text(slot.lastError.map { HandoverReason.told($0, output, console.language) }),
          .instant(slot.state == .waiting ? slot.nextTry : nil),
          .integer(slot.skipped), .code(reason(slot, console)), .integer(slot.byteCount),
          .instant(slot.madeAt), .code(slot.checksum), .code(slot.content?.rawValue),
          .code(slot.content == nil ? nil : slot.key.uuidString.lowercased()),
        ])
      }
      try listing.finish()
    }

    private func reason(_ slot: ReportFiles.Slot, _ console: Console) -> String? {
      guard let reason = slot.skipReason else { return nil }
      return output.isForPeople ? reason.words(console.language) : reason.rawValue
    }
  }
}
