/// How open orders go over from one version of a process to another: from which state to which.
public struct ProcessMap: Sendable, Equatable {
  /// Which process.
  public let process: ProcessKey
  /// The version that orders leave.
  public let from: Int
  /// The version that they go to.
  public let to: Int
  /// For every state of the version they leave, one of the version they go to, alike in kind.
  public let states: [StateKey: StateKey]

  /// Reads a map, or tells everything that is wrong with it. A state that is not named goes to the one of its name.
  ///
  /// - Parameter known: a version of a process; `nil` where it is not published.
  public static func compile(
    _ yaml: String, _ known: (ProcessKey, Int) -> Process?
  ) throws(ProcessError) -> ProcessMap {
    let source = try YAMLSource.parse(yaml, called: "map.yaml")
    var reader = YAMLReader(source)
    guard let map = read(source.root, &reader, known), reader.problems.isEmpty else {
      throw ProcessError("map.yaml", reader.problems)
    }
    return map
  }

  /// The event by which an order goes over; `nil` for one on another version, or one that is over.
  public func change(of order: Order, to process: Process) -> OrderProcessChanged? {
    guard order.process == self.process, order.processVersion == from, process.version == to, !order.kind.isFinal,
      let next = states[order.state].flatMap(process.state)
    else { return nil }
    return OrderProcessChanged(fromVersion: from, toVersion: to, from: order.state, to: next.key, kind: next.kind)
  }

  private static func read(
    _ root: Place, _ reader: inout YAMLReader, _ known: (ProcessKey, Int) -> Process?
  ) -> ProcessMap? {
    guard let fields = reader.fields(of: root, known: ["process-map", "from", "to", "states"]) else { return nil }
    let key: ProcessKey? = reader.required("process-map", of: fields, in: root, example: "complaint")
      .flatMap { reader.name($0) }
    let versions = ["from", "to"].map { name in
      reader.required(name, of: fields, in: root, example: name == "from" ? "1" : "2")
        .flatMap { reader.integer($0, in: 1...1_000_000) }
    }
    guard let key, let from = versions[0], let to = versions[1] else { return nil }
    guard let old = known(key, from), let new = known(key, to), from != to else {
      let (name, version) = known(key, from) == nil ? ("from", from) : ("to", to)
      let place = fields[name] ?? root
      reader.report(
        place.mark, place.path,
        from == to ? "orders would stay where they are" : "version \(version) of process `\(key)` is not published",
        "`hotline process list --versions` shows those there are")
      return nil
    }
    var states: [StateKey: StateKey] = [:]
    for (name, place) in fields["states"].flatMap({ reader.entries(of: $0) }) ?? [] {
      guard old.state(StateKey(rawValue: name)) != nil else {
        reader.report(
          place.mark, place.path, "version \(from) has no state `\(name)`",
          Spelling.advice(for: name, in: old.states.map(\.key.rawValue)))
        continue
      }
      states[StateKey(rawValue: name)] = reader.reference(place, to: "state", in: new.states.map(\.key))
    }
    complete(&states, from: old, to: new, fields["states"] ?? root, &reader)
    return ProcessMap(process: key, from: from, to: to, states: states)
  }

  private static func complete(
    _ states: inout [StateKey: StateKey], from old: Process, to new: Process, _ place: Place, _ reader: inout YAMLReader
  ) {
    // An order that is over stays as it is: nobody asks where it would go.
    for state in old.states where !state.kind.isFinal {
      guard let target = new.state(states[state.key] ?? state.key) else {
        reader.report(
          place.mark, place.path,
          "nothing is said of orders in `\(state.key)`, which version \(new.version) does not have",
          "write `states: {\(state.key): …}` with one of \(new.states.map(\.key.rawValue).joined(separator: ", "))")
        continue
      }
      if target.kind.isFinished != state.kind.isFinished || target.kind.isFinal {
        reader.report(
          place.mark, place.path,
          "orders in `\(state.key)` (\(state.kind)) would be in `\(target.key)` (\(target.kind)) without an action",
          "name a state of kind \(state.kind)")
      }
      states[state.key] = target.key
    }
  }
}
