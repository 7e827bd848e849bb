import FoundationEssentials

extension Order {
  func assign(
    _ unit: UnitKey, _ staff: String?, _ reason: String?, _ process: Process
  ) throws(OrderRefusal) -> [OrderEvent] {
    try unfinished(process)
    guard unit != main || staff != self.staff else { throw .alreadyAssigned(unit) }
    return releasing(unit) + [.assigned(OrderAssigned(main: unit, staff: staff, reason: reason))]
  }

  func act(
    _ key: ActionKey, unit: UnitKey?, words: [String: String], process: Process, finishedChildren: Set<RelationKey>
  ) throws(OrderRefusal) -> [OrderEvent] {
    guard let action = process.action(key) else {
      if let head { throw .merged(into: head) }
      throw .unknownAction(key, known: process.actions.map(\.key))
    }
    if let head { throw .merged(into: head) }
    guard action.from.contains(state) else {
      throw .notInThisState(key, state: state, possible: possibleActions(in: process))
    }
    if let max = action.max, actionCounts[key.rawValue, default: 0] >= max {
      throw .tooOften(key, max: max, then: action.then)
    }
    let missing = action.needs.filter { need in
      need == .main ? unit == nil : (words[need.rawValue] ?? "").allSatisfy(\.isWhitespace)
    }
    guard missing.isEmpty else { throw .missing(key, fields: missing) }

    let kind = process.state(action.to)?.kind ?? .open
    var words = words
    let head = action.needs.contains(.head) ? try takeHead(from: &words) : nil
    var events: [OrderEvent] = []
    if let unit, unit != main { events = releasing(unit) + [.assigned(OrderAssigned(main: unit))] }
    events.append(.moved(OrderMoved(action: key, from: state, to: action.to, kind: kind, words: words)))
    if let head { events.append(.linked(OrderLinked(other: head, relation: .mergedInto))) }
    return events
  }

  /// A unit that helped and now answers for the order helps no more.
  private func releasing(_ unit: UnitKey) -> [OrderEvent] {
    openAssists.contains { $0.unit == unit }
      ? [.assistEnded(OrderAssistEnded(unit: unit, outcome: .released))] : []
  }

  /// The order that this one is merged into, where it can be.
  private func takeHead(from words: inout [String: String]) throws(OrderRefusal) -> OrderNumber {
    let typed = words.removeValue(forKey: FieldKey.head.rawValue) ?? ""
    guard let head = OrderNumber(typed) else { throw .notAnOrder(field: .head, value: typed) }
    guard head != no else { throw .linkToItself }
    let duplicates = duplicates
    guard duplicates.isEmpty else { throw .hasDuplicates(duplicates) }
    return head
  }

  func unmerge(_ reason: String?, _ process: Process) throws(OrderRefusal) -> [OrderEvent] {
    guard let head, let before = stateBeforeMerge else { throw .notMerged }
    let kind = process.state(before)?.kind ?? .open
    return [
      .moved(
        OrderMoved(
          action: .unmerge, from: state, to: before, kind: kind, undoes: lastMove?.action,
          words: reason.map { ["reason": $0] } ?? [:])),
      .unlinked(OrderUnlinked(other: head, relation: .mergedInto)),
    ]
  }
}

extension FieldKey {
  /// An action that needs it gives the order to a unit.
  public static let main: FieldKey = "main"
  /// An action that needs it merges the order into another one.
  public static let head: FieldKey = "head"
}
