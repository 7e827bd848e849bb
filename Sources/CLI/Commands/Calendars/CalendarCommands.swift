import ArgumentParser
import BackOffice
import Domain
import Foundation

/// `hotline calendar …`: the days and hours in which clocks count.
struct CalendarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "Working time: show, publish and explain calendars.",
    discussion: """
      A calendar is a YAML file with a week, dates that are not as their weekday, and a calendar below it. The office works \
      by the calendar `office`; a unit by its own (hotline unit set UNIT --calendar KEY), a clock of a process by the one \
      it names. Until `office` is published, an office works Monday to Friday, all day, in China by the statutory calendar.

        hotline calendar show office --year 2026
        hotline calendar show cn --yaml > cn.yaml
        hotline calendar explain office --from 2026-02-13T16:00 --add 3wd
      """,
    subcommands: [
      List.self, Show.self, Check.self, Publish.self, CalendarImport.self, CalendarExplain.self,
    ])

  /// Problems in a calendar's words, with their lines.
  static func failure(_ error: ProcessError, in file: String) -> Failure {
    let (count, lines) = (error.problems.count, error.lines(in: file))
    return Failure(
      Text(
        zh: "日历有 \(count) 处问题\n" + lines.zh,
        en: "the calendar has \(count) problem\(count == 1 ? "" : "s")\n" + lines.en))
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the calendars.", discussion: "Example:\n  hotline calendar list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let language = workplace.console.language
        let definitions = try await session.definitions()
        let listing = try Listing(
          title: Text(zh: "日历", en: "calendars"),
          columns: [
            ListColumn("key", Text(zh: "日历", en: "calendar")),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer),
            ListColumn("label", Text(zh: "名称", en: "name")),
            ListColumn("timeZone", Text(zh: "时区", en: "zone"), priority: 1),
            ListColumn("layers", Text(zh: "层次", en: "layers")),
            ListColumn("known", Text(zh: "已知", en: "known")),
            ListColumn("isOffice", Text(zh: "本单位使用", en: "the office's"), .flag),
          ], options: output, console: workplace.console, zone: .gmt)
        for key in definitions.calendarKeys {
          guard let calendar = definitions.calendar(key) else { continue }
          try listing.append([
            .text(key.rawValue), .integer(calendar.version),
            .text(language == .zh ? calendar.labels.zh : calendar.labels.en),
            .text(calendar.timeZone.identifier), .text(calendar.layers.map(\.rawValue).joined(separator: " → ")),
            .text(calendar.rules.known.words(language)), .flag(calendar.key == definitions.calendar.key),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check a calendar; every problem is named with its line.",
      discussion: "Example:\n  hotline calendar check office.yaml")
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      do {
        let source = try CalendarCompiler.compile(text)
        Workplace(output).console.say(
          Text(
            zh: "\(file)：日历 \(source.key)，\(source.days.count) 个特殊日期，没有问题",
            en: "\(file): calendar \(source.key), \(source.days.count) dates of its own, no problems"))
      } catch {
        throw CalendarCommand.failure(error, in: file)
      }
    }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish a calendar: running clocks count by it from then on.",
      discussion: """
        Due times of open orders move at once; how they stood before the change stays visible. With --from a history that \
        is imported counts by it, too.

        Example:
          hotline calendar publish office.yaml
          hotline calendar publish boston.yaml --from 2015-01-01
        """)
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @Option(help: "Since when it holds, not later than now; without it, from now on.") var from: InstantArgument?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try ProcessCommand.read(file)
      let workplace = Workplace(output)
      let (calendar, isNew) = try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let instant = from?.date(in: zone, now: workplace.now) ?? workplace.now
        guard instant <= workplace.now else {
          throw Failure(
            .usage,
            Text(
              zh: "--from 在将来；请到时再发布", en: "--from is yet to come; publish the calendar then"))
        }
        do {
          return try await session.publishCalendar(text, at: instant)
        } catch let error as ProcessError {
          throw CalendarCommand.failure(error, in: file)
        }
      }
      workplace.console.say(
        isNew
          ? Text(
            zh: "日历 \(calendar.key) 第 \(calendar.version) 版已发布",
            en: "calendar \(calendar.key): version \(calendar.version) is published")
          : Text(
            zh: "日历 \(calendar.key) 第 \(calendar.version) 版已是此内容",
            en: "calendar \(calendar.key): version \(calendar.version) says this already"))
    }
  }
}

/// `hotline calendar import`: a year of statutory holidays.
struct CalendarImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take in a year of statutory holidays and make-up days.",
    discussion: """
      The file is one of https://github.com/NateScarlet/holiday-cn (2027.json). Its days replace those of that year; due \
      times that were provisional are counted anew.

      Example:
        hotline calendar import 2027.json
      """)
  @Argument(help: "A JSON file of holiday-cn.", completion: .file(extensions: ["json"])) var file: String
  @Option(help: "The calendar that takes it in.") var into = "cn"
  @OptionGroup var output: OutputOptions

  func run() async throws {
    guard let json = try? Data(contentsOf: URL(filePath: file)) else {
      throw Failure(
        .usage, Text(zh: "\(file)：无法读取；文件名是否正确？", en: "\(file) cannot be read; is the name right?"))
    }
    let workplace = Workplace(output)
    let (calendar, year, isNew) = try await workplace.sitting { session in
      try await session.importHolidays(json, into: CalendarKey(rawValue: into), at: workplace.now)
    }
    let off = year.days.values.count { $0.work == .off }
    workplace.console.say(
      isNew
        ? Text(
          zh: "日历 \(calendar.key) 第 \(calendar.version) 版：\(year.year) 年休 \(off) 天，调休上班 \(year.days.count - off) 天",
          en:
            "calendar \(calendar.key), version \(calendar.version): \(year.year) with \(counted(off, "day", "days")) off and \(counted(year.days.count - off, "make-up day", "make-up days"))"
        )
        : Text(
          zh: "日历 \(calendar.key) 第 \(calendar.version) 版已有 \(year.year) 年",
          en: "calendar \(calendar.key), version \(calendar.version) has \(year.year) already"))
  }
}
