import ArgumentParser
import BackOffice
import Foundation
import Projections

/// `hotline projection …`: the read models.
struct ProjectionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "projection", abstract: "The read models: where they stand, computing one anew.",
    subcommands: [List.self, Rebuild.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the read models and how far each has come.",
      discussion: "A read model that is behind catches up when it is asked.\n\nExample:\n  hotline projection list")
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let listing = try Listing(
          title: Text(zh: "读模型", en: "read models"),
          columns: [
            ListColumn("name", Text(zh: "名称", en: "name")),
            ListColumn("version", Text(zh: "版本", en: "version"), .integer),
            ListColumn("position", Text(zh: "位置", en: "position"), .integer),
            ListColumn("head", Text(zh: "日志末尾", en: "head of the log"), .integer),
            ListColumn("behind", Text(zh: "落后", en: "behind"), .integer),
            ListColumn("tables", Text(zh: "表", en: "tables"), priority: 1),
          ], options: output, console: workplace.console, zone: .gmt)
        for status in try await ReadModels.status(on: session.connection) {
          try listing.append([
            .text(status.name), .integer(status.version), .integer(Int(status.position)), .integer(Int(status.head)),
            .integer(Int(status.head - status.position)), .text(status.tables.joined(separator: " ")),
          ])
        }
        try listing.finish()
      }
    }
  }

  struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compute a read model anew from the first event.",
      discussion: """
        Others go on with the old tables until the new ones are complete; nothing is fired or sent again. A read model
        that a newer hotline made goes back to what this one knows.

        Example:
          hotline projection rebuild order-board
        """)
    @Argument(
      help: "Its name: \(ReadModels.all.map(\.name).joined(separator: ", ")).",
      completion: .list(ReadModels.all.map(\.name)))
    var name: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
      guard let projection = ReadModels.named(name) else {
        throw ValidationError(
          "there is no read model '\(name)'; there are \(ReadModels.all.map(\.name).joined(separator: ", "))")
      }
      let workplace = Workplace(output)
      let line = ImportProgressLine(workplace.console)
      try await workplace.sitting { session in
        defer { line.finish() }
        try await session.rebuild(projection) { step in
          if case .applying(let done, let total) = step { line.show(.updating(done: done, of: total)) }
        }
      }
      workplace.console.say(Text(zh: "\(name)：已重建", en: "\(name): rebuilt"))
    }
  }
}

extension Session {
  /// Brings read models up to date, with progress where that takes time.
  func catchUpShowingProgress(_ projections: [any Projection], _ console: Console) async throws {
    let line = ImportProgressLine(console)
    defer { line.finish() }
    try await catchUp(projections) { line.show(.updating(done: $0, of: $1)) }
  }
}
