import ArgumentParser
import BackOffice
import Domain
import EventCodec
import EventStore
import Foundation
import Reports

extension ReportCommand {
  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff", abstract: "Say which figures changed between two files of a report, and why.",
      discussion: """
        Both are made again from the log, and every order that the log went on with between them is counted before and after: \
        that is what it changed. The orders of an import or bulk action come together. Causes: late (it happened within the \
        first report's time and was recorded after it), correction (edited, taken back), later (it happened after the first \
        report's time), configuration (a process, calendar, tree or unit changed), definition (the report or a measure is \
        defined otherwise), parameters (another period or part), ranking (came among the first lines, or left them), unexplained (what no order accounts for). --events lists \
        the events behind the changes; --all every order and event; --orders also what changed in the lists of orders behind \
        figures. Lines are known by codes: a new name of a unit and files in two languages change nothing. Exit status 0 where nothing \
        changed, else 1.

        Examples:
          hotline report diff march-early.xlsx march-late.xlsx
          hotline report diff march-early.xlsx march-late.xlsx --events
          hotline report diff a.json b.json --all --format ndjson
        """)
    @Argument(help: "One of the files.", completion: .file(extensions: ["xlsx", "json", "html"])) var first: String
    @Argument(help: "The other one.", completion: .file(extensions: ["xlsx", "json", "html"])) var second: String
    @Flag(name: .customLong("events"), help: "List the events behind the changes instead of the figures.")
    var showsEvents = false
    @Flag(help: "Name every order, also those of large imports.") var all = false
    @Flag(
      name: .customLong("orders"),
      help: "List also what changed in the lists of orders behind figures; csv and JSON have it.")
    var withOrders = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      let (a, b) = (try open(first), try open(second))
      let listing = try await workplace.sitting { session in
        let rebuild = RebuildProgressLine(console)
        let looks = CountLine(Text(zh: "重做报表", en: "making it again"), console)
        defer {
          rebuild.finish()
          looks.finish()
        }
        let depth: ReportDiff.Depth = all ? .all : showsEvents ? .events : .few
        let diff = try await session.diff(a.stamp, b.stamp, in: console.language.ofReports, depth: depth) { step in
          switch step {
          case .lookingBack(let progress): rebuild.show(progress)
          case .looked(let done, let total): looks.add(min(done, 1), of: total)
          }
        }
        rebuild.finish()
        looks.finish()
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        let listing = ReportDiffListing(diff, output, console, zone, namesAll: all, withOrders: withOrders)
        try listing.show(events: showsEvents)
        return listing
      }
      try warn(a, console)
      try warn(b, console)
      say(listing, console)
      if !listing.figures.isEmpty { throw ExitStatus.failed }
    }

    private func open(_ path: String) throws -> ReportFile {
      do {
        return try ReportFile.open(path)
      } catch {
        throw Explanation.of(error)
      }
    }

    private func warn(_ file: ReportFile, _ console: Console) throws {
      guard try !file.isIntact() else { return }
      console.say(
        Text(
          zh: "\(file.path) 制作后被改动或另存过；这里比较的是按日志重做的报表，hotline report verify 可指出改动之处",
          en:
            "\(file.path) was edited or saved again since it was made; what is compared is the report by the log, and hotline report verify names the cells"
        ))
    }

    private func say(_ listing: ReportDiffListing, _ console: Console) {
      let (diff, figures) = (listing.diff, listing.figures)
      let (from, to) = (diff.first.position, diff.second.position)
      guard !figures.isEmpty else {
        console.say(
          Text(zh: "没有变化（日志位置 \(from) 与 \(to)）", en: "nothing changed (log positions \(from) and \(to))"))
        // Asked otherwise, the same answer.
        for line in diff.parameterLines(in: listing.zone) { console.say(line) }
        return
      }
      let causes = ReportDiff.Cause.allCases.compactMap { cause in
        let count = figures.count { $0.causes.contains(cause) }
        return count == 0 ? nil : "\(cause.words(console.language)) \(count)"
      }
      console.say(
        Text(
          zh: "\(figures.count) 个数字变化，日志位置 \(from) → \(to)：\(causes.joined(separator: "，"))",
          en:
            "\(figures.count) \(figures.count == 1 ? "figure" : "figures") changed, log positions \(from) to \(to): \(causes.joined(separator: ", "))"
        ))
      if listing.leftOut > 0 {
        console.say(
          Text(
            zh: "数字背后的工单明细另有 \(listing.leftOut) 处变化，未列出；加 --orders 列出",
            en:
              "\(listing.leftOut) more in the lists of orders behind the figures, not listed; --orders lists them, too"
          ))
      }
      for line in diff.parameterLines(in: listing.zone) { console.say(line) }
      if diff.formulas.first != diff.formulas.second {
        let (was, is_) = (diff.formulas.first.joined(separator: ", "), diff.formulas.second.joined(separator: ", "))
        console.say(Text(zh: "定义：\(was) → \(is_)", en: "definitions: \(was) → \(is_)"))
      }
      let unexplained = figures.count { $0.causes.contains(.unexplained) }
      if unexplained > 0 {
        console.say(
          Text(
            zh: "\(unexplained) 个数字的变化有一部分找不到对应的工单（标为“原因不明”）",
            en: "of \(unexplained) of them a part is not accounted for by any order: it is listed as unexplained"))
      }
    }
  }
}

extension ReportDiff.Cause {
  /// What people call it.
  func words(_ language: Language) -> String {
    let text =
      switch self {
      case .late: Text(zh: "迟报", en: "late")
      case .correction: Text(zh: "更正", en: "correction")
      case .later: Text(zh: "后续发生", en: "later")
      case .configuration: Text(zh: "配置变更", en: "configuration")
      case .definition: Text(zh: "定义不同", en: "definition")
      case .parameters: Text(zh: "参数不同", en: "parameters")
      case .ranking: Text(zh: "名次变化", en: "ranking")
      case .unexplained: Text(zh: "原因不明", en: "unexplained")
      }
    return text(language)
  }
}
