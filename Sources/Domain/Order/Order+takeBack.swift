extension Order {
  /// What can be done about an event that should not have been.
  public enum TakingBack: Sendable, Equatable {
    /// These events undo it.
    case events([OrderEvent])
    /// It stays and does no harm: words that were written, a message that went out.
    case stays
    /// Nothing undoes it.
    case impossible
  }

  /// What takes an event of this order back.
  ///
  /// - Parameters:
  ///   - before: the order as it was before the event; `nil` for the opening.
  ///   - process: the order's process in its version.
  public func takingBack(_ event: OrderEvent, before: Order?, process: Process) -> TakingBack {
    guard let before else {
      // What a command opened stands on no list once it is taken back.
      if case .opened = event { return .events([.withdrawn(OrderWithdrawn(generation: 1))]) }
      return .impossible
    }
    switch event {
    case .opened, .ruleFired, .repeatReported, .dueExtended, .extensionRefused, .withdrawn, .reinstated, .forgotten:
      return .impossible
    case .noted, .reminderSet, .reserved, .released: return .stays
    case .assigned, .unassigned: return .events(assignment(before))
    case .moved(let moved): return moved.undoes == nil ? .events(move(moved, before, process)) : .impossible
    case .processChanged(let change):
      return .events([
        .processChanged(
          OrderProcessChanged(
            fromVersion: change.toVersion, toVersion: change.fromVersion, from: state, to: change.from,
            kind: before.kind))
      ])
    case .edited(let edited):
      func turned(_ changes: [String: OrderEdited.Change]) -> [String: OrderEdited.Change] {
        changes.mapValues { OrderEdited.Change(from: $0.to, to: $0.from) }
      }
      return .events([.edited(OrderEdited(codes: turned(edited.codes), words: turned(edited.words ?? [:])))])
    case .assistAsked(let asked):
      let isOpen = openAssists.contains { $0.unit == asked.unit }
      return .events(isOpen ? [.assistEnded(OrderAssistEnded(unit: asked.unit, outcome: .released))] : [])
    case .assistEnded(let ended):
      // Asked anew, it has as long as it takes: how much of its time was left is not for an undo to say.
      return .events([.assistAsked(OrderAssistAsked(unit: ended.unit))])
    case .linked, .unlinked: return .events(link(event))
    case .extensionAsked(let asked): return .events([.extensionRefused(OrderExtensionRefused(clock: asked.clock))])
    case .lineAdded(let added): return .events([.lineVoided(OrderLineVoided(line: added.line))])
    case .lineVoided(let voided):
      guard var line = lines.first(where: { $0.added.line == voided.line })?.added else { return .impossible }
      line.line = (lines.map(\.added.line).max() ?? 0) + 1
      return .events([.lineAdded(line)])
    case .fileAttached(let file): return .events([.fileRemoved(OrderFileRemoved(content: file.content))])
    case .fileRemoved(let removed):
      return .events(before.files.last { $0.content == removed.content }.map { [.fileAttached($0)] } ?? [])
    }
  }

  private func assignment(_ before: Order) -> [OrderEvent] {
    if let unit = before.main { return [.assigned(OrderAssigned(main: unit, staff: before.staff))] }
    return main.map { [.unassigned(OrderUnassigned(main: $0))] } ?? []
  }

  private func move(_ moved: OrderMoved, _ before: Order, _ process: Process) -> [OrderEvent] {
    let isMerging = process.action(moved.action)?.isMerging ?? false
    let back = OrderEvent.moved(
      OrderMoved(
        action: isMerging ? .unmerge : .undo, from: state, to: before.state, kind: before.kind, undoes: moved.action))
    let codes = (moved.form ?? [:]).filter { before.form[$0.key] != $0.value }
    guard !codes.isEmpty else { return [back] }
    let changes = codes.map { ("form.\($0.key)", OrderEdited.Change(from: $0.value, to: before.form[$0.key])) }
    return [back, .edited(OrderEdited(codes: Dictionary(uniqueKeysWithValues: changes)))]
  }

  private func link(_ event: OrderEvent) -> [OrderEvent] {
    switch event {
    case .linked(let link): [.unlinked(OrderUnlinked(other: link.other, relation: link.relation))]
    case .unlinked(let link): [.linked(OrderLinked(other: link.other, relation: link.relation))]
    default: []
    }
  }
}
