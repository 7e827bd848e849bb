import Domain
import FoundationEssentials
import Testing

/// A small process; each test changes lines of it.
private let small = """
  process: errand
  states:
    new: {kind: open, clock: [due]}
    going: {kind: open, clock: [due]}
    home: {kind: done}
    closed: {kind: closed}
  actions:
    go: {from: new, to: going, by: agent}
    arrive: {from: going, to: home, by: [agent, unit], needs: [note]}
    close: {from: home, to: closed, by: agent}
  clocks:
    due: {target: 4h, warn: 1h}
  rules:
    - {clock: due, at: -1h, to: assignee}
    - {clock: due, at: +1d, level: 1, to: [unit.head, supervisor]}
  """

/// One line of `small` replaced (an empty text drops it), and what must be said about which line.
struct Refusal: Sendable, CustomTestStringConvertible {
  let title: String
  let line: Int
  let text: String
  var at: Int?
  let path: String
  let reason: String
  let suggestion: String

  var testDescription: String { title }
}

private let refusals: [Refusal] = [
  .init(
    title: "an unknown key at the top", line: 11, text: "clock:", path: "clock",
    reason: "unknown key `clock`", suggestion: "did you mean `clocks`?"),
  .init(
    title: "an unknown key in a state", line: 4, text: "  going: {kind: open, clocks: [due]}",
    path: "states.going.clocks",
    reason: "unknown key `clocks`", suggestion: "did you mean `clock`?"),
  .init(
    title: "an unknown key in an action", line: 8, text: "  go: {from: new, to: going, by: agent, colour: red}",
    path: "actions.go.colour", reason: "unknown key `colour`",
    suggestion: "use one of from, to, by, needs, max, then, asks, spawns, with, onParent, assigns, labels"),
  .init(
    title: "a state that is not reached", line: 4, text: "  going: {kind: open, clock: [due]}\n  lost: {kind: closed}",
    at: 5,
    path: "states.lost", reason: "no way leads from `new` to `lost`",
    suggestion: "add an action with `to: lost`, or leave the state out"),
  .init(
    title: "a state without exit", line: 10, text: "  close: {from: [new, going], to: closed, by: agent}", at: 5,
    path: "states.home", reason: "no action leads out of `home`, which is of kind done",
    suggestion: "add an action with `from: home`, or make it `kind: closed`"),
  .init(
    title: "an exit that only leads back", line: 10,
    text: "  stay: {from: home, to: home, by: agent}\n  close: {from: new, to: closed, by: agent}", at: 5,
    path: "states.home", reason: "no action leads out of `home`, which is of kind done",
    suggestion: "add an action with `from: home`, or make it `kind: closed`"),
  .init(
    title: "an unknown state in from", line: 8, text: "  go: {from: knew, to: going, by: agent}",
    path: "actions.go.from",
    reason: "there is no state `knew`", suggestion: "did you mean `new`?"),
  .init(
    title: "an unknown state in to", line: 8, text: "  go: {from: new, to: gone-fishing, by: agent}",
    path: "actions.go.to",
    reason: "there is no state `gone-fishing`", suggestion: "use one of new, going, home, closed"),
  .init(
    title: "an unknown initial state", line: 1, text: "process: errand\ninitial: newer", at: 2, path: "initial",
    reason: "there is no state `newer`", suggestion: "use one of new, going, home, closed"),
  .init(
    title: "an unknown kind", line: 4, text: "  going: {kind: opne, clock: [due]}", path: "states.going.kind",
    reason: "there is no kind `opne`", suggestion: "did you mean `open`?"),
  .init(
    title: "a state without kind", line: 4, text: "  going: {clock: [due]}", path: "states.going",
    reason: "`kind` is missing", suggestion: "write `kind: open`"),
  .init(
    title: "an unknown role", line: 8, text: "  go: {from: new, to: going, by: agnet}", path: "actions.go.by",
    reason: "there is no role `agnet`", suggestion: "did you mean `agent`?"),
  .init(
    title: "an unknown clock in a state", line: 4, text: "  going: {kind: open, clock: [duo]}",
    path: "states.going.clock[1]",
    reason: "there is no clock `duo`", suggestion: "did you mean `due`?"),
  .init(
    title: "an unknown clock in a rule", line: 14, text: "  - {clock: dye, at: -1h, to: assignee}",
    path: "rules[1].clock",
    reason: "there is no clock `dye`", suggestion: "did you mean `due`?"),
  .init(
    title: "a clock in a closed state", line: 6, text: "  closed: {kind: closed, clock: [due]}",
    path: "states.closed.clock",
    reason: "nothing runs out in a state of kind closed", suggestion: "leave `clock` out"),
  .init(
    title: "a clock that runs nowhere", line: 12, text: "  due: {target: 4h}\n  idle: {target: 1d}", at: 13,
    path: "clocks.idle",
    reason: "clock `idle` runs in no state", suggestion: "write `clock: idle` in a state, or leave the clock out"),
  .init(
    title: "a duplicate key", line: 8, text: "  go: {from: new, from: new, to: going, by: agent}",
    path: "actions.go.from",
    reason: "`from` is written twice, first on line 8", suggestion: "keep one of them"),
  .init(
    title: "a state named twice", line: 5, text: "  home: {kind: done}\n  new: {kind: open}", at: 6, path: "states.new",
    reason: "`new` is written twice, first on line 3", suggestion: "keep one of them"),
  .init(
    title: "a bare truth value as a key", line: 8,
    text: "  go: {from: new, to: going, by: agent}\n  no: {from: new, to: closed, by: agent}",
    at: 9, path: "actions.no", reason: "YAML reads a bare `no` as true or false",
    suggestion: "write `\"no\"` or choose another word"),
  .init(
    title: "a bare truth value as a label", line: 4, text: "  going: {kind: open, clock: [due], labels: {en: On}}",
    path: "states.going.labels.en", reason: "YAML reads a bare `On` as true or false", suggestion: "write it in quotes"),
  .init(
    title: "a number where a name is wanted", line: 8, text: "  go: {from: 7, to: going, by: agent}",
    path: "actions.go.from",
    reason: "`7` is a number, not a word", suggestion: "write it in quotes"),
  .init(
    title: "a word where a number is wanted", line: 8, text: "  go: {from: new, to: going, by: agent, max: two}",
    path: "actions.go.max", reason: "`two` is not a whole number from 1 to 1000",
    suggestion: "write it in digits, without quotes"),
  .init(
    title: "a list where a value is wanted", line: 8, text: "  go: {from: new, to: [going, home], by: agent}",
    path: "actions.go.to", reason: "a single value is wanted here, not a list or a table", suggestion: "write one value"
  ),
  .init(
    title: "a value where a table is wanted", line: 4, text: "  going: open", path: "states.going",
    reason: "not a table of `key: value`", suggestion: "write keys and values below it or in `{}`"),
  .init(
    title: "nothing where a value is wanted", line: 8, text: "  go: {from: new, to: , by: agent}",
    path: "actions.go.to",
    reason: "nothing is written here", suggestion: "write a value or leave the line out"),
  .init(
    title: "a budget without unit", line: 12, text: "  due: {target: 4}", path: "clocks.due.target",
    reason: "`4` is neither a promise nor a length of time up to ten years",
    suggestion: "write `given` (the time comes with the order), 15m, 4h, 2d or 3wd"),
  .init(
    title: "a bad stay", line: 4, text: "  going: {kind: open, clock: [due], maxStay: 0d}",
    path: "states.going.maxStay",
    reason: "`0d` is no length of time up to ten years",
    suggestion: "write 15m, 4h, 2d (natural days) or 3wd (working days)"),
  .init(
    title: "an offset without sign", line: 14, text: "  - {clock: due, at: 1h, to: assignee}", path: "rules[1].at",
    reason: "`1h` is no distance from due",
    suggestion: "write -1wd (before), 0 (at due) or +1d (after), with the sign"),
  .init(
    title: "an action without from", line: 8, text: "  go: {to: going, by: agent}", path: "actions.go",
    reason: "`from` is missing", suggestion: "write `from: new`"),
  .init(
    title: "an action without to", line: 8, text: "  go: {from: new, by: agent}", path: "actions.go",
    reason: "`to` is missing", suggestion: "write `to: closed`"),
  .init(
    title: "an action from nowhere", line: 8, text: "  go: {from: [], to: going, by: agent}", path: "actions.go.from",
    reason: "the list is empty", suggestion: "name at least one"),
  .init(
    title: "an action nobody may do", line: 8, text: "  go: {from: new, to: going}", path: "actions.go",
    reason: "`by` is missing", suggestion: "write `by: agent`"),
  .init(
    title: "a name listed twice", line: 9, text: "  arrive: {from: going, to: home, by: [agent, agent]}",
    path: "actions.arrive.by[2]", reason: "`agent` is listed twice", suggestion: "keep one of them"),
  .init(
    title: "an alternative without a limit", line: 8, text: "  go: {from: new, to: going, by: agent, then: close}",
    path: "actions.go.then", reason: "`then` says what to do after `max`, and there is none",
    suggestion: "write `max: 2` or leave `then` out"),
  .init(
    title: "a rule without a clock", line: 14, text: "  - {at: -1h, to: assignee}", path: "rules[1]",
    reason: "`clock` is missing", suggestion: "write `clock: due`"),
  .init(
    title: "a rule that does something else", line: 14,
    text: "  - {clock: due, at: -1h, to: assignee, do: close all}", path: "rules[1].do",
    reason: "a rule cannot do `close all`", suggestion: "write `spawn` and a process: `spawn urge`"),
  .init(
    title: "a rule on an unknown event", line: 14, text: "  - {event: repaet, to: unit.head}", path: "rules[1].event",
    reason: "there is no event `repaet`", suggestion: "did you mean `repeat`?"),
  .init(
    title: "a rule that does nothing", line: 14, text: "  - {event: repeat}", path: "rules[1]",
    reason: "the rule does nothing",
    suggestion: "write `to: unit.head` (who is told) or `do: spawn urge`"),
  .init(
    title: "an idle rule without a length", line: 14, text: "  - {event: idle, to: unit.head}", path: "rules[1]",
    reason: "`after` is missing", suggestion: "write `after: 3wd`"),
  .init(
    title: "an idle rule that ends and never comes again", line: 14,
    text: "  - {event: idle, after: 3wd, max: 5, to: unit.head}", path: "rules[1].max",
    reason: "`max` says how often the rule comes again, and it does not",
    suggestion: "write `every: 1wd` or leave `max` out"),
  .init(
    title: "a length on something that happens", line: 14, text: "  - {event: repeat, after: 1d, to: unit.head}",
    path: "rules[1].after",
    reason: "`after` says how long nothing may happen, and this rule is on something that does",
    suggestion: "leave it out, or write `event: idle`"),
  .init(
    title: "a condition that is none", line: 14, text: "  - {event: repeat, if: thrice, to: unit.head}",
    path: "rules[1].if", reason: "`thrice` is no condition", suggestion: "write it like \"count >= 3 and kind = open\""),
  .init(
    title: "a condition on something unknown", line: 14, text: "  - {event: repeat, if: cuont >= 3, to: unit.head}",
    path: "rules[1].if", reason: "a condition cannot speak of `cuont`", suggestion: "did you mean `count`?"),
  .init(
    title: "a condition that never holds", line: 14, text: "  - {event: repeat, if: kind = opne, to: unit.head}",
    path: "rules[1].if", reason: "`kind` cannot be `= opne`",
    suggestion: "compare it by = or != with one of open, done, closed, cancelled"),
  .init(
    title: "an unknown recipient", line: 14, text: "  - {clock: due, at: -1h, to: unit.haed}", path: "rules[1].to",
    reason: "there is no recipient `unit.haed`", suggestion: "did you mean `unit.head`?"),
  .init(
    title: "two rules of one name", line: 14, text: "  - {clock: due, at: +1d, to: assignee}", at: 15, path: "rules[2]",
    reason: "two rules are called `due-after-1d`", suggestion: "give each a `name` of its own"),
  .init(
    title: "a name with capitals", line: 10, text: "  close: {from: home, to: closed, by: agent, needs: [Note]}",
    path: "actions.close.needs[1]", reason: "`Note` is no name",
    suggestion: "use lower-case letters, digits, `-` and `_`, a letter first; labels may say more"),
  .init(
    title: "another process than expected", line: 1, text: "process: trip", path: "process",
    reason: "this is process `trip`, not `errand`", suggestion: "write `process: errand`"),
  .init(
    title: "no process name", line: 1, text: "# nothing", at: 2, path: "", reason: "`process` is missing",
    suggestion: "write `process: complaint`"),
  .init(
    title: "a form that is no list", line: 1, text: "process: errand\nform: {name: size}", at: 2, path: "form",
    reason: "not a list", suggestion: "write each field behind a `- `"),
  .init(
    title: "an unknown type of field", line: 1, text: "process: errand\nform: [{name: size, type: numbr}]", at: 2,
    path: "form[1].type", reason: "there is no type of field `numbr`", suggestion: "did you mean `number`?"),
  .init(
    title: "a choice of nothing", line: 1, text: "process: errand\nform: [{name: size, type: choice}]", at: 2,
    path: "form[1]", reason: "`choices` is missing", suggestion: "write `choices: [good, bad]`"),
  .init(
    title: "choices of a text", line: 1, text: "process: errand\nform: [{name: size, type: text, choices: [s, l]}]",
    at: 2,
    path: "form[1].choices", reason: "only a field of type choice has choices",
    suggestion: "write `type: choice`, or leave it out"),
  .init(
    title: "a field named like what every order has", line: 1,
    text: "process: errand\nform: [{name: title, type: text}]",
    at: 2, path: "form[1]", reason: "`title` is asked for without a form", suggestion: "choose another name"),
  .init(
    title: "two fields of one name", line: 1,
    text: "process: errand\nform: [{name: size, type: text}, {name: size, type: text}]", at: 2, path: "form[2]",
    reason: "two fields are called `size`", suggestion: "give each a name of its own"),
  .init(
    title: "a condition on a field that comes later", line: 1,
    text: "process: errand\nform: [{name: why, type: text, when: late = true}, {name: late, type: flag}]", at: 2,
    path: "form[1].when", reason: "no field before this one is called `late`",
    suggestion: "there are none; leave it out"),
  .init(
    title: "a condition on a choice there is not", line: 1,
    text:
      "process: errand\nform: [{name: size, type: choice, choices: [small, large]}, {name: why, type: text, when: size = lrage}]",
    at: 2, path: "form[2].when", reason: "`size` can never be `lrage`", suggestion: "did you mean `large`?"),
  .init(
    title: "a condition on words", line: 1,
    text: "process: errand\nform: [{name: size, type: text}, {name: why, type: text, when: size = 3}]", at: 2,
    path: "form[2].when", reason: "`size` is in words, which nothing can be compared with",
    suggestion: "compare a choice, a number, a day or yes and no"),
  .init(
    title: "limits of a day", line: 1, text: "process: errand\nform: [{name: on, type: date, min: 3}]", at: 2,
    path: "form[1].name", reason: "YAML reads a bare `on` as true or false", suggestion: "write it in quotes"),
  .init(
    title: "limits that leave nothing", line: 1,
    text: "process: errand\nform: [{name: size, type: number, min: 3, max: 2}]",
    at: 2, path: "form[1].max", reason: "nothing lies between 3 and 2", suggestion: "make `max` the larger one"),
  .init(
    title: "a truth value in words", line: 1, text: "process: errand\nform: [{name: size, type: text, required: yes}]",
    at: 2, path: "form[1].required", reason: "`yes` is neither true nor false", suggestion: "write true or false"),
  .init(
    title: "an answer that changes the type of a field", line: 8,
    text: "  go: {from: new, to: going, by: agent, asks: [{name: main, type: text}]}", path: "actions.go.asks[1]",
    reason: "`main` is asked for without a form", suggestion: "choose another name"),
  .init(
    title: "a share above all", line: 8,
    text: "  go: {from: new, to: going, by: agent, spawns: {process: call, sample: 101%}}",
    path: "actions.go.spawns.sample", reason: "`101%` is no share from 1% to 100%", suggestion: "write it like 25%"),
  .init(
    title: "a spawn after nothing", line: 8,
    text: "  go: {from: new, to: going, by: agent, spawns: {process: call, after: soon}}",
    path: "actions.go.spawns.after", reason: "`soon` is no length of time up to ten years",
    suggestion: "write 15m, 4h, 2d (natural days) or 3wd (working days)"),
  .init(
    title: "a spawn of nothing", line: 8, text: "  go: {from: new, to: going, by: agent, spawns: {after: 1d}}",
    path: "actions.go.spawns", reason: "`process` is missing", suggestion: "write `process: callback`"),
  .init(
    title: "a spawn with a relation that is taken", line: 8,
    text: "  go: {from: new, to: going, by: agent, spawns: {process: call, relation: merged-into}}",
    path: "actions.go.spawns.relation", reason: "`merged-into` is what orders are to one another without a process",
    suggestion: "choose another word"),
  .init(
    title: "an action that waits for children nobody makes", line: 10,
    text: "  close: {from: home, to: closed, by: agent, with: [callback]}", path: "actions.close.with[1]",
    reason: "there is no relation `callback`", suggestion: "there are none; leave it out"),
  .init(
    title: "a merging action that leads on", line: 8, text: "  go: {from: new, to: going, by: agent, needs: head}",
    path: "actions.go", reason: "a duplicate ends where it is merged, and `going` is of kind open",
    suggestion: "let it lead to a state of kind closed"),
  .init(
    title: "a way on that is not possible there", line: 8,
    text: "  go: {from: new, to: going, by: agent, max: 2, then: arrive}", path: "actions.go",
    reason: "`arrive` is the way on once `go` is used up, and is not possible in `new`",
    suggestion: "add `new` to `from` of `arrive`"),
  .init(
    title: "an action that every order has", line: 8,
    text: "  go: {from: new, to: going, by: agent}\n  undo: {from: going, to: new, by: agent}", at: 9,
    path: "actions.undo", reason: "`undo` is an action that every order has already", suggestion: "choose another word"),
  .init(
    title: "a unit asked for and given", line: 8,
    text: "  go: {from: new, to: going, by: agent, needs: main, assigns: intake}", path: "actions.go.assigns",
    reason: "the action asks for the unit already: `needs: main`", suggestion: "keep one of them"),
  .init(
    title: "a parent's end that leaves an order open", line: 1, text: "process: errand\nparent: {finished: close}",
    at: 2,
    path: "parent.finished", reason: "an order in `new` would stay open: `close` is not possible there",
    suggestion: "add `new` to `from` of `close`"),
  .init(
    title: "a secret nobody may read", line: 1, text: "process: errand\nsecret: true", at: 2, path: "secret",
    reason: "nobody could read the orders", suggestion: "write `readers: [supervisor]`"),
  .init(
    title: "readers of what is no secret", line: 1, text: "process: errand\nreaders: [supervisor]", at: 2,
    path: "readers", reason: "everybody who sees the orders reads them: they are not secret",
    suggestion: "write `secret: true`"),
  .init(
    title: "a reader there is not", line: 1, text: "process: errand\nsecret: true\nreaders: [supervisr]", at: 3,
    path: "readers[1]", reason: "there is no role `supervisr`", suggestion: "did you mean `supervisor`?"),
  .init(
    title: "a series that ends in a digit", line: 1, text: "process: errand\nseries: {prefix: LP2}", at: 2,
    path: "series.prefix", reason: "`LP2` cannot stand in front of a number",
    suggestion: "use 1 to 8 capital letters, digits and `-`, the last no digit: LP, R2-"),
  .init(
    title: "a line of an unknown kind", line: 1, text: "process: errand\nlines: [prat]", at: 2, path: "lines[1]",
    reason: "there is no kind of line `prat`", suggestion: "did you mean `part`?"),
  .init(
    title: "a unit that gives itself more time", line: 1, text: "process: errand\nextend: {max: 2, by: [unit]}", at: 2,
    path: "extend.by", reason: "a unit cannot give itself more time", suggestion: "name a role above it: approver"),
]

