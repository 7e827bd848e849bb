import ArgumentParser
import Foundation
import Spreadsheets
import Testing

@testable import CLI

@Suite struct HelpPageTests {
  private func page(_ path: [String]) throws -> HelpPage {
    let asked = try #require(throws: (any Error).self) {
      var command = try Hotline.parseAsRoot(path + ["--help"])
      try command.run()
    }
    guard case .help(let page, _) = Ending(asked).saying else { throw Failure(Text("no page for \(path)")) }
    return page
  }

  private static func all(_ command: any ParsableCommand.Type, _ path: [String]) -> [[String]] {
    [path] + command.configuration.subcommands.flatMap { all($0, path + [$0._commandName]) }
  }

  @Test func everyCommandSaysWhatItIsForInChinese() {
    let commands = Set(Self.all(Hotline.self, []).map { $0.joined(separator: " ") })
    let known = Set(CommandWords.service.keys).union(CommandWords.office.keys)
    #expect(commands.subtracting(known).sorted() == [], "Sources/CLI/Help/CommandWords.swift lacks these")
    #expect(known.subtracting(commands).sorted() == [], "Sources/CLI/Help/CommandWords.swift has these for nothing")
  }

  /// What the parser knows of a command and all below it.
  private struct Told: Decodable {
    struct Argument: Decodable {
      let shouldDisplay: Bool
      let valueName: String?
      let abstract: String?
    }

    let commandName: String
    let arguments: [Argument]?
    let subcommands: [Told]?

    func arguments(_ path: String) -> [(path: String, argument: Argument)] {
      (arguments ?? []).filter(\.shouldDisplay).map { (path, $0) }
        + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap { $0.arguments("\(path) \($0.commandName)") }
    }
  }

  @Test func everyOptionAndArgumentSaysWhatItIsForInChinese() throws {
    struct Tool: Decodable { let command: Told }
    let told = try JSONDecoder().decode(Tool.self, from: Data(Hotline._dumpHelp().utf8)).command.arguments("hotline")
    #expect(told.count > 1_500)
    var unused = Set(OptionWords.all.keys)
    var lacking: Set<String> = []
    for (path, argument) in told {
      guard let english = argument.abstract else {
        lacking.insert("\(path) <\(argument.valueName ?? "")> has no help at all")
        continue
      }
      if OptionWords.chinese(english) == english { lacking.insert("\(path): \(english)") }
      unused.remove(english)
      unused.remove(english.split(separator: ": ").first.map(String.init) ?? english)
    }
    #expect(lacking.sorted() == [], "Sources/CLI/Help/OptionWords*.swift lack these")
    #expect(unused.sorted() == [], "Sources/CLI/Help/OptionWords*.swift have these for nothing")
  }

  @Test func everyPageThatExplainsDoesSoInChinese() {
    let commands = Self.all(Hotline.self, [])
    for path in commands {
      let prose = HelpPage.prose(of: Errand.command(path).configuration.discussion)
      #expect(
        prose.isEmpty || CommandProse.paragraphs(path, count: prose.count) != nil,
        "Sources/CLI/Help/CommandProse*.swift lack \(path), or have another number of paragraphs")
    }
  }

  @Test func aPageIsChineseWithEveryArgumentAndFitsTheTerminal() throws {
    for path in [
      ["party", "list"], ["report", "run"], ["import", "check"], ["block", "add"], ["campaign", "assign"],
    ] {
      let page = try page(path)
      #expect(page.path == path)
      let text = page.text(width: 80)
      for heading in ["概述：", "用法：hotline \(path.joined(separator: " ")) ", "选项：", "示例："] {
        #expect(text.contains(heading), "\(path): \(heading)")
      }
      for english in ["OVERVIEW", "USAGE", "OPTIONS", "ARGUMENTS", "(values", "(default", "Only orders", "Act as"] {
        #expect(!text.contains(english), "\(path): \(english)")
      }
      #expect(text.contains("\n  --as <code>"))
      #expect(text.contains("\n  -o, --output <file>"))
      for line in text.split(separator: "\n") where !line.hasPrefix("  hotline") {
        #expect(displayWidth(String(line)) <= 80, "\(path): \(line)")
      }
    }
  }

  @Test func theProseOfAPageIsAsLongAsTheEnglish() throws {
    let commands = Set(Self.all(Hotline.self, []).map { $0.joined(separator: " ") })
    #expect(Set(CommandProse.all.keys).subtracting(commands).sorted() == [])
    for (words, paragraphs) in CommandProse.all {
      let text = try page(words.split(separator: " ").map(String.init)).text(width: 4_000)
      for paragraph in paragraphs {
        #expect(text.contains(paragraph), "Sources/CLI/Help/CommandProse.swift does not fit \(words)")
      }
    }
  }

  @Test func aGroupListsItsCommands() throws {
    let text = try page(["report", "schedule"]).text(width: 80)
    #expect(text.contains("子命令：\n  add                     增加报表计划"))
    #expect(text.hasSuffix("详见：hotline help report schedule <子命令>"))
    #expect(try page([]).text(width: 80).contains("  campaign                外呼活动"))
  }

  @Test func linesBreakBetweenCharactersAndNeverBeforeAComma() {
    #expect(LineWrap.lines("导入名单，查看结果", 8) == ["导入名", "单，查看", "结果"])
    #expect(LineWrap.lines("a bc def", 4) == ["a bc", "def"])
    #expect(LineWrap.lines("unbreakable", 4) == ["unbreakable"])
  }
}
