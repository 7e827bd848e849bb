import Yams

extension ProcessDraft {
  private static let known = [
    "from", "to", "by", "needs", "max", "then", "asks", "spawns", "with", "onParent", "assigns", "labels",
  ]

  mutating func readAction(_ key: String, _ place: Place) -> Action? {
    guard let fields = reader.fields(of: place, known: Self.known) else { return notWhole() }
    let from = reader.required("from", of: fields, in: place, example: "\(stateKeys.first ?? "new")")
      .map { references($0, to: "state", in: stateKeys) }
    let to = reader.required("to", of: fields, in: place, example: "\(stateKeys.last ?? "closed")")
      .flatMap { reader.reference($0, to: "state", in: stateKeys) }
    let by = reader.required("by", of: fields, in: place, example: "agent").map { roles($0) }
    let max = fields["max"].flatMap { reader.integer($0, in: 1...1000) }
    let then = fields["then"].flatMap { reader.reference($0, to: "action", in: actionKeys) }
    if let place = fields["then"], fields["max"] == nil {
      reader.report(
        place.mark, place.path, "`then` says what to do after `max`, and there is none",
        "write `max: 2` or leave `then` out")
    }
    let needs: [FieldKey] = fields["needs"].map { reader.names($0) } ?? []
    let asks = fields["asks"].map { reader.form($0, taken: Field.ofAction, required: needs) } ?? .none
    let spawns = fields["spawns"].map { readSpawns($0) } ?? []
    let with: [RelationKey] = fields["with"].map { reader.names($0) } ?? []
    if let place = fields["with"] { withs.append(place) }
    let onParent: ActionKey? = fields["onParent"].flatMap { reader.name($0) }
    if let onParent, let place = fields["onParent"] { self.onParent.append((onParent, place)) }
    let assigns = fields["assigns"].flatMap { readAssignment($0) }
    if let place = fields["assigns"], needs.contains(.main) {
      reader.report(
        place.mark, place.path, "the action asks for the unit already: `needs: main`", "keep one of them")
    }
    let labels = reader.labels(fields)
    checkAsks(asks, fields["asks"])
    if !surroundings.isStored, [ActionKey.undo, .unmerge].contains(ActionKey(rawValue: key)) {
      reader.report(
        place.mark, place.path, "`\(key)` is an action that every order has already", "choose another word")
    }
    guard let from, let to, !nonEmpty(fields["from"], from).isEmpty else { return notWhole() }
    return Action(
      key: ActionKey(rawValue: key), from: from, to: to, by: by ?? [], needs: needs, max: max, then: then, asks: asks,
      spawns: spawns, with: with, onParent: onParent, assigns: assigns, labels: labels)
  }

  /// An action may fill in a field of the order's form again, but not turn it into something else.
  private mutating func checkAsks(_ asks: Form, _ place: Place?) {
    guard let place else { return }
    for (field, item) in zip(asks.fields, reader.items(of: place)) {
      guard let known = form.field(field.name.rawValue),
        (known.kind, known.isPersonal) != (field.kind, field.isPersonal)
      else { continue }
      reader.report(
        item.mark, item.path, "`\(field.name)` is a field of the form too, and of kind \(known.kind) there",
        "make them alike, or choose another name")
    }
  }

  private mutating func readAssignment(_ place: Place) -> Assignment? {
    switch reader.text(place) {
    case nil: nil
    case "intake": .intake
    case "area": .area
    case let code?: UnitKey(code).map(Assignment.unit)
    }
  }

  /// One spawn or a list of them; a plain word is the process.
  mutating func readSpawns(_ place: Place) -> [Spawn] {
    nonEmpty(place, reader.items(of: place).compactMap { readSpawn($0) })
  }

  mutating func readOpens(_ place: Place?) -> [Spawn] {
    guard let place, let fields = reader.fields(of: place, known: ["spawns"]) else { return [] }
    return reader.required("spawns", of: fields, in: place, example: "requisition").map { readSpawns($0) } ?? []
  }

  private mutating func readSpawn(_ place: Place) -> Spawn? {
    if case .scalar = place.node {
      return spawned(place).map { spawn(Spawn($0), place) }
    }
    let known = ["process", "after", "sample", "relation", "unit"]
    guard let fields = reader.fields(of: place, known: known) else { return nil }
    let process = reader.required("process", of: fields, in: place, example: "callback").flatMap { spawned($0) }
    let after = fields["after"].flatMap { reader.budget($0) }
    let sample = fields["sample"].map { reader.percent($0) } ?? 100
    let relation: RelationKey?? = fields["relation"].map { relationName($0) }
    let receivers = Spawn.Receiver.allCases.map { Key<Spawn.Receiver>(rawValue: $0.rawValue) }
    let receiver = fields["unit"].flatMap { reader.reference($0, to: "unit of a new order", in: receivers) }
    guard let process, let sample else { return nil }
    let made = Spawn(
      process: process, after: after, samplePercent: sample,
      relation: (relation ?? nil) ?? RelationKey(rawValue: process.rawValue),
      receiver: receiver.flatMap { Spawn.Receiver(rawValue: $0.rawValue) } ?? .nobody)
    return spawn(made, fields["process"] ?? place)
  }

  /// The process of a new order, one of those there are.
  private mutating func spawned(_ place: Place) -> ProcessKey? {
    guard let known = surroundings.processes?.keys else { return reader.name(place) }
    return reader.reference(place, to: "process", in: Set(known).union([key].compactMap { $0 }).sorted())
  }

  private mutating func relationName(_ place: Place) -> RelationKey? {
    guard let relation: RelationKey = reader.name(place) else { return nil }
    let taken: [RelationKey] = [.mergedInto, .duplicate, .splitFrom, .splitOff, .related]
    if taken.contains(relation) {
      reader.report(
        reader.mark(of: place), place.path, "`\(relation)` is what orders are to one another without a process",
        "choose another word")
    }
    return relation
  }

  /// Keeps a spawn in mind for what is checked at the end.
  mutating func spawn(_ spawn: Spawn, _ place: Place) -> Spawn {
    spawns.append((spawn, place))
    return spawn
  }
}

extension Spawn {
  /// At once, for every parent, related by the name of its process.
  init(_ process: ProcessKey, receiver: Receiver = .nobody) {
    self.init(
      process: process, after: nil, samplePercent: 100, relation: RelationKey(rawValue: process.rawValue),
      receiver: receiver)
  }
}
