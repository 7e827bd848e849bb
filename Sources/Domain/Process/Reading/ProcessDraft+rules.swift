import Yams

extension ProcessDraft {
  mutating func readRules(_ place: Place?) -> (rules: [Rule], reactions: [Reaction]) {
    guard let place else { return ([], []) }
    guard case .sequence = place.node else {
      reader.report(place.mark, place.path, "not a list", "write each rule behind a `- `")
      return ([], [])
    }
    var rules: [Rule] = []
    var reactions: [Reaction] = []
    var names: Set<RuleName> = []
    for item in reader.items(of: place) {
      let name: RuleName
      if case .mapping(let mapping) = item.node, mapping.keys.contains(where: { $0.string == "event" }) {
        guard let reaction = readReaction(item) else { continue }
        name = reaction.name
        reactions.append(reaction)
      } else {
        guard let rule = readRule(item) else { continue }
        name = rule.name
        rules.append(rule)
      }
      if !names.insert(name).inserted {
        reader.report(item.mark, item.path, "two rules are called `\(name)`", "give each a `name` of its own")
      }
    }
    return (rules, reactions)
  }

  private mutating func readRule(_ place: Place) -> Rule? {
    guard let fields = reader.fields(of: place, known: ["name", "clock", "at", "level", "to", "do"]) else { return nil }
    let clock = reader.required("clock", of: fields, in: place, example: "\(clockNames.first ?? "resolve")")
      .flatMap { reader.reference($0, to: "clock", in: clockNames) }
    let offset = reader.required("at", of: fields, in: place, example: "+1d").flatMap { reader.offset($0) }
    let to = reader.required("to", of: fields, in: place, example: "assignee").map { recipients($0) }
    let level = fields["level"].map { reader.integer($0, in: 0...9) } ?? 0
    let spawn = fields["do"].flatMap { readDeed($0) }
    let name: RuleName? = fields["name"].flatMap { reader.name($0) }
    guard let clock, let offset, let to, let level else { return nil }
    if spawn != nil, let place = fields["do"] {
      refuseIdle(place, "a rule opens no order yet", "leave `do` out; who is told can open it")
    }
    return Rule(
      name: name ?? Rule.name(clock, offset), clock: clock, offset: offset, level: level, to: to, spawn: spawn)
  }

  private mutating func readReaction(_ place: Place) -> Reaction? {
    let found = problems.count
    let known = ["name", "event", "if", "after", "every", "max", "level", "to", "do"]
    guard let fields = reader.fields(of: place, known: known), let eventPlace = fields["event"] else { return nil }
    let words = Reaction.Event.allCases.map { Key<Reaction.Event>(rawValue: $0.rawValue) } + ["idle"]
    let event = reader.reference(eventPlace, to: "event", in: words)
    let trigger = event.flatMap { readTrigger($0.rawValue, fields, place) }
    let condition = fields["if"].flatMap { readCondition($0) }
    let level = fields["level"].map { reader.integer($0, in: 0...9) } ?? 0
    let to = fields["to"].map { recipients($0) } ?? []
    let spawn = fields["do"].flatMap { readDeed($0) }
    let name: RuleName? = fields["name"].flatMap { reader.name($0) }
    if fields["to"] == nil, fields["do"] == nil {
      reader.report(
        place.mark, place.path, "the rule does nothing", "write `to: unit.head` (who is told) or `do: spawn urge`")
    }
    guard let trigger, let level else { return nil }
    if problems.count == found {
      refuseIdle(eventPlace, "rules on events do not fire yet", "leave the rule out, or write it on a clock")
    }
    return Reaction(
      name: name ?? trigger.ruleName, trigger: trigger, condition: condition, level: level, to: to, spawn: spawn)
  }

  /// What is understood and would do nothing is no rule; where it was published before, it is let through as it was.
  private mutating func refuseIdle(_ place: Place, _ reason: String, _ suggestion: String) {
    if !surroundings.isStored { reader.report(reader.mark(of: place), place.path, reason, suggestion) }
  }

