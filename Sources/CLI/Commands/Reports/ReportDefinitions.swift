import ArgumentParser
import BackOffice
import Domain
import Foundation
import Reports

extension ReportCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the reports that can be run.",
      discussion: """
        Shipped ones and those of the office's own; a version 0.1 comes with Hotline, 1 is the office's first. Reports that \
        count what the office has not yet, such as calls, come last and say what they lack.

        Examples:
          hotline report list
          hotline report list --format csv
        """)
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let (library, hasCalls) = try await workplace.sitting { (try await $0.reportLibrary(), try await $0.hasCalls()) }
      let language = workplace.console.language.ofReports
      let listing = try Listing(
        title: Text(zh: "报表", en: "reports"),
        columns: [
          ListColumn("name", Text(zh: "名称", en: "name"), .code),
          ListColumn("title", Text(zh: "标题", en: "title"), least: 24),
          ListColumn("version", Text(zh: "版本", en: "version"), .code, priority: 1),
          ListColumn("time", Text(zh: "时间", en: "time")),
          ListColumn("lacks", Text(zh: "尚缺", en: "lacks"), priority: 1),
          ListColumn("tables", Text(zh: "表", en: "tables"), priority: 2),
          ListColumn("purpose", Text(zh: "用途", en: "purpose"), priority: 3),
        ], options: output, console: workplace.console, zone: .gmt)
      let all = library.reports.map { report in
        (report: report, lacks: report.needs.filter { $0 != .calls || !hasCalls })
      }
      for (report, lacks) in all.filter({ $0.lacks.isEmpty }) + all.filter({ !$0.lacks.isEmpty }) {
        let time =
          switch report.timeFrame {
          case .instant: "--as-of"
          case .period: "--from --to"
          }
        try listing.append([
          .code(report.key), .text(report.title(language)), .code(report.edition.description), .text(time),
          .text(lacks.isEmpty ? nil : lacks.map { $0.words(language) }.joined(separator: language == .zh ? "；" : "; ")),
          .text(report.sheets.map(\.key).joined(separator: " ")), .text(report.purpose(language)),
        ])
      }
      try listing.finish()
      DefinedFigures.warn(library, workplace.console)
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Write out the YAML of a report.",
      discussion: """
        A shipped one is a good start for one's own: change it, check it, publish it.

        Examples:
          hotline report show volume > mine.yaml
          hotline report show complaint-summary
        """)
    @Argument(help: "The report.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.show(.report, name, Workplace(output)) }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check reports and measures; every problem is named with its line.",
      discussion: """
        A file may hold several documents, each behind a line `---`. With --office they are checked beside what the office \
        has published, and the processes, units, categories and fields that they name are looked up; without it no database \
        is needed, and only shipped measures are known.

        Examples:
          hotline report check mine.yaml
          hotline report check mine.yaml --office
        """)
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @Flag(help: "Beside the measures and reports of the office, and what it has names for.") var office = false
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.check(file, office: office, Workplace(output)) }
  }

  struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish the reports and measures of a file, all or none.",
      discussion: """
        Each gets the next version of its name; the same text again is no new one. Reports that were made stay what they are. \
        What a text names is looked up first: a slip is refused with its line, what may still come is warned of.

        Examples:
          hotline report publish mine.yaml
        """)
    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.publish(file, Workplace(output)) }
  }

  struct Retire: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retire", abstract: "Take a report of the office's own out of force.",
      discussion: """
        A shipped one of that name is in force again. What was made by it can still be verified.

        Example:
          hotline report retire mine
        """)
    @Argument(help: "The report.") var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws { try await DefinedFigures.retire(.report, name, Workplace(output)) }
  }
}
