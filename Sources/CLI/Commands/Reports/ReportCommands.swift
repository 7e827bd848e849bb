import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections
import Reports

/// `hotline report …`: the analyst's commands.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Reports to hand on: list them, make one, define your own.",
    subcommands: [
      List.self, Show.self, Check.self, Publish.self, Retire.self, Run.self, Verify.self, Diff.self, Schedule.self,
    ])

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Make a report: a workbook with -o FILE.xlsx, a page with -o FILE.html, else a table.",
      discussion: """
        A workbook, a page and --format json hold all tables of the report; everything else holds one, the first or --table. \
        The same log position and parameters make the same file. --to is not counted: a month ends at the next month's \
        first day. Of a period that is not over what happened and fell due up to now counts, and the report says so; --as-of \
        counts up to an earlier instant. Without a time, overdue is as of now and monthly is about the month before. --as-known-at answers as it \
        was known at an instant: without what was recorded or corrected later, by the definitions of then.

        Examples:
          hotline report run overdue
          hotline report run overdue --as-of 2015-04-01 -o overdue.xlsx
          hotline report run overdue --unit PWDx --table orders -o late.csv
          hotline report run monthly --period 2015-03 -o march.xlsx
          hotline report run monthly --period 2015-03 -o march.html
          hotline report run volume --period 2015-03 --where category=Pothole --depth general
          hotline report run volume --period 2015-03 --compare year --orders -o march.xlsx
          hotline report run monthly --from 2015-03-01 --to 2015-04-01 \\
            --process request --format json
          hotline report run monthly --period 2015-03 --as-known-at 2015-04-02 \\
            -o march-as-of-2-april.xlsx
        """)
    @Argument(
      help: "The report: \(ReportCatalog.all.map(\.key).joined(separator: ", ")).",
      completion: .list(ReportCatalog.all.map(\.key)))
    var name: String
    @Option(parsing: .unconditional, help: "The period's first instant: 2015-03-01, 2015-03-01T09:00.")
    var from: InstantArgument?
    @Option(parsing: .unconditional, help: "The first instant after the period.") var to: InstantArgument?
    @Option(
      help: ArgumentHelp("A month (2015-03) or year (2015) instead of --from and --to.", valueName: "month"),
      transform: PeriodArgument.init(typed:)) var period: PeriodArgument?
    @Option(
      parsing: .unconditional, help: "As of this instant: 2015-04-01, now, -3d; of a period, what counts up to it.")
    var asOf: InstantArgument?
    @Option(help: "Only orders of a process.") var process: String?
    @Option(help: "Only orders of a unit.") var unit: String?
    @Option(help: ArgumentHelp("Only this table of the report.", valueName: "name")) var table: String?
    @OptionGroup var known: KnownArguments
    @OptionGroup var figures: FigureArguments
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if period != nil, from != nil || to != nil {
        throw ValidationError("--period stands instead of --from and --to; leave one of them out")
      }
      if (from == nil) != (to == nil) {
        throw ValidationError("--from and --to belong together; give both, or --period")
      }
    }

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      try await workplace.sitting { session in
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let (position, now) = try await known.moment(session, zone, now: workplace.now)
        let definition =
          if let position { try await session.reportDefinition(name, asOf: position) } else {
            try await session.reportLibrary().report(name)
          }
        let organisation =
          if let position { try await session.organisation(asOf: position) } else { session.organisation }
        var request = try request(
          definition, zone, now: now, console.language, seenBy: try await session.sight(), organisation)
        request.viewer = session.actor
        request.options = try figures.options()
        let names = try await session.officeNames(asOf: position)
        guard let position else {
          let asked = request
          try await session.catchUpShowingProgress(asked.models, console)
          return try await session.makingNow(asked) {
            try await make(asked, names, session, console)
          }
        }
        let line = RebuildProgressLine(console)
        defer { line.finish() }
        try await session.asKnown(at: position, request, progress: { line.show($0) }) { request in
          try await make(request, names, session, console)
        }
      }
    }

    private func make(
      _ request: ReportRequest, _ names: OfficeNames, _ session: Session, _ console: Console
    ) async throws {
      for words in try await request.doubts(names, on: session.connection) {
        console.say(Text(zh: words.zh, en: words.en))
      }
      let definition = request.definition
      let target = try output.target()
      switch target.shape {
      case .workbook:
        guard let path = target.path else { return }
        let summary = try await request.write(to: path, only: table, on: session.connection)
        say(summary, path, console)
      case .format(.json) where table == nil:
        _ = try await request.run(on: session.connection) {
          ReportDocument(try ResultSink(path: target.path), request)
        }
        if let path = target.path { console.say(path) }
      case .format(.html):
        let sink = try ResultSink(path: target.path)
        let page = try await request.run(only: table, on: session.connection) { ReportPage() }.outcome
        sink.buffer.append(contentsOf: page.utf8)
        try sink.finish()
        if let path = target.path { console.say(path) }
      case .format(let format):
        let sheet = table ?? definition.sheets.first?.key
        let options = output
        _ = try await request.run(only: sheet, on: session.connection) {
          ReportListing(options, console, isForPeople: format == .table)
        }
        if table == nil { sayOtherTables(of: definition, console) }
      }
      // A table says it in its head.
      if target.shape != .format(.table), let words = request.unfinished {
        console.say(Text(zh: words.zh, en: words.en))
      }
    }

    private func request(
      _ definition: ReportDefinition, _ zone: TimeZone, now: Date, _ language: Language, seenBy sight: OrderSight,
      _ organisation: Organisation
    ) throws -> ReportRequest {
      var (from, to) = (from?.date(in: zone, now: now), to?.date(in: zone, now: now))
      var asOf = asOf?.date(in: zone, now: now)
      if from == nil {
        switch (definition.timeFrame, period) {
        case (.instant, nil): asOf = asOf ?? now
        case (.period, nil) where asOf != nil: break
        case (_, let period):
          let bounds = (period ?? PeriodArgument(before: now, in: zone)).bounds(in: zone)
          (from, to) = (bounds?.from, bounds?.to)
        }
      }
      // Of a period the instant says up to when it is looked at.
      var lookedAt = now
      if definition.timeFrame == .period, from != nil, let instant = asOf {
        guard instant <= now else {
          throw Failure(
            .usage,
            Text(
              zh: "--as-of 的时刻尚未到来；一段时间最多统计到现在，请去掉 --as-of",
              en: "--as-of has not come yet; a period is counted up to now at most, so leave it out"))
        }
        (lookedAt, asOf) = (instant, nil)
      }
      let end = asOf ?? to.map { min($0, lookedAt) } ?? now
      var scope = OrderStatistics.Scope(process: process, unit: unit)
      scope.sight = sight
      // By the tree of that time: what a unit was above then counts as its own.
      if let unit = unit.flatMap(UnitKey.init) {
        let below = organisation.tree(asOf: end).subtree(of: unit).map(\.unit.rawValue)
        if !below.isEmpty { scope.subtree = below }
      }
      return try ReportRequest(
        definition, from: from, to: to, asOf: asOf, lookedAt: lookedAt, scope: scope,
        language: language.ofReports, zone: zone, officeTitle: organisation.title(asOf: end),
        program: "hotline \(Version.current)")
    }

    private func say(_ summary: ReportSummary, _ path: String, _ console: Console) {
      let (count, position) = (summary.rowCounts.count, summary.basis.position)
      console.say(
        Text(
          zh: "\(path)：\(count) 个表，日志位置 \(position)",
          en: "\(path): \(count) \(count == 1 ? "table" : "tables"), log position \(position)"))
      if summary.cutTextCount > 0 { console.warn(.cutTexts(summary.cutTextCount)) }
    }

    private func sayOtherTables(of definition: ReportDefinition, _ console: Console) {
      let others = definition.sheets.dropFirst().map(\.key)
      guard !others.isEmpty else { return }
      let line = Text(
        zh: "其他表：--table \(others.joined(separator: "、"))；全部：-o FILE.xlsx",
        en: "more tables: --table \(others.joined(separator: ", ")); all of them: -o FILE.xlsx")
      console.note(line(console.language))
    }
  }
}

extension Language {
  /// The same for reports.
  var ofReports: ReportLanguage {
    switch self {
    case .zh: .zh
    case .en: .en
    }
  }
}
