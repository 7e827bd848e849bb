import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension OrderCommand {
  struct Feed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "feed",
      abstract: "What came to a unit: tasks that wait for it, and with --follow each new one as it comes.",
      discussion: """
        --follow prints a line a task within two seconds of its dispatch, with a bell on a terminal, until it is stopped. \
        --format ndjson is for a program that pops up notices. When the database goes away it says so, and goes on where it \
        was once the database is back.

        Examples:
          hotline order feed --unit repairs
          hotline order feed --unit repairs --follow
          hotline order feed --unit repairs --follow --format ndjson | notify
        """)
    @Option(help: "The unit that gets the tasks; all units where nothing is said.") var unit: String?
    @Flag(help: "Go on with what comes.") var follow = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if follow, output.file != nil { throw ValidationError("--follow writes to standard output; leave -o out") }
      if follow, let format = output.format, format != .ndjson, format != .table {
        throw ValidationError("--follow: --format \(format.rawValue) has an end; take ndjson")
      }
    }

    func run() async throws {
      let workplace = Workplace(output)
      guard follow else { return try await workplace.sitting { try await list(in: $0, workplace) } }
      // The last that was told; a new session after an outage goes on behind it.
      var told: Int64?
      try await workplace.staying { session in
        // Before the list: what comes while it is printed is told after it.
        let head = try await session.store.head()
        try await session.catchUpShowingProgress([OrderBoard()], workplace.console)
        let definitions = try await session.definitions()
        let zone = output.zone(office: definitions.calendar.timeZone)
        let lines = FeedLines(definitions, output, workplace.console, zone)
        if told == nil {
          for row in try await session.work(query(session, definitions, workplace), from: workplace.now) {
            try lines.write(row, at: row.openedAt)
          }
        }
        let start = told ?? head
        told = start
        let asked = unit.flatMap { UnitKey($0) }
        try await session.followFeed(after: start, now: { Date() }, isAsked: { asked == nil || asked == $0 }) { item in
          try lines.write(item.row, at: item.at, isNew: true, isAssist: item.isAssist)
          told = item.position
        }
      }
    }

    private func list(in session: Session, _ workplace: Workplace) async throws {
      let definitions = try await session.definitions()
      try await session.catchUpShowingProgress([OrderBoard()], workplace.console)
      try await OrderListing(Text(zh: "待签收任务", en: "tasks that wait"), definitions, output, workplace.console).show(
        query(session, definitions, workplace), in: session)
    }

    private func query(_ session: Session, _ definitions: Definitions, _ workplace: Workplace) -> BoardQuery {
      var query = BoardQuery(asOf: workplace.now, sort: .opened)
      query.sight = session.sight(definitions)
      query.cell = .unsigned
      query.unit = unit
      return query
    }
  }
}

/// Tasks as lines that are out as soon as they are written.
private struct FeedLines {
  private let words: BoardWords
  private let output: OutputOptions
  private let console: Console
  private let zone: TimeZone

  init(_ definitions: Definitions, _ output: OutputOptions, _ console: Console, _ zone: TimeZone) {
    words = BoardWords(definitions, output, console.language, keys: [.no, .title, .state, .unit, .priority, .dueAt])
    self.output = output
    self.console = console
    self.zone = zone
  }

  func write(_ row: BoardRow, at instant: Date, isNew: Bool = false, isAssist: Bool = false) throws {
    let sink = try ResultSink(path: nil)
    if output.format == .ndjson {
      let columns =
        words.columns + [
          ListColumn("cameAt", Text("cameAt"), .instant), ListColumn("new", Text("new"), .flag),
          ListColumn("assist", Text("assist"), .flag), ListColumn("toldAt", Text("toldAt"), .instant),
        ]
      let rows = JSONRows(.lines, columns: columns, sink: sink, zone: zone)
      try rows.append(words.row(row) + [.instant(instant), .flag(isNew), .flag(isAssist), .instant(Date())])
      return try rows.finish()
    }
    var clock = WallClock(zone: zone)
    var text = ValueText(language: console.language, zone: zone)
    var parts = [clock.text(instant, .minute)]
    parts += words.row(row).dropLast().map { text($0) }.filter { !$0.isEmpty }
    if let due = row.dueAt { parts.append(Text(zh: "期限 ", en: "due ")(console.language) + clock.text(due, .deadline)) }
    if isAssist { parts.append(Text(zh: "协办", en: "to assist")(console.language)) }
    let line = parts.joined(separator: "  ")
    let bell = isNew && console.outputIsTerminal ? "\u{07}" : ""
    sink.buffer.append(contentsOf: (bell + (isNew && console.outputHasColors ? Style.bold(line) : line) + "\n").utf8)
    try sink.finish()
  }
}
