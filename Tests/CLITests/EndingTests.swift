import ArgumentParser
import Foundation
import Postgres
import Testing

@testable import CLI

@Suite struct EndingTests {
  private func ending(_ arguments: String...) throws -> Ending {
    do {
      var command = try Hotline.parseAsRoot(arguments)
      try command.run()
    } catch {
      return Ending(error)
    }
    throw Failure(Text("\(arguments) was understood"))
  }

  @Test func aWrongCommandLineEndsWithTwo() throws {
    #expect(try ending("no-such-command").status == 2)
    #expect(try ending("version", "--format", "xml").status == 2)
    #expect(Ending(ValidationError("x")).status == 2)
    let named = try ending("order", "open", "--process", "request", "--name", "Nobody")
    #expect(named.status == 2)
    guard case .failure(let words) = named.saying else {
      Issue.record("a name without a number was said as \(named.saying)")
      return
    }
    #expect(words.en.contains("--phone"))
  }

  @Test func helpIsAResult() throws {
    let help = try ending("version", "--help")
    #expect(help.status == 0)
    guard case .result(let text) = help.saying else {
      Issue.record("help was said as \(help.saying)")
      return
    }
    #expect(text.contains("hotline version"))
  }

  @Test func anErrorKeepsItsStatusAndWords() {
    let ending = Ending(Failure(.locked, Text(zh: "忙", en: "busy")))
    #expect(ending.status == 75)
    #expect(ending.saying == .failure(Text(zh: "忙", en: "busy")))
    #expect(Ending(ExitStatus.rejectedRows).saying == .nothing)
    #expect(Ending(ExitStatus.rejectedRows).status == 3)
    #expect(Ending(OutputClosed()).saying == .nothing)
  }

  @Test func aFullDiskIsToldWithoutTheStatement() throws {
    let full = PostgresError(sqlState: "53100", message: "no space", statement: "create table t ()")
    let said = try #require(
      Explanation.of(MigrationError.failed(schema: "log", number: 1, name: "log", full)) as? Failure)
    #expect(said.message.en.contains("make room") && !said.message.en.contains("create table"))
  }
}