private func changed(_ line: Int, _ text: String) -> String {
  var lines = small.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  lines[line - 1] = text
  return lines.joined(separator: "\n")
}

private func problems(_ yaml: String) -> [ProcessError.Problem] {
  do {
    _ = try ProcessCompiler.compile(yaml, key: "errand", version: 1)
    return []
  } catch {
    return error.problems
  }
}

@Test(arguments: refusals) func aBrokenProcessIsRefusedByLine(_ refusal: Refusal) {
  let found = problems(changed(refusal.line, refusal.text))
  #expect(found.count == 1)
  #expect(found.first?.line == refusal.at ?? refusal.line)
  #expect(found.first?.path == refusal.path)
  #expect(found.first?.reason == refusal.reason)
  #expect(found.first?.suggestion == refusal.suggestion)
}

@Test func aSoundProcessCompiles() throws {
  let process = try ProcessCompiler.compile(small, key: "errand", version: 3)
  #expect(process.key == "errand")
  #expect(process.version == 3)
  #expect(process.initial == "new")
  #expect(process.states.map(\.key) == ["new", "going", "home", "closed"])
  #expect(process.state("home")?.kind == .done)
  #expect(process.state("nowhere") == nil)
  #expect(process.action("arrive")?.by == ["agent", "unit"])
  #expect(process.action("arrive")?.needs == ["note"])
  #expect(process.actions(from: "home").map(\.key) == ["close"])
  let clock: Clock? = process.clock("due")
  #expect(clock?.target == .budget(.hours(4)))
  #expect(process.clock("due")?.warn == .hours(1))
  #expect(process.rules.map(\.name) == ["due-before-1h", "due-after-1d"])
  #expect(process.rules.map(\.offset) == [.before(.hours(1)), .after(.days(1))])
  #expect(process.rules.map(\.level) == [0, 1])
  #expect(process.rules.filter { $0.clock == "due" }.last?.to == ["unit.head", "supervisor"])
}

