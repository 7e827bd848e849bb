import BackOffice
import Domain
import Postgres
import Reports
import Testing

@testable import CLI

@Suite struct ProblemWordsTests {
  @Test func aFullDiskSaysWhatStaysAndHowToGoOn() throws {
    let full = PostgresError(sqlState: "53100", message: "could not extend file")
    let step = try #require(Explanation.of(full) as? Failure).message
    #expect(step.en.contains("disk is full") && step.en.contains("run the same command again"))
    #expect(step.zh.contains("磁盘已满") && step.zh.contains("再运行同一命令"))
    let half = Explanation.list(.cutOff(by: .fullDisk, rows: 24_000, of: 60_000))
    #expect(half.en.contains("24000 of 60000 rows are in") && half.en.contains("import the same file again"))
    #expect(half.zh.contains("60000 行中的 24000 行已写入"))
    for cut in [ListProblem.Cut.lostServer, .stopped] {
      let words = Explanation.list(.cutOff(by: cut, rows: 24_000, of: 60_000))
      #expect(words.en.contains("at least 24000 of 60000 rows are in") && words.en.contains("same command again"))
      #expect(words.zh.contains("60000 行中至少 24000 行已写入") && words.zh.contains("再次运行同一命令"))
    }
  }

  @Test func aServerThatWasToldToStopDidNotEndAbnormally() throws {
    let stopped = PostgresError(
      sqlState: "57P01",
      message: """
        FATAL:  terminating connection due to administrator command
        server closed the connection unexpectedly
        \tThis probably means the server terminated abnormally
        \tbefore or while processing the request.
        """)
    let words = try #require(Explanation.of(stopped) as? Failure).message
    #expect(words.en.contains("administrator command") && !words.en.contains("abnormally"), "\(words.en)")
  }

  /// The problems of a text that has many.
  private func problems(_ check: () throws(ProcessError) -> Void) -> [ProcessError.Problem] {
    do {
      try check()
      return []
    } catch {
      return error.problems
    }
  }

