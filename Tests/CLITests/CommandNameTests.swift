import ArgumentParser
import Testing

@testable import CLI

@Suite struct CommandNameTests {
  private static func unnamed(_ command: any ParsableCommand.Type) -> [String] {
    (command.configuration.commandName == nil ? ["\(command)"] : [])
      + command.configuration.subcommands.flatMap(unnamed)
  }

  /// The parser asks every command for its name at every start. One that gives none is named after its type, which costs
  /// some 80 µs each: together half of the start.
  @Test func everyCommandNamesItself() {
    #expect(Self.unnamed(Hotline.self) == [])
  }
}
