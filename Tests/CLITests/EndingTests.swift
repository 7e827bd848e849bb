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
    guard case .help(_, let text) = help.saying else {
      Issue.record("help was said as \(help.saying)")
      return
    }
    #expect(text.contains("hotline version"))
  }

  @Test func aSlipOfTheFingerIsNamedInBothLanguages() throws {
    for (arguments, zh, en) in [
      (["order", "list", "--limitt", "3"], "没有选项 --limitt；是不是 --limit？", "--limit'?"),
      (["order", "list", "--wholly-unknown"], "没有选项 --wholly-unknown；请核对拼写", "Unknown"),
      (["order", "list", "--limit"], "--limit <limit> 后面缺少值", "Missing value"),
      (["order", "list", "--limit", "x"], "--limit <limit> 不能是“x”", "invalid"),
      (["order", "list", "--format", "xml"], "--format <format> 不能是“xml”；可选：table、", "invalid"),
      (["order", "show"], "缺少 <no>", "Missing expected argument"),
      (["version", "more"], "多余的参数“more”", "Unexpected argument"),
      (["version", "more", "words"], "多余的参数“more”“words”", "unexpected arguments"),
      (["version", "--no-color=x"], "选项 --no-color 不带值，却写了“x”", "does not take any value"),
      (["order", "list", "--limit", "0"], "--limit 0：请写不小于 1 的数", "write 1 or more"),
      (["report", "run", "volume", "--from", "2015-03-01"], "--from 与 --to 须同时写；或写 --period", "belong together"),
      (["order", "list", "--format", "jsno"], "--format <format> 不能是“jsno”；是不是 json？可选：table、", "mean 'json'?"),
      (["order", "list", "--sort", "prio"], "--sort <sort> 不能是“prio”；是不是 priority？可选：", "mean 'priority'?"),
      (["ordr"], "没有命令 ordr；是不是 order？", "there is no command 'ordr'; did you mean 'order'?"),
      (["order", "lst"], "没有命令 lst；是不是 list？", "did you mean 'list'?"),
      (["campain", "list", "--limit", "3"], "没有命令 campain；是不是 campaign？", "did you mean 'campaign'?"),
      (["party", "contct", "add", "x"], "没有命令 contct；是不是 contact？", "did you mean 'contact'?"),
      (["article", "xyzzy"], "没有命令 xyzzy\n", "there is no command 'xyzzy'\n"),
      (
        ["remind", "run", "--as-of", "2027-02-29"], "--as-of <as-of> 不能是“2027-02-29”：2027 年 2 月没有 29 日，只到 28 日",
        "2027-02 has no day 29; its last is the 28th"
      ),
      (
        ["order", "list", "--time-zone", "Asia/Shangai"],
        "--time-zone <zone> 不能是“Asia/Shangai”：没有时区 Asia/Shangai；是不是 Asia/Shanghai？",
        "there is no zone Asia/Shangai; did you mean Asia/Shanghai?"
      ),
    ] {
      let ended = try #require(throws: (any Error).self) { _ = try Hotline.parseAsRoot(arguments) }
      guard case .failure(let said) = Ending(ended, arguments: arguments).saying else {
        Issue.record("\(arguments) was said as \(Ending(ended, arguments: arguments).saying)")
        continue
      }
      #expect(said.zh.hasPrefix(zh), "\(arguments): \(said.zh)")
      #expect(said.en.contains(en), "\(arguments): \(said.en)")
      // The usage stays below, in either language.
      #expect(said.zh.contains("用法：hotline") && said.en.contains("Usage: hotline") || said.zh.contains("概述："))
      #expect(!said.zh.contains("Usage:") && !said.zh.contains("Help:") && !said.zh.contains("See '"), "\(said.zh)")
    }
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
