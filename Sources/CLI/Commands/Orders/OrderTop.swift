import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

extension OrderCommand {
  struct Top: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "top", abstract: "Watch the board live on the terminal.",
      discussion: """
        The units with most overdue come first. q ends it. Where standard output is no terminal the board is printed once.

        Examples:
          hotline order top
          hotline order top --process complaint --every 5
        """)
    @OptionGroup var filter: BoardFilter
    @Option(help: "Look again after so many seconds.") var every = 2
    @OptionGroup var speech: SpeechOptions

    func validate() throws {
      if every < 1 { throw ValidationError("--every \(every): write 1 or more") }
      if filter.asOf != nil { throw ValidationError("--as-of: top shows how it stands now; order board looks back") }
    }

    func run() async throws {
      let workplace = Workplace(speech)
      let console = workplace.console
      func look(_ session: Session) async throws {
        let definitions = try await session.definitions()
        try filter.check(definitions)
        let zone = definitions.calendar.timeZone
        let painter = DeskScreen(language: console.language, colors: console.outputHasColors, zone: zone)
        func desk(_ now: Date) async throws -> [DeskLine] {
          try await session.catchUp(filter.models)
          return try await session.desk(filter.query(in: zone, now: now, for: session, definitions))
        }
        guard let screen = Screen() else {
          let now = workplace.now
          let sink = try ResultSink(path: nil)
          let lines = painter.lines(try await desk(now), asOf: now, width: console.width, height: nil)
          sink.buffer.append(contentsOf: (lines.joined(separator: "\n") + "\n").utf8)
          return try sink.finish()
        }
        var seen: (lines: [DeskLine], at: Date)?
        var size = (columns: 0, lines: 0)
        while true {
          let isDue = seen.map { Date().timeIntervalSince($0.at) >= Double(every) } ?? true
          if isDue {
            let now = Date()
            seen = (try await desk(now), now)
          }
          if let seen, isDue || size != screen.size {
            size = screen.size
            let foot = Text(zh: "q 退出", en: "q quits")(console.language)
            let lines = painter.lines(seen.lines, asOf: seen.at, width: size.columns, height: size.lines - 1)
            screen.draw(lines + [console.outputHasColors ? Style.dim(foot) : foot])
          }
          if screen.keys().contains(where: { $0 == UInt8(ascii: "q") || $0 == UInt8(ascii: "Q") }) { return }
          try await Task.sleep(for: .milliseconds(100))
        }
      }
      // Printed once, it is a list like others; drawn live, it outlives the server.
      guard Descriptor.standardOutput.isTerminal else { return try await workplace.sitting(look) }
      try await workplace.staying(look)
    }
  }
}
