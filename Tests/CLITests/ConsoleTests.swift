import Testing

@testable import CLI

@Suite struct ConsoleTests {
  @Test func theFlagComesBeforeTheVariableBeforeTheLocale() {
    #expect(Language.chosen(flag: .en, environment: ["HOTLINE_LANG": "zh"]) == .en)
    #expect(Language.chosen(flag: nil, environment: ["HOTLINE_LANG": "zh", "LC_ALL": "en_US.UTF-8"]) == .zh)
    #expect(Language.chosen(flag: nil, environment: ["LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "C"]) == .zh)
    #expect(Language.chosen(flag: nil, environment: ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"]) == .en)
    #expect(Language.chosen(flag: nil, environment: ["LANG": "de_DE.UTF-8"]) == .en)
    #expect(Language.chosen(flag: nil, environment: [:]) == .en)
  }

  @Test func theLanguageOfAnUnreadableCommandLineIsFound() {
    #expect(Console(arguments: ["hotline", "bla", "--lang", "zh"], environment: [:]).language == .zh)
    #expect(Console(arguments: ["hotline", "--lang=zh"], environment: [:]).language == .zh)
    #expect(Console(arguments: ["hotline", "--lang"], environment: [:]).language == .en)
    #expect(Console(arguments: ["hotline", "--", "--lang=zh"], environment: [:]).language == .en)
  }

  @Test func aDumbTerminalGetsNeitherColoursNorProgress() {
    let dumb = Console(
      language: .en, outputIsTerminal: true, errorIsTerminal: true, width: 80, colors: true, isDumb: true)
    #expect(!dumb.showsProgress && !dumb.outputHasColors && !dumb.errorHasColors)
  }

  @Test func progressSaysRateShareAndTimeLeft() {
    #expect(
      Progress.line("importing", 48_000, of: 100_000, after: .seconds(12), .en)
        == "importing  48% · 48,000 of 100,000 · 4,000/s · 13 s left")
    #expect(Progress.line("导入", 7, of: nil, after: .milliseconds(100), .zh) == "导入  7")
    #expect(Progress.line("x", 0, of: 0, after: .zero, .en) == "x  0")
  }

  @Test func longNumbersAreGrouped() {
    #expect(grouped(999) == "999")
    #expect(grouped(1000) == "1,000")
    #expect(grouped(-1_234_567) == "-1,234,567")
  }
}
