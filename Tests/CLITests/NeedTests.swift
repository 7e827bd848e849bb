import ArgumentParser
import Domain
import Testing

@testable import CLI

@Suite struct NeedTests {
  /// A command that is not in the table takes an administrator; that is for the table to say, not for an oversight.
  @Test func everyCommandSaysWhatItTakes() {
    let missing = Errand.all.map { $0.path.joined(separator: " ") }.filter { Need.ofCommand[$0] == nil }
    #expect(missing.isEmpty, "Sources/CLI/Rights/Need.swift lacks \(missing)")
  }

  @Test func aCommandIsKnownByItsWords() {
    #expect(Errand(OrderCommand.Show.self).path == ["order", "show"])
    #expect(Errand(OrderCommand.Show.self).need == .somewhere(.orderRead))
    #expect(Errand(Import.Run.self).isImport && Errand(Import.Run.self).function == .imports)
    #expect(Errand(path: ["order", "fly"]).need == .top(.roleEdit))
  }

  @Test func everyCommandTakesWhoActs() throws {
    for (path, command) in Errand.all where path != ["version"] && path.first != "help" {
      let help = command.helpMessage(columns: 80)
      #expect(help.contains("--as"), "\(path.joined(separator: " ")) has no --as")
    }
  }
}
