import Yams

/// What processes say of one another.
extension ProcessDraft {
  mutating func checkLinks(_ process: Process) {
    let relations = Set(process.spawns.map(\.relation)).sorted()
    for place in withs { _ = reader.references(place, to: "relation", in: relations) }
    guard let others = surroundings.processes else { return }
    for (spawn, place) in spawns {
      if let way = way(from: spawn.process, backTo: process.key, through: others) {
        reader.report(
          reader.mark(of: place), place.path,
          "orders would open one another without end: \(([process.key] + way).map(\.rawValue).joined(separator: " → "))",
          "leave one of these spawns out")
      }
      checkChild(of: process, spawn, place, others)
    }
    for (action, place) in onParent {
      let parents = others.values.filter { parent in
        parent.key != process.key && parent.spawns.contains { $0.process == process.key }
      }
      for parent in parents.sorted(by: { $0.key < $1.key }) where parent.action(action) == nil {
        reader.report(
          reader.mark(of: place), place.path, "`\(parent.key)` opens such orders and has no action `\(action)`",
          Spelling.advice(for: action.rawValue, in: parent.actions.map(\.key.rawValue)))
      }
    }
  }

  /// What the new orders do on their parent must be possible there at all.
  private mutating func checkChild(
    of process: Process, _ spawn: Spawn, _ place: Place, _ others: [ProcessKey: Process]
  ) {
    guard spawn.process != process.key, let child = others[spawn.process] else { return }
    for action in child.actions {
      guard let onParent = action.onParent, process.action(onParent) == nil else { continue }
      reader.report(
        reader.mark(of: place), place.path,
        "`\(action.key)` of `\(child.key)` does `\(onParent)` on its parent, and there is no such action here",
        "add an action `\(onParent)`, or spawn another process")
    }
  }

  /// The processes from one to another by what each opens, the ends among them; `nil` where there is no way.
  private func way(
    from start: ProcessKey, backTo end: ProcessKey, through processes: [ProcessKey: Process]
  ) -> [ProcessKey]? {
    var waiting = [[start]]
    var seen: Set<ProcessKey> = [start]
    while !waiting.isEmpty {
      let way = waiting.removeFirst()
      guard let last = way.last else { continue }
      if last == end { return way }
      for spawn in processes[last]?.spawns ?? [] where seen.insert(spawn.process).inserted {
        waiting.append(way + [spawn.process])
      }
    }
    return nil
  }
}
