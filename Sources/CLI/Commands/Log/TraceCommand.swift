import ArgumentParser
import BackOffice
import Foundation

/// `hotline trace`: one matter across all streams.
struct TraceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Tell the whole story of one matter: who did what when, across all streams, and what led to what.",
    discussion: """
      Of an order: its own events, those of whom it is for, the import that brought it, the reminders that were sent, and \
      whatever else the same commands did. What one command did stands together; what came of another step stands \
      further right, with the event it came of. An event, a command (correlation), an import or a party is found by its id. \
      Names and words are not shown: `hotline party export` and `hotline order history` have them.

      Examples:
        hotline trace 10000012
        hotline trace 019a1d5f-8872-7a4e-b973-242a588205a3
        hotline trace 10000012 --format json
      """)
  @Argument(
    help: ArgumentHelp("An order's number, or the id of an event, a command, an import or a party.", valueName: "what"))
  var typed: String
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let workplace = Workplace(output)
    try await workplace.sitting { session in
      let zone = output.zone(office: try await session.definitions().calendar.timeZone)
      let trace = try await session.trace(typed)
      let console = workplace.console
      if output.isTable {
        let sink = try ResultSink(path: try output.target().path)
        let tree = TraceTree(
          trace, console.language, zone, width: console.outputIsTerminal ? console.width : nil,
          colors: console.outputHasColors)
        for line in tree.lines {
          sink.buffer.append(contentsOf: (line + "\n").utf8)
          try sink.flushIfFull()
        }
        try sink.finish()
      } else {
        let listing = try Listing(
          title: Text(zh: "事件", en: "events"), columns: TraceLine.columns, options: output, console: console,
          zone: zone)
        for (index, step) in trace.steps.enumerated() {
          for entry in step.events { try listing.append(TraceLine.row(entry, step, number: index + 1)) }
        }
        try listing.finish()
      }
      if trace.others > 0 {
        console.say(
          console.styled(
            Text(
              zh: "同一批操作中另有 \(grouped(trace.others)) 个事件与此事无关，未显示",
              en: "the same commands wrote \(grouped(trace.others)) more events, about other matters")(
                console.language),
            .dim))
      }
    }
  }
}

/// An event of a trace as a line for scripts.
enum TraceLine {
  static let columns =
    [
      ListColumn("step", Text(zh: "步骤", en: "step"), .integer),
      ListColumn("depth", Text(zh: "层次", en: "depth"), .integer, priority: 5),
      ListColumn("parent", Text(zh: "上一步", en: "came of step"), .integer, priority: 5),
    ] + EventLine.columns.filter { !hidden.contains($0.key) } + [
      ListColumn("deliveredAt", Text(zh: "送达", en: "handed over"), .instant, priority: 6)
    ]

  /// Whoever looks for the way of a matter need not read what a caller said.
  private static let hidden: Set<String> = ["subject", "personal"]

  static func row(_ entry: Trace.Entry, _ step: Trace.Step, number: Int) -> [Value] {
    let event = zip(EventLine.columns, EventLine.row(entry.recorded)).filter { !hidden.contains($0.0.key) }.map(\.1)
    return [.integer(number), .integer(step.depth), .integer(step.parent.map { $0 + 1 })] + event + [
      .instant(entry.delivery?.deliveredAt)
    ]
  }
}
