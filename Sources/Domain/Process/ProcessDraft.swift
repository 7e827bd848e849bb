import Yams

/// A process while it is read: the names first, so that each reference can be checked where it stands.
struct ProcessDraft {
  private var reader: YAMLReader
  private var stateKeys: [StateKey] = []
  private var actionKeys: [ActionKey] = []
  private var clockNames: [ClockName] = []
  /// Nothing may be concluded about the whole when a part of it could not be read.
  private var isWhole = true

  init(_ source: YAMLSource) {
    reader = YAMLReader(source)
  }

  var problems: [ProcessError.Problem] { reader.problems }

  /// The process, worth something only when no problems were found.
  mutating func read(_ place: Place, key expected: ProcessKey?, version: Int) -> Process? {
    let known = ["process", "labels", "needs", "initial", "states", "actions", "clocks", "rules"]
    guard let fields = reader.fields(of: place, known: known, later: ["form": "a form"]) else { return nil }

    let key = reader.required("process", of: fields, in: place, example: "complaint").flatMap {
      processKey($0, expected: expected)
    }
    let stateEntries = entries(reader.required("states", of: fields, in: place, example: "{new: {kind: open}}"))
    let actionEntries = entries(
      reader.required("actions", of: fields, in: place, example: "{close: {from: new, to: closed, by: agent}}"))
    let clockEntries = entries(fields["clocks"])
    stateKeys = names(stateEntries)
    actionKeys = names(actionEntries)
    clockNames = names(clockEntries)

    let states = stateEntries.compactMap { readState($0.key, $0.place) }
    let actions = actionEntries.compactMap { readAction($0.key, $0.place) }
    let clocks = clockEntries.compactMap { readClock($0.key, $0.place) }
    let rules = readRules(fields["rules"])
    if let place = fields["states"], case .mapping(let mapping) = place.node, mapping.isEmpty {
      reader.report(place.mark, place.path, "no states", "write at least an open and a closed one")
    }
    let initial = fields["initial"].map { reader.reference($0, to: "state", in: stateKeys) } ?? stateKeys.first
    guard let initial else { return nil }

    let process = Process(
      key: key ?? expected ?? "process", version: version, labels: reader.labels(fields),
      needs: fields["needs"].map { reader.references($0, to: "field", in: Field.ofOpening) } ?? [], initial: initial,
      states: states, actions: actions, clocks: clocks, rules: rules)
    if isWhole { check(process, stateEntries, clockEntries) }
    return process
  }

  private mutating func processKey(_ place: Place, expected: ProcessKey?) -> ProcessKey? {
    guard let key: ProcessKey = reader.name(place) else { return nil }
    if let expected, key != expected {
      reader.report(
        reader.mark(of: place), place.path, "this is process `\(key)`, not `\(expected)`",
        "write `process: \(expected)`")
    }
    return key
  }

  private mutating func entries(_ place: Place?) -> [(key: String, place: Place)] {
    guard let place else { return [] }
    let count = problems.count
    let entries = reader.entries(of: place)
    if problems.count > count { isWhole = false }
    return entries ?? []
  }

  private mutating func names<Thing>(_ entries: [(key: String, place: Place)]) -> [Key<Thing>] {
    let names: [Key<Thing>] = entries.compactMap { reader.wellFormed($0.key, $0.place.mark, $0.place.path) }
    if names.count < entries.count { isWhole = false }
    return names
  }

  /// References that shape the whole.
  private mutating func references<Thing>(_ place: Place, to what: String, in known: [Key<Thing>]) -> [Key<Thing>] {
    let names = reader.references(place, to: what, in: known)
    if names.count < reader.items(of: place).count { isWhole = false }
    return names
  }

  private mutating func readState(_ key: String, _ place: Place) -> State? {
    guard let fields = reader.fields(of: place, known: ["kind", "clock", "maxStay", "labels"]) else {
      return notWhole()
    }
    let kinds = StateKind.allCases.map { Key<StateKind>(rawValue: $0.rawValue) }
    let kind = reader.required("kind", of: fields, in: place, example: "open")
      .flatMap { reader.reference($0, to: "kind", in: kinds) }
      .flatMap { StateKind(rawValue: $0.rawValue) }
    if kind == nil { isWhole = false }
    let clocks = fields["clock"].map { references($0, to: "clock", in: clockNames) } ?? []
    if let kind, kind.isFinal {
      for name in ["clock", "maxStay"] {
        guard let place = fields[name], name == "maxStay" || !clocks.isEmpty else { continue }
        reader.report(place.mark, place.path, "nothing runs out in a state of kind \(kind)", "leave `\(name)` out")
      }
    }
    return State(
      key: StateKey(rawValue: key), kind: kind ?? .open, clocks: kind?.isFinal == true ? [] : clocks,
      maxStay: fields["maxStay"].flatMap { reader.budget($0) }, labels: reader.labels(fields))
  }

