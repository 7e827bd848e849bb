import ArgumentParser
import BackOffice
import Domain
import Foundation

extension ProcessCommand {
  struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "move",
      abstract: "Move open orders to another version of their process, by a map from state to state.",
      discussion: """
        Orders stay on the version they opened with. A map says where those of one version go; states of the same name need \
        not be named. It is published with the move, and every moved order says so in its history.

          process-map: complaint
          from: 1
          to: 2
          states: {checking: working}

        Examples:
          hotline process move complaint --map map.yaml --dry-run
          hotline process move complaint --map map.yaml --yes
        """)
    @Argument(help: "The process.") var key: String
    @Option(help: "A YAML file with the map.", completion: .file(extensions: ["yaml", "yml"])) var map: String
    @Flag(name: .customLong("dry-run"), help: "Count the orders that would move, and move none.")
    var isRehearsal = false
    @Flag(help: "Move them without asking.") var yes = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let text = try DefinitionFile.read(map)
      let workplace = Workplace(output)
      let key = ProcessKey(rawValue: key)
      try await workplace.sitting { session in
        do {
          let preview = try await session.previewMove(text, of: key, at: workplace.now)
          try show(preview, workplace)
          guard !isRehearsal else {
            return workplace.console.say(Text(zh: "仅试算，没有写入", en: "a rehearsal: nothing was written"))
          }
          guard try yes || preview.total == 0 || confirm(preview, workplace.console) else { throw ExitStatus.failed }
          let moved = try await session.move(text, of: key, at: workplace.now)
          workplace.console.say(
            Text(
              zh: "\(moved) 件工单已转到 \(key) 第 \(preview.map.to) 版",
              en: "\(moved) order\(moved == 1 ? "" : "s") moved to version \(preview.map.to) of \(key)"))
        } catch let error as ProcessError {
          throw DefinitionFile.failure(error, in: map, Text(zh: "映射", en: "the map has"))
        }
      }
    }

    private func show(_ preview: ProcessMove, _ workplace: Workplace) throws {
      let listing = try Listing(
        title: Text(zh: "要转移的状态", en: "states with orders to move"),
        columns: [
          ListColumn("from", Text(zh: "原状态", en: "from"), .code), ListColumn("to", Text(zh: "新状态", en: "to"), .code),
          ListColumn("orders", Text(zh: "件数", en: "orders"), .integer),
        ], options: output, console: workplace.console, zone: .gmt)
      for (from, to, orders) in preview.counts {
        try listing.append([.code(from.rawValue), .code(to.rawValue), .integer(orders)])
      }
      try listing.finish()
    }

    private func confirm(_ preview: ProcessMove, _ console: Console) throws -> Bool {
      try Confirmation.ask(
        Text(
          zh: "将 \(preview.total) 件工单从第 \(preview.map.from) 版转到第 \(preview.map.to) 版？",
          en:
            "Move \(counted(preview.total, "order", "orders")) from version \(preview.map.from) to version \(preview.map.to)?"
        ),
        option: "--yes", console)
    }
  }

  struct Diagram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diagram", abstract: "Draw a process: states, and the actions that lead from one to another.",
      discussion: """
        Examples:
          hotline process diagram complaint
          hotline process diagram complaint --format mermaid > complaint.mmd
          hotline process diagram draft.yaml
        """)
    @Argument(help: "The process, or a YAML file, which needs no database.") var key: String
    @Option(help: "An earlier version; else the newest.") var version: Int?
    @Option(help: "How to draw it.") var format = DiagramFormat.terminal
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let workplace = Workplace(speech)
      let process = try await process(workplace)
      let language = workplace.console.language
      let lines =
        switch format {
        case .terminal: TerminalDiagram(process, language, width: workplace.console.width).lines
        case .mermaid: MermaidDiagram(process, language).lines
        }
      try DefinitionFile.write(lines.joined(separator: "\n") + "\n")
    }

    private func process(_ workplace: Workplace) async throws -> Domain.Process {
      if key.hasSuffix(".yaml") || key.hasSuffix(".yml") {
        do {
          return try ProcessCompiler.compile(try DefinitionFile.read(key), version: 1)
        } catch let error as ProcessError {
          throw ProcessCommand.failure(error, in: key)
        }
      }
      return try await workplace.sitting { session in
        let text = try await session.processText(ProcessKey(rawValue: key), version: version)
        return try ProcessCompiler.compile(text.yaml, version: text.version, among: .stored)
      }
    }
  }
}

/// How a process is drawn.
enum DiagramFormat: String, ExpressibleByArgument, CaseIterable {
  /// Lines of text, for a terminal.
  case terminal
  /// A state diagram of mermaid.js, for documents.
  case mermaid
}
