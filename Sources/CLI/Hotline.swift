import ArgumentParser
import Foundation

/// The executable: parses, runs, and turns however a command ended into words and an exit status.
@main
struct Hotline: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hotline",
    abstract: "Calls become orders; what is overdue becomes a list, a reminder and a report.",
    discussion: """
      A first round, on the lists that come with it:

        hotline import run fixtures/outreach-list.xlsx --as outreach \\
          --campaign spring --hidden include
        hotline order list --campaign spring --limit 5
        hotline order open --process complaint \\
          --title "No water since noon" --unit repairs
        hotline order list --overdue
        hotline remind run
        hotline report run overdue -o overdue.xlsx

      Every command has an example: hotline help order list. Results go to standard output, all else to standard error. \
      The first command makes a private PostgreSQL in the data folder (HOTLINE_HOME); hotline db tells where and how it is. \
      --lang zh or HOTLINE_LANG=zh speaks Chinese.
      """,
    version: "hotline \(Version.current)",
    subcommands: [
      Import.self, SheetCommand.self, CampaignCommand.self, OrderCommand.self, ViewCommand.self, TemplateCommand.self,
      AgendaCommand.self, PartyCommand.self, BlockCommand.self, PartCommand.self,
      ArticleCommand.self, Remind.self, ReportCommand.self, MeasureCommand.self,
      TraceCommand.self, EventCommand.self, LogCommand.self, UnitCommand.self,
      PersonCommand.self, RoleCommand.self, FunctionCommand.self, DatabaseCommand.self, ProjectionCommand.self,
      ProcessCommand.self, CategoryCommand.self, RegionCommand.self, CalendarCommand.self,
      Version.self,
    ])

  static func main() async {
    Interrupt.surviveClosedPipes()
    do {
      try await Interrupt.heeding {
        var command = try await asyncParseAsRoot()
        try await Errand.$current.withValue(Errand(type(of: command))) {
          if var command = command as? any AsyncParsableCommand {
            try await command.run()
          } else {
            try command.run()
          }
        }
      }
    } catch {
      Ending(error, arguments: Array(CommandLine.arguments.dropFirst())).exit(Console(arguments: CommandLine.arguments))
    }
  }
}