  /// What is left of English once the words of the text, in backticks and behind a colon, are taken out.
  private func english(_ text: String) -> [Substring] {
    text.replacing(#/`[^`]*`|".*"/#, with: "").replacing(#/[：:].*/#, with: "").matches(of: #/[A-Za-z]{3,} [a-z]{2,}/#)
      .map(\.output)
  }

  private func check(_ problems: [ProcessError.Problem], atLeast count: Int) {
    #expect(problems.count >= count, "\(problems.map(\.reason))")
    for problem in problems {
      for words in [problem.reason, problem.suggestion] {
        let chinese = ProblemWords.chinese(words)
        #expect(chinese != words && english(chinese).isEmpty, "\(words) → \(chinese)")
      }
    }
  }

  @Test func whatIsWrongWithReportsAndMeasuresIsSaidInChinese() {
    let yaml = """
      measure: one
      labels: {zh: 一}
      of: ordrs
      count: {opend: in-period}
      ---
      measure: two
      labels: {zh: 二, en: Two}
      formula: opened / (
      as: percnt
      ---
      measure: three
      labels: {zh: 三, en: Three}
      formula: opened / nothing
      as: percent
      base: {zh: 无, en: none}
      ---
      measure: four
      labels: {zh: 四, en: Four}
      formula: opened / finished
      as: duration
      base: {zh: 无, en: none}
      ---
      report: mine
      labels: {zh: 我, en: Mine}
      time: periode
      tables:
        - {name: a, labels: {zh: 甲, en: A}, rows: [catgory, unit, unit], measures: [opned], top: 3, totals: [all]}
        - {name: a, labels: {zh: 甲, en: A}, rows: [unit], columns: unit, measures: [opened], subtotals: true}
      """
    check(
      problems { () throws(ProcessError) in _ = try ReportLibrary.shipped.check(yaml, called: "mine.yaml") }, atLeast: 5
    )
  }

  @Test func whatIsWrongWithAProcessIsSaidInChinese() {
    let yaml = """
      process: Wrong Name
      labels: {zh: 错, en: Wrong}
      states:
        new: {kind: opn}
        lost: {kind: open, clock: nothing}
        done: {kind: done, maxStay: 3x}
        yes: {kind: done}
      clocks:
        resolve: {target: soon}
      actions:
        sign: {from: new, to: workin, by: agnt, max: many, then: other}
        close: {from: [new, new], to: done}
      rules:
        - {clock: resolve, at: 3, to: nobody}
        - {event: idle}
        - {event: opened, if: "colour = red", do: jump}
      unheard: of
      """
    check(
      problems { () throws(ProcessError) in _ = try ProcessCompiler.compile(yaml, version: 1) }, atLeast: 10)
  }

  @Test func theWordsOfTheTextStayWhatTheyAre() {
    #expect(ProblemWords.chinese("there is no state `workin`") == "没有状态 `workin`")
    #expect(ProblemWords.chinese("add `a` to `from` of `b`") == "在 `b` 的 `from` 中加 `a`")
    #expect(ProblemWords.chinese("leave `of` out, or make it a measure") == "去掉 `of`，或另立一个指标")
    #expect(ProblemWords.chinese("the formula is a share, not `as: duration`") == "公式算出的是比率，不是 `as: duration`")
    #expect(ProblemWords.chinese("nobody wrote this") == "nobody wrote this")
    let problem = ProcessError.Problem(
      line: 3, column: 1, path: "tables[1]", reason: "`rows` is missing", suggestion: "write `rows: [unit]`")
    #expect(problem.line(in: "mine.yaml").zh == "mine.yaml:3: tables[1]: 缺少 `rows`；写 `rows: [unit]`")
  }

  @Test(arguments: [
    "", "hourly", "0 8 * *", "61 * * * *", "0 25 * * *", "0 8 0 * *", "0 8 * 13 *", "0 8 * * 9", "every 7x", "every 7m",
    "working day", "working day 25:00", "sixth working day of the month 08:00",
  ])
  func whatIsWrongWithARuleIsSaidInChinese(rule: String) {
    do throws(SlotRule.Problem) {
      _ = try SlotRule(rule)
      Issue.record("\(rule) is a rule")
    } catch {
      let chinese = ProblemWords.chinese(ofOptions: "--when: \(error.reason); \(error.suggestion)")
      #expect(chinese.hasPrefix("--when：") && english(chinese.replacing("--when：", with: "")).isEmpty, "\(chinese)")
    }
  }

  private static let problems = ["Sources/Domain", "Sources/Reports"]
  /// What makes a problem of two texts: what is wrong, what to do.
  private static let problemCalls: Set<String> = [
    "report", "refuse", "problem", "Problem", "Unreadable", "Mixed", "init",
  ]

  /// Whether a template's fixed parts stand in a literal, whatever either of them has in between.
  private func fits(_ template: ProblemWords.Template, _ literal: SwiftLiterals.Literal) -> Bool {
    ProblemWords.chinese(literal.text, by: [template]) != literal.text
  }

  /// The words are found by the English of a problem: one that is changed there has to be changed here.
  @Test func everyProblemThatIsWrittenSomewhereHasWordsAndNoWordsAreLeftOver() throws {
    var (all, called): (Set<SwiftLiterals.Literal>, Set<SwiftLiterals.Literal>) = ([], [])
    for folder in Self.problems {
      let found = try SwiftLiterals.of(folder, calls: Self.problemCalls)
      all.formUnion(found.all)
      called.formUnion(found.called)
    }
    #expect(called.count > 300)
    let wordless = called.filter { $0.text.contains(" ") && ProblemWords.chinese($0.text) == $0.text }
    #expect(wordless.map(\.described).sorted() == [], "Sources/CLI/Problems lacks these")
    let unused = ProblemWords.ofTexts.filter { template in !all.contains { fits(template, $0) } }
    #expect(unused.map(\.english) == [], "Sources/CLI/Problems has these for nothing")
  }

  @Test func everyRefusalOfAnOptionHasWordsAndNoWordsAreLeftOver() throws {
    let (_, called) = try SwiftLiterals.of("Sources/CLI", calls: ["ValidationError"])
    #expect(called.count > 100)
    let wordless = called.filter { ParserWords.chinese($0.text) == $0.text }
    #expect(wordless.map(\.described).sorted() == [], "ProblemWords+options.swift lacks these")
    let handedOn = try ["Sources/Domain/Numbering", "Sources/BackOffice/Import"].flatMap {
      try SwiftLiterals.of($0, calls: []).all
    }
    let unused = ProblemWords.ofOptions.filter { template in !(called.union(handedOn)).contains { fits(template, $0) } }
    #expect(unused.map(\.english) == [], "ProblemWords+options.swift has these for nothing")
  }
}

extension SwiftLiterals.Literal {
  fileprivate var described: String { "\(file): \(text.replacing(SwiftLiterals.gap, with: "…"))" }
}
