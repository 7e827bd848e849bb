import Domain
import Testing

@Suite struct FormTests {
  private static let yaml = """
    process: mediation
    form:
      - {name: outcome, type: choice, required: true, choices: [{key: agreed, labels: {zh: 达成, en: Agreed}}, failed]}
      - {name: agreement, type: long, required: true, when: outcome = agreed, max: 20}
      - {name: sum, type: money, when: outcome = agreed, min: 0}
      - {name: large, type: flag, when: sum >= 1000}
      - {name: agreed-on, type: date}
      - {name: starts, type: time}
      - {name: people, type: number, min: 1, max: 10}
      - {name: witness, type: phone}
      - {name: room, type: text, personal: false, min: 2}
    states: {new: {kind: open}, closed: {kind: closed}}
    actions:
      close: {from: new, to: closed, by: agent, needs: [note], asks: [{name: note, type: text}]}
    """
  private let form: Form

  init() throws { form = try ProcessCompiler.compile(Self.yaml, version: 1).form }

  @Test func aFormIsFilledInAsPeopleWrite() {
    let (values, problems) = form.read([
      "outcome": "达成", "agreement": " Pays back \n half", "sum": "￥1,200元", "large": "是", "agreed-on": "2026年5月1日",
      "starts": "9点05分", "people": "３", "witness": "021-6543210", "room": "2b",
    ])
    #expect(problems == [])
    #expect(
      values == [
        "outcome": "agreed", "agreement": "Pays back \n half", "sum": "1200.00", "large": "true",
        "agreed-on": "2026-05-01", "starts": "09:05", "people": "3", "witness": "021-6543210", "room": "2b",
      ])
    #expect(form.read(values).values == values)
  }

  @Test func whatIsWrongIsNamedInTheOrderOfTheForm() {
    let problems = form.check([
      "sum": "12.345", "agreed-on": "2026-02-29", "starts": "25:00", "people": "11", "witness": "none", "room": "x",
      "colour": "red",
    ])
    #expect(
      problems.map(\.field) == ["outcome", "sum", "agreed-on", "starts", "people", "witness", "room", "colour"])
    #expect(problems.first == .missing("outcome"))
    #expect(problems.contains(.tooMuch("people", most: Amount(10))))
    #expect(problems.contains(.tooShort("room", least: Amount(2))))
    #expect(problems.contains(.notOfKind("agreed-on", .date)))
  }

  @Test func aConditionalPartIsAskedForOnlyWhereItsConditionHolds() {
    #expect(form.check(["outcome": "failed"]) == [])
    #expect(form.check(["outcome": "agreed"]) == [.missing("agreement")])
    #expect(form.check(["outcome": "failed", "agreement": "x"]).map(\.field) == ["agreement"])
    #expect(form.check(["outcome": "lost"]) == [.noSuchChoice("outcome", known: ["agreed", "failed"])])
  }

  @Test func theFieldsToAskForFollowFromTheAnswers() {
    #expect(form.prompts(given: [:]).first?.name == "outcome")
    #expect(!form.prompts(given: [:]).contains { $0.name == "agreement" })
    #expect(form.prompts(given: ["outcome": "Agreed"]).prefix(2).map(\.name) == ["agreement", "sum"])
    #expect(form.prompts(given: ["outcome": "agreed", "sum": "1000"]).contains { $0.name == "large" })
    #expect(!form.prompts(given: ["outcome": "agreed", "sum": "999.99"]).contains { $0.name == "large" })
    #expect(!form.prompts(given: ["outcome": "failed"], passed: ["people"]).contains { $0.name == "people" })
  }

  @Test func codesAndWordsAreKeptApart() {
    let (codes, words) = form.parted([
      "outcome": "agreed", "agreement": "x", "room": "2b", "witness": "123", "reason": "y",
    ])
    #expect(codes == ["outcome": "agreed", "room": "2b"])
    #expect(words == ["agreement": "x", "witness": "123", "reason": "y"])
  }

  @Test func aNeededFieldMustBeFilledIn() throws {
    let process = try ProcessCompiler.compile(Self.yaml, version: 1)
    #expect(process.action("close")?.asks.check([:]) == [.missing("note")])
  }

  @Test(arguments: [
    ("1", "1"), ("-0.50", "-0.5"), ("1,234,567.8901", "1234567.8901"), ("+7", "7"), ("１２．５", "12.5"), ("1 000", "1000"),
    ("0", "0"), ("-0", "0"),
  ])
  func anAmountIsReadExactly(_ typed: String, _ written: String) {
    #expect(Amount(typed)?.description == written)
  }

  @Test(arguments: ["", ".", "1.", ".5", "1.23456", "1,23", "12,345,6", "1e3", "--1", "0x10", "1234567890123", "二"])
  func whatIsNoNumberIsRefused(_ typed: String) {
    #expect(Amount(typed) == nil)
  }
}