  private mutating func readTrigger(_ event: String, _ fields: [String: Place], _ place: Place) -> Reaction.Trigger? {
    guard event == "idle" else {
      for name in ["after", "every", "max"] {
        guard let place = fields[name] else { continue }
        reader.report(
          place.mark, place.path, "`\(name)` says how long nothing may happen, and this rule is on something that does",
          "leave it out, or write `event: idle`")
      }
      return Reaction.Event(rawValue: event).map(Reaction.Trigger.event)
    }
    let after = reader.required("after", of: fields, in: place, example: "3wd").flatMap { reader.budget($0) }
    let every = fields["every"].flatMap { reader.budget($0) }
    let max = fields["max"].flatMap { reader.integer($0, in: 1...1000) }
    if let place = fields["max"], fields["every"] == nil {
      reader.report(
        place.mark, place.path, "`max` says how often the rule comes again, and it does not",
        "write `every: 1wd` or leave `max` out")
    }
    return after.map { .idle(after: $0, every: every, max: max) }
  }

  private mutating func readCondition(_ place: Place) -> Condition? {
    guard let text = reader.text(place) else { return nil }
    guard let condition = Condition(text) else {
      reader.report(
        reader.mark(of: place), place.path, "`\(text)` is no condition", "write it like \"count >= 3 and kind = open\"")
      return nil
    }
    for term in condition.terms {
      guard let subject = Reaction.subjects.first(where: { $0.name == term.subject }) else {
        let known = Reaction.subjects.map(\.name.rawValue)
        reader.report(
          reader.mark(of: place), place.path, "a condition cannot speak of `\(term.subject)`",
          Spelling.advice(for: term.subject.rawValue, in: known))
        continue
      }
      let isOrdered = ![Condition.Comparison.equal, .notEqual].contains(term.comparison)
      if let values = subject.values {
        if isOrdered || !values.contains(term.value) {
          reader.report(
            reader.mark(of: place), place.path,
            "`\(term.subject)` cannot be `\(term.comparison.rawValue) \(term.value)`",
            "compare it by = or != with one of \(values.joined(separator: ", "))")
        }
      } else if Int(term.value) == nil {
        reader.report(
          reader.mark(of: place), place.path, "`\(term.subject)` is a whole number, and `\(term.value)` is none",
          "write it like `\(term.subject) >= 3`")
      }
    }
    return condition
  }

  /// `spawn urge`
  private mutating func readDeed(_ place: Place) -> Spawn? {
    guard let text = reader.text(place) else { return nil }
    let words = text.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0] == "spawn" else {
      reader.report(
        reader.mark(of: place), place.path, "a rule cannot do `\(text)`", "write `spawn` and a process: `spawn urge`")
      return nil
    }
    let process = ProcessKey(rawValue: String(words[1]))
    let known = surroundings.processes.map { Set($0.keys).union([key].compactMap { $0 }) }
    if let known, !known.contains(process) {
      reader.report(
        reader.mark(of: place), place.path, "there is no process `\(process)`",
        Spelling.advice(for: process.rawValue, in: known.sorted().map(\.rawValue)))
      return nil
    }
    // Who has the order is who is urged.
    return spawn(Spawn(process, receiver: .main), place)
  }

  private mutating func recipients(_ place: Place) -> [RecipientKey] {
    guard let roles = surroundings.roles else {
      return reader.items(of: place).compactMap { reader.text($0) }.map(RecipientKey.init(rawValue:))
    }
    return nonEmpty(place, reader.references(place, to: "recipient", in: Recipient.known(among: roles)))
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

extension Reaction.Trigger {
  /// `repeat`, `idle-after-3wd`
  fileprivate var ruleName: RuleName {
    switch self {
    case .event(let event): RuleName(rawValue: event.rawValue)
    case .idle(let after, _, _): RuleName(rawValue: "idle-after-\(after)")
    }
  }
}
