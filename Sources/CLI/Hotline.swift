import ArgumentParser
import Foundation

/// The executable: parses, runs, and turns however a command ended into words and an exit status.
@main
struct Hotline: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hotline",
    abstract: "Calls become orders; what is overdue becomes a list, a reminder and a report.",
    version: "hotline \(Version.current)",
    subcommands: [
      Import.self, OrderCommand.self, Remind.self, ReportCommand.self, EventCommand.self, DatabaseCommand.self,
      ProjectionCommand.self, ProcessCommand.self, Version.self,
    ])

  static func main() async {
    Interrupt.surviveClosedPipes()
    do {
      try await Interrupt.heeding {
        var command = try await asyncParseAsRoot()
        if var command = command as? any AsyncParsableCommand {
          try await command.run()
        } else {
          try command.run()
        }
      }
    } catch {
      Ending(error).exit(Console(arguments: CommandLine.arguments))
    }
  }
}
