import Domain
import Testing

/// What processes say of one another.
@Suite struct ProcessSetTests {
  private static func process(_ key: String, _ action: String = "", top: String = "") -> String {
    """
    process: \(key)
    states: {new: {kind: open}, closed: {kind: closed}}
    actions:
      close: {from: new, to: closed, by: agent\(action.isEmpty ? "" : ", \(action)")}
    \(top)
    """
  }

  private func problems(_ sources: [String], among surroundings: Surroundings = .alone) -> [String] {
    ProcessCompiler.check(sources, among: surroundings).flatMap { result in
      switch result {
      case .success: [String]()
      case .failure(let error): error.problems.map { "\($0.line) \($0.path): \($0.reason)" }
      }
    }
  }

  @Test func ordersThatOpenOneAnotherWithoutEndAreRefused() {
    let sources = [
      Self.process("a", "spawns: b"), Self.process("b", "spawns: {process: c, after: 1d}"),
      Self.process("c", top: "opens: {spawns: a}"),
    ]
    #expect(
      problems(sources) == [
        "4 actions.close.spawns: orders would open one another without end: a → b → c → a",
        "4 actions.close.spawns.process: orders would open one another without end: b → c → a → b",
        "5 opens.spawns: orders would open one another without end: c → a → b → c",
      ])
  }

  @Test func anOrderThatOpensItsLikeIsRefused() {
    #expect(
      problems([Self.process("a", "spawns: a")]) == [
        "4 actions.close.spawns: orders would open one another without end: a → a"
      ])
  }

  /// Kept where it was published before: its orders live on.
  @Test func aRuleThatWouldDoNothingIsRefused() throws {
    let onEvent = Self.process("a", top: "rules: [{event: idle, after: 3wd, to: assignee}]")
    #expect(problems([onEvent]) == ["5 rules[1].event: rules on events do not fire yet"])
    #expect(try ProcessCompiler.compile(onEvent, version: 1, among: .stored).reactions.count == 1)
    let spawning = Self.process(
      "a", top: "rules: [{clock: due, at: 0, to: assignee, do: spawn b}]\nclocks: {due: {target: 1d}}")
    #expect(problems([spawning, Self.process("b")]).contains("5 rules[1].do: a rule opens no order yet"))
  }

  @Test func whatIsPublishedCountsToo() throws {
    let b = try ProcessCompiler.compile(Self.process("b", "spawns: a"), version: 4)
    #expect(
      problems([Self.process("a", "spawns: b")], among: Surroundings(processes: ["b": b])) == [
        "4 actions.close.spawns: orders would open one another without end: a → b → a"
      ])
  }

  @Test func aProcessThatIsNotThereIsRefused() {
    #expect(problems([Self.process("a", "spawns: calback"), Self.process("callback")]).count == 1)
  }

  @Test func whatIsDoneOnAParentMustBePossibleThere() {
    let child = Self.process("child", "onParent: reopen")
    #expect(
      problems([Self.process("a", "spawns: child"), child]) == [
        "4 actions.close.spawns: `close` of `child` does `reopen` on its parent, and there is no such action here",
        "4 actions.close.onParent: `a` opens such orders and has no action `reopen`",
      ])
    #expect(problems([child]) == [])
  }

  @Test func anOfficeMayHaveRolesOfItsOwn() {
    let yaml = Self.process("a").replacing("by: agent", with: "by: porter")
    #expect(problems([yaml]) == ["4 actions.close.by: there is no role `porter`"])
    #expect(problems([yaml], among: Surroundings(roles: Role.known + ["porter"])) == [])
  }

  @Test func aCategoryTreeThatIsNotThereIsRefused() {
    let yaml = Self.process("a", top: "categories: city")
    #expect(problems([yaml]) == [])
    #expect(problems([yaml], among: Surroundings(categories: ["city"])) == [])
    #expect(
      problems([yaml], among: Surroundings(categories: ["town"])) == ["5 categories: there is no category tree `city`"])
  }

  @Test func aTextFromTheLogIsReadThoughLaterVersionsRefuseIt() throws {
    let yaml = """
      process: old
      states: {new: {kind: open}, sent: {kind: open}, closed: {kind: closed}}
      actions:
        send: {from: new, to: sent, by: porter, max: 2, then: close}
        close: {from: sent, to: closed, by: agent}
      """
    #expect(throws: ProcessError.self) { try ProcessCompiler.compile(yaml, version: 1) }
    #expect(try ProcessCompiler.compile(yaml, version: 1, among: .stored).action("send")?.by == ["porter"])
  }
}