@Test func allProblemsAreNamedAtOnce() {
  let yaml = """
    process: errand
    states:
      new: {kind: opne}
      new: {kind: open}
      lost: {kind: closed}
      closed: {kind: closed}
    actions:
      close: {from: nwe, to: closed, by: nobody-at-all, max: 0, max: 0}
    clocks:
      due: {target: soon}
    """
  #expect(
    problems(yaml).map { "\($0.line):\($0.column) \($0.path)" } == [
      "3:15 states.new.kind", "4:3 states.new", "8:17 actions.close.from", "8:38 actions.close.by",
      "8:58 actions.close.max", "8:61 actions.close.max", "10:17 clocks.due.target",
    ])
}

@Test func anOrderThatCannotBeFinishedIsRefused() {
  let yaml = """
    process: errand
    states:
      new: {kind: open}
      round: {kind: open}
      about: {kind: open}
      closed: {kind: closed}
    actions:
      close: {from: new, to: closed, by: agent}
      go: {from: [new, about], to: round, by: agent}
      turn: {from: round, to: about, by: agent}
    """
  let found = problems(yaml)
  #expect(found.map(\.line) == [4, 5])
  #expect(found.first?.reason == "an order in `round` can never be finished")
}

@Test func aClockThatNeverStopsIsRefused() {
  let yaml = """
    process: errand
    states:
      new: {kind: open, clock: due}
      home: {kind: done, clock: [due, other]}
    actions:
      arrive: {from: new, to: home, by: agent}
      again: {from: home, to: new, by: agent}
    clocks:
      other: {target: 1d}
      due: {target: 4h}
    """
  let found = problems(yaml)
  #expect(found.map(\.line) == [10])
  #expect(found.first?.reason == "clock `due` never stops once an order is in `new`")
}

