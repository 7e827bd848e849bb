import ArgumentParser
import BackOffice
import Domain
import Foundation
import Reports

extension ReportCommand {
  /// `hotline report schedule …`: reports that are made by themselves.
  struct Schedule: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schedule", abstract: "Reports that are made by themselves, and where they go.",
      discussion: """
        A schedule says when (every 15m; a line of cron; first working day of the month 08:00), which report about what time \
        (previous month, previous interval), and where it goes (folder, webhook, mail). hotline remind run and hotline \
        report schedule run make what is due. Each slot is made and handed over once, and its file is kept.

          hotline report schedule add weekly-up --when '0 8 * * 1' \\
            --report monthly --time 'previous week' --to 'mail office@example.org'
          hotline report schedule run
        """,
      subcommands: [
        Add.self, Check.self, Publish.self, List.self, Show.self, Pause.self, Resume.self, Remove.self, Run.self,
        Retry.self, Skip.self,
      ])

    /// What time the report of a schedule is about, for people; `nil` for one as of its slot.
    static func about(_ schedule: ReportSchedule, _ time: RelativeTime?) -> Text? {
      guard let time else { return nil }
      let words = time.words
      return schedule.time == nil ? Text(zh: "\(words.zh)（未指定时的默认）", en: "\(words.en) (the default)") : words
    }

    static func say(
      _ schedule: ReportSchedule, _ outcome: (version: Int, isNew: Bool), _ session: Session, _ console: Console
    ) async throws {
      if let about = about(schedule, try await session.time(of: schedule)) {
        console.say(Text(zh: "每次针对：\(about.zh)", en: "each is about: \(about.en)"))
      }
      console.say(
        outcome.isNew
          ? Text(
            zh: "计划 \(schedule.key) 第 \(outcome.version) 版已发布；hotline report schedule show \(schedule.key) 列出下次时点",
            en:
              "schedule \(schedule.key): version \(outcome.version) is published; hotline report schedule show \(schedule.key) lists its next slots"
          )
          : Text(
            zh: "计划 \(schedule.key) 第 \(outcome.version) 版已是此内容",
            en: "schedule \(schedule.key): version \(outcome.version) says this already"))
    }

    static func read(_ file: String) throws -> ReportSchedule {
      do {
        return try ReportSchedule(yaml: ProcessCommand.read(file))
      } catch let error as ProcessError {
        throw DefinitionFailure.of(error, Text(zh: "报表计划", en: "the schedule"), in: file)
      }
    }

    struct Add: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a schedule, or change one of that name.",
        discussion: """
          Its first slot is the first one after now, or after --from. Times: \(RelativeTime.known.joined(separator: ", ")); \
          \(ReportSchedule.defaultTime.text) where nothing is said. A report about an instant is as of the slot. Whoever keeps \
          the schedules of a unit alone names folders below outbox/ in the data folder, or below those of \
          HOTLINE_REPORT_FOLDERS.

          Examples:
            hotline report schedule add quarter-hours --when 'every 15m' \\
              --report monthly --time 'previous interval' --table summary \\
              --as-format csv --to 'folder /srv/reports'
            hotline report schedule add up \\
              --when 'first working day of the month 08:00' --report monthly \\
              --to 'webhook https://higher.example/reports'
          """)
      @Argument(help: "Its name: lower-case letters, digits, - and _.") var name: String
      @Option(help: "When: every 15m, 0 8 * * 1, working day 08:00, first working day of the month 08:00.")
      var when: String
      @Option(help: "The report.") var report: String
      @Option(help: "The time it is about, as seen from the slot; previous month where nothing is said.") var time:
        String?
      @Option(help: "Only orders of a process.") var process: String?
      @Option(help: "Only orders of a unit and all below it.") var unit: String?
      @Option(help: ArgumentHelp("Only this table of the report.", valueName: "name")) var table: String?
      @Option(
        name: .customLong("as-format"),
        help: "How the file is written: xlsx, csv, html, json; xlsx where nothing is said.")
      var fileFormat: ReportSchedule.Format = .xlsx
      @Option(help: "Where it goes: 'folder PATH', 'webhook URL', 'mail ADDRESS'.") var to: String
      @Option(parsing: .unconditional, help: "No slot before this instant.") var from: InstantArgument?
      @Option(help: ArgumentHelp("Make up for at most so many missed slots.", valueName: "count")) var catchUp: Int?
      @Option(help: "What Chinese speakers call it.") var labelZh: String?
      @Option(help: "What English speakers call it.") var labelEn: String?
      @OptionGroup var output: OutputOptions

      func validate() throws {
        guard ScheduleKey(rawValue: name).isWellFormed else {
          throw ValidationError("\(name): write lower-case letters, digits, - and _, a letter first")
        }
        _ = try rule()
        if let time, RelativeTime(time) == nil {
          throw ValidationError("--time \(time): write one of \(RelativeTime.known.joined(separator: ", "))")
        }
        if ReportSchedule.Destination(to) == nil {
          throw ValidationError(
            "--to \(to): write 'folder /srv/reports', 'webhook https://…' or 'mail name@example.org'")
        }
        if let catchUp, !(0...10_000).contains(catchUp) {
          throw ValidationError("--catch-up \(catchUp): write a number from 0 to 10000")
        }
      }

      private func rule() throws -> SlotRule {
        do throws(SlotRule.Problem) {
          return try SlotRule(when)
        } catch {
          throw ValidationError("--when: \(error.reason); \(error.suggestion)")
        }
      }

      func run() async throws {
        let workplace = Workplace(output)
        let rule = try rule()
        try await workplace.sitting { session in
          let zone = output.zone(office: try await session.definitions().calendar.timeZone)
          guard let destination = ReportSchedule.Destination(absolute(to)) else { return }
          var schedule = ReportSchedule(
            key: ScheduleKey(rawValue: name), when: rule, report: report,
            language: workplace.console.language == .zh ? "zh" : "en", format: fileFormat, to: destination)
          schedule.labels = Labels(zh: labelZh, en: labelEn)
          schedule.time = time.flatMap { RelativeTime($0) }
          (schedule.process, schedule.unit, schedule.table) = (process, unit, table)
          schedule.from = from?.date(in: zone, now: workplace.now)
          if let catchUp { schedule.catchUp = catchUp }
          let outcome = try await session.save(schedule, folders: workplace.reportFolders, at: workplace.now)
          try await Schedule.say(schedule, outcome, session, workplace.console)
        }
      }

      /// The runner may stand elsewhere than whoever adds it.
      private func absolute(_ text: String) -> String {
        guard case .folder(let path) = ReportSchedule.Destination(text), !path.hasPrefix("/") else { return text }
        return "folder \(FileManager.default.currentDirectoryPath)/\(path)"
      }
    }

    struct Check: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a schedule that was written as YAML; every problem is named with its line.",
        discussion: "Example:\n  hotline report schedule check weekly.yaml")
      @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
      @OptionGroup var output: OutputOptions

      func run() throws {
        let schedule = try Schedule.read(file)
        Console(output).say(Text(zh: "计划 \(schedule.key) 没有问题", en: "schedule \(schedule.key) has no problems"))
      }
    }

    struct Publish: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish a schedule that was written as YAML.",
        discussion: "Example:\n  hotline report schedule publish weekly.yaml")
      @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
      @OptionGroup var output: OutputOptions

      func run() async throws {
        let schedule = try Schedule.read(file)
        let workplace = Workplace(output)
        try await workplace.sitting { session in
          let outcome = try await session.save(schedule, folders: workplace.reportFolders, at: workplace.now)
          try await Schedule.say(schedule, outcome, session, workplace.console)
        }
      }
    }

    struct Pause: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stop a schedule for a while.",
        discussion: "Example:\n  hotline report schedule pause weekly-up")
      @Argument(help: "The schedule.") var name: String
      @OptionGroup var output: OutputOptions

      func run() async throws {
        let workplace = Workplace(output)
        try await workplace.sitting { session in
          _ = try await session.setPaused(true, name, at: workplace.now)
          workplace.console.say(
            Text(
              zh: "计划 \(name) 已暂停；hotline report schedule resume \(name) 继续",
              en: "schedule \(name) is paused; hotline report schedule resume \(name) lets it go on"))
        }
      }
    }

    struct Resume: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a paused schedule go on from now; slots of the pause are not made up for.",
        discussion: "Example:\n  hotline report schedule resume weekly-up")
      @Argument(help: "The schedule.") var name: String
      @OptionGroup var output: OutputOptions

      func run() async throws {
        let workplace = Workplace(output)
        try await workplace.sitting { session in
          _ = try await session.setPaused(false, name, at: workplace.now)
          workplace.console.say(Text(zh: "计划 \(name) 继续", en: "schedule \(name) goes on"))
        }
      }
    }

    struct Remove: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a schedule away; what it made is kept.",
        discussion: "Example:\n  hotline report schedule remove weekly-up")
      @Argument(help: "The schedule.") var name: String
      @OptionGroup var output: OutputOptions

      func run() async throws {
        let workplace = Workplace(output)
        try await workplace.sitting { session in
          try await session.removeSchedule(name, at: workplace.now)
          workplace.console.say(Text(zh: "计划 \(name) 已移除", en: "schedule \(name) is removed"))
        }
      }
    }
  }
}

extension ReportSchedule.Format: ExpressibleByArgument {}
