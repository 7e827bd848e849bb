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
      abstract: "Say which figures changed between two files of a report, and why.",
      discussion: """
        Both are made again from the log. Causes: late (it happened within the first report's time and was recorded after \
        it), correction (edited, reopened, taken back), later (it happened after the first report's time), configuration \
        (a process, calendar, tree or unit changed), definition (the report or a measure is defined otherwise), parameters \
        (another period or part). --events lists the events behind the changes. Exit status 0 where nothing changed, else 1.

        Examples:
          hotline report diff march-early.xlsx march-late.xlsx
          hotline report diff march-early.xlsx march-late.xlsx --events
          hotline report diff a.json b.json --format ndjson
        """)
    @Argument(help: "One of the files.", completion: .file(extensions: ["xlsx", "json", "html"])) var first: String
    @Argument(help: "The other one.", completion: .file(extensions: ["xlsx", "json", "html"])) var second: String
    @Flag(name: .customLong("events"), help: "List the events behind the changes instead of the figures.")
    var showsEvents = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      let (a, b) = (try open(first), try open(second))
      let diff = try await workplace.sitting { session in
        let line = CountLine(Text(zh: "逐步重做", en: "making it again, step by step"), console)
        defer { line.finish() }
        let diff = try await session.diff(a.stamp, b.stamp) { done, total in
          if done > 0 { line.add(1, of: total) }
        }
        line.finish()
        let zone = output.zone(office: try await session.definitions().calendar.timeZone)
        try showsEvents ? showEvents(diff, console, zone) : showFigures(diff, console)
        return diff
      }
      try warn(a, console)
      try warn(b, console)
      say(diff, console)
      if !diff.figures.isEmpty { throw ExitStatus.failed }
    }

    private func open(_ path: String) throws -> ReportFile {
      do {
        return try ReportFile.open(path)
      } catch {
        throw Explanation.of(error)
      }
    }

    private func showFigures(_ diff: ReportDiff, _ console: Console) throws {
      let listing = try Listing(
        title: Text(zh: "变化的数字", en: "figures that changed"),
        columns: [
          ListColumn("table", Text(zh: "表", en: "table"), .code), ListColumn("row", Text(zh: "行", en: "row")),
          ListColumn("column", Text(zh: "列", en: "column"), .code),
          ListColumn("before", Text(zh: "先", en: "before")), ListColumn("after", Text(zh: "后", en: "after")),
          ListColumn("causes", Text(zh: "原因", en: "why")),
          ListColumn("events", Text(zh: "事件", en: "events"), .code, priority: 1),
        ], options: output, console: console, zone: .gmt)
      for figure in diff.figures {
        let causes = figure.causes.map { output.isForPeople ? $0.words(console.language) : $0.rawValue }
        try listing.append([
          .code(figure.change.name.table), .text(figure.change.name.row), .code(figure.change.name.column),
          .text(figure.change.before), .text(figure.change.after),
          .text(causes.joined(separator: output.isForPeople ? Text(zh: "、", en: ", ")(console.language) : ",")),
          .code(figure.events.map(String.init).joined(separator: ",")),
        ])
      }
      try listing.finish()
    }

    private func showEvents(_ diff: ReportDiff, _ console: Console, _ zone: TimeZone) throws {
      let listing = try Listing(
        title: Text(zh: "变化背后的事件", en: "events behind the changes"),
        columns: [
          ListColumn("position", Text(zh: "位置", en: "position"), .integer),
          ListColumn("cause", Text(zh: "原因", en: "why")), ListColumn("no", Text(zh: "工单号", en: "order"), .code),
          ListColumn("event", Text(zh: "事件", en: "what"), .code),
          ListColumn("occurredAt", Text(zh: "发生时间", en: "happened"), .instant),
          ListColumn("recordedAt", Text(zh: "记录时间", en: "recorded"), .instant),
          ListColumn("actor", Text(zh: "经手人", en: "by"), .code),
          ListColumn("figures", Text(zh: "影响数字", en: "figures"), .integer),
        ], options: output, console: console, zone: zone)
      for (position, reason) in diff.reasons.sorted(by: { $0.key < $1.key }) {
        let cause = output.isForPeople ? reason.cause.words(console.language) : reason.cause.rawValue
        try listing.append([
          .integer(Int(position)), .text(cause), .code(reason.event.stream.orderNumber?.description),
          .code(reason.event.type.name), .instant(reason.event.occurredAt), .instant(reason.event.recordedAt),
          .code(reason.event.authorship.actor), .integer(diff.figures.count { $0.events.contains(position) }),
        ])
      }
      try listing.finish()
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

    private func say(_ diff: ReportDiff, _ console: Console) {
      let (from, to) = (diff.first.position, diff.second.position)
      guard !diff.figures.isEmpty else {
        console.say(
          Text(zh: "没有变化（日志位置 \(from) 与 \(to)）", en: "nothing changed (log positions \(from) and \(to))"))
        return
      }
      let causes = diff.counts.map { "\($0.cause.words(console.language)) \($0.figures)" }
      console.say(
        Text(
          zh: "\(diff.figures.count) 个数字变化，日志位置 \(from) → \(to)：\(causes.joined(separator: "，"))",
          en:
            "\(diff.figures.count) \(diff.figures.count == 1 ? "figure" : "figures") changed, log positions \(from) to \(to): \(causes.joined(separator: ", "))"
        ))
      for (name, first, second) in diff.parameters {
        let (was, is_) = (first ?? "-", second ?? "-")
        console.say(Text(zh: "参数 \(name)：\(was) → \(is_)", en: "parameter \(name): \(was) → \(is_)"))
      }
      if diff.formulas.first != diff.formulas.second {
        let (was, is_) = (diff.formulas.first.joined(separator: ", "), diff.formulas.second.joined(separator: ", "))
        console.say(Text(zh: "定义：\(was) → \(is_)", en: "definitions: \(was) → \(is_)"))
      }
      if diff.stepLength > 1 {
        console.say(
          Text(
            zh: "事件很多，每 \(diff.stepLength) 个一步：同一步的事件一并列出",
            en: "there are many events, so \(diff.stepLength) make a step, and all of a step are named together"))
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
      }
    return text(language)
  }
}