  private mutating func readAction(_ key: String, _ place: Place) -> Action? {
    let known = ["from", "to", "by", "needs", "max", "then", "labels"]
    let later = ["spawns": "opening another order", "sets": "setting fields"]
    guard let fields = reader.fields(of: place, known: known, later: later) else { return notWhole() }
    let from = reader.required("from", of: fields, in: place, example: "\(stateKeys.first ?? "new")")
      .map { references($0, to: "state", in: stateKeys) }
    let to = reader.required("to", of: fields, in: place, example: "\(stateKeys.last ?? "closed")")
      .flatMap { reader.reference($0, to: "state", in: stateKeys) }
    let by = reader.required("by", of: fields, in: place, example: "agent")
      .map { nonEmpty($0, reader.references($0, to: "role", in: Role.known)) }
    let max = fields["max"].flatMap { reader.integer($0, in: 1...1000) }
    let then = fields["then"].flatMap { reader.reference($0, to: "action", in: actionKeys) }
    if let place = fields["then"], fields["max"] == nil {
      reader.report(
        place.mark, place.path, "`then` says what to do after `max`, and there is none",
        "write `max: 2` or leave `then` out")
    }
    let needs: [FieldKey] = fields["needs"].map { reader.names($0) } ?? []
    let labels = reader.labels(fields)
    guard let from, let to, !nonEmpty(fields["from"], from).isEmpty else { return notWhole() }
    return Action(
      key: ActionKey(rawValue: key), from: from, to: to, by: by ?? [], needs: needs, max: max, then: then,
      labels: labels)
  }

  private mutating func readClock(_ key: String, _ place: Place) -> Clock? {
    guard let fields = reader.fields(of: place, known: ["target", "warn"], later: ["calendar": "a calendar"]) else {
      return nil
    }
    let target = reader.required("target", of: fields, in: place, example: "4h").flatMap { reader.target($0) }
    let warn = fields["warn"].flatMap { reader.budget($0) }
    guard let target else { return nil }
    return Clock(name: ClockName(rawValue: key), target: target, warn: warn)
  }

  private mutating func readRules(_ place: Place?) -> [Rule] {
    guard let place else { return [] }
    guard case .sequence = place.node else {
      reader.report(place.mark, place.path, "not a list", "write each rule behind a `- `")
      return []
    }
    var rules: [Rule] = []
    for item in reader.items(of: place) {
      guard let rule = readRule(item) else { continue }
      if rules.contains(where: { $0.name == rule.name }) {
        reader.report(item.mark, item.path, "two rules are called `\(rule.name)`", "give each a `name` of its own")
      }
      rules.append(rule)
    }
    return rules
  }

  private mutating func readRule(_ place: Place) -> Rule? {
    let known = ["name", "clock", "at", "level", "to"]
    let later = [
      "if": "a condition", "do": "a rule that acts", "after": "a delayed rule", "every": "a repeated rule",
      "max": "a repeated rule", "spawns": "opening another order",
    ]
    // Such a rule lacks what ours need; saying so as well would mislead.
    if case .mapping(let mapping) = place.node, let event = mapping.keys.first(where: { $0.string == "event" }) {
      reader.report(
        event.mark ?? place.mark, "\(place.path).event", "a rule on events is not in this version",
        "leave the rule out, or write one on a clock")
      return nil
    }
    guard let fields = reader.fields(of: place, known: known, later: later) else { return nil }
    let clock = reader.required("clock", of: fields, in: place, example: "\(clockNames.first ?? "resolve")")
      .flatMap { reader.reference($0, to: "clock", in: clockNames) }
    let offset = reader.required("at", of: fields, in: place, example: "+1d").flatMap { reader.offset($0) }
    let to = reader.required("to", of: fields, in: place, example: "assignee")
      .map { nonEmpty($0, reader.references($0, to: "recipient", in: Recipient.known)) }
    let level = fields["level"].map { reader.integer($0, in: 0...9) } ?? 0
    let name: RuleName? = fields["name"].flatMap { reader.name($0) }
    guard let clock, let offset, let to, let level else { return nil }
    return Rule(name: name ?? Rule.name(clock, offset), clock: clock, offset: offset, level: level, to: to)
  }

  private mutating func nonEmpty<Item>(_ place: Place?, _ items: [Item]) -> [Item] {
    if let place, case .sequence(let sequence) = place.node, sequence.isEmpty {
      reader.report(place.mark, place.path, "the list is empty", "name at least one")
    }
    return items
  }

  private mutating func notWhole<Value>() -> Value? {
    isWhole = false
    return nil
  }

  private mutating func check(
    _ process: Process, _ states: [(key: String, place: Place)], _ clocks: [(key: String, place: Place)]
  ) {
    let graph = ProcessGraph(process)
    for (key, place) in states {
      guard let problem = graph.problem(of: StateKey(rawValue: key)) else { continue }
      reader.report(place.mark, place.path, problem.reason, problem.suggestion)
    }
    for (name, place) in clocks {
      guard let problem = graph.problem(of: ClockName(rawValue: name)) else { continue }
      reader.report(place.mark, place.path, problem.reason, problem.suggestion)
    }
  }
}

extension Rule {
  /// `resolve-after-1wd`
  fileprivate static func name(_ clock: ClockName, _ offset: Offset) -> RuleName {
    switch offset {
    case .before(let budget): RuleName(rawValue: "\(clock)-before-\(budget)")
    case .atDue: RuleName(rawValue: "\(clock)-at-due")
    case .after(let budget): RuleName(rawValue: "\(clock)-after-\(budget)")
    }
  }
}