@Test(arguments: [
  "  going：{kind: open}", "  going: {kind：open}", "  going: {kind: open， clock: [due]}", "  going：open",
])
func fullWidthPunctuationIsNamed(_ text: String) {
  let found = problems(changed(4, text))
  #expect(found.contains { [4, 5].contains($0.line) && $0.suggestion.contains("full-width") })
}

@Test func aProblemReadsAsOneLine() {
  let error = #expect(throws: ProcessError.self) {
    try ProcessCompiler.compile(changed(8, "  go: {from: new, to: goign, by: agent}"), key: "errand", version: 1)
  }
  #expect(error?.description == "errand.yaml:8: actions.go.to: there is no state `goign`; did you mean `going`?")
}

@Test(arguments: [
  "", "# nothing\n", "---\n", "- a\n- b", "process", "\u{0}", "a: [", "\t- x", "a: &x [*x]", "? [a]\n: b",
])
func aTextThatIsNoProcessIsRefused(_ yaml: String) {
  #expect(!problems(yaml).isEmpty)
}

@Test func deepAndLongTextsAreRefused() {
  #expect(!problems(String(repeating: "[", count: 60_000)).isEmpty)
  #expect(!problems(String(repeating: "{a: ", count: 15_000)).isEmpty)
  #expect(!problems(String(repeating: "a: b\n", count: 12_000)).isEmpty)
  #expect(problems(String(repeating: "# long\n", count: 10_000)).first?.reason == "longer than 64 KiB")
}

@Test func windowsLineEndsAndAByteOrderMarkAreFine() throws {
  _ = try ProcessCompiler.compile("\u{FEFF}" + small.split(separator: "\n").joined(separator: "\r\n"), version: 1)
}

@Test func aKeyIsStoredAsPlainText() throws {
  #expect(String(decoding: try JSONEncoder().encode(["a": StateKey("working")]), as: UTF8.self) == #"{"a":"working"}"#)
  #expect(try JSONDecoder().decode([StateKey].self, from: Data(#"["working"]"#.utf8)) == ["working"])
}
