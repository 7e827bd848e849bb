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
    _ key: ActionKey, unit: UnitKey?, words typed: [String: String], process: Process, children: [Child]
  ) throws(OrderRefusal) -> [OrderEvent] {
    if let head { throw .merged(into: head) }
    guard let action = process.action(key) else {
      throw .unknownAction(key, known: process.actions.map(\.key))
    }
    guard action.from.contains(state) else {
      throw .notInThisState(key, state: state, possible: possibleActions(in: process))
    }
    if let max = action.max, actionCounts[key.rawValue, default: 0] >= max {
      throw .tooOften(key, max: max, then: action.then)
    }
    let unit = unit ?? self.unit(assignedBy: action)
    var (codes, words) = try filledIn(action, typed, hasUnit: unit != nil)
    let lacking = action.with.filter { isLacking($0, among: children, process) }
    guard lacking.isEmpty else { throw .lacks(key, lacking) }

    let kind = process.state(action.to)?.kind ?? .open
    let head = action.isMerging ? try takeHead(from: &words) : nil
    var events: [OrderEvent] = []
    if let unit, unit != main { events = releasing(unit) + [.assigned(OrderAssigned(main: unit))] }
    events.append(.moved(OrderMoved(action: key, from: state, to: action.to, kind: kind, form: codes, words: words)))
    if let head { events.append(.linked(OrderLinked(other: head, relation: .mergedInto))) }
    return events
  }

  /// The unit that the process itself names for the action; that of the area is not known here.
  private func unit(assignedBy action: Action) -> UnitKey? {
    switch action.assigns {
    case .unit(let unit): unit
    case .intake: intake
    case .area, nil: nil
    }
  }

  /// What was filled in, as codes and words; all that is missing or wrong is told at once.
  private func filledIn(
    _ action: Action, _ typed: [String: String], hasUnit: Bool
  ) throws(OrderRefusal) -> (codes: [String: String], words: [String: String]) {
    let missing = action.needs.filter { need in
      need == .main ? !hasUnit : (typed[need.rawValue] ?? "").allSatisfy(\.isWhitespace)
    }
    // A word beside what is asked for does no harm: a note, a reason, the result. With a form it may be a slip.
    let beside = Set(action.needs.map(\.rawValue)).union(["note", "reason", "result"])
    let (answers, others) = (
      typed.filter { action.asks.field($0.key) != nil }, typed.filter { action.asks.field($0.key) == nil }
    )
    let slips = action.asks.isEmpty ? [] : others.keys.filter { !beside.contains($0) }.sorted()
    var (values, problems) = action.asks.read(answers)
    problems = missing.map { .missing($0) } + problems
    problems += slips.map { .unknown(FieldKey(rawValue: $0), known: action.asks.fields.map(\.name)) }
    let absent = problems.compactMap { if case .missing(let field) = $0 { field } else { nil } }
    guard problems.count == absent.count else { throw .form(action.key, problems) }
    guard absent.isEmpty else { throw .missing(action.key, fields: absent) }
    values.merge(others) { value, _ in value }
    return action.asks.parted(values)
  }

  /// Whether an order of the relation would have to be finished first: one of this round, since the order was last
  /// finished. Where only a sample gets one, none is asked for of the others.
  private func isLacking(_ relation: RelationKey, among children: [Child], _ process: Process) -> Bool {
    let round = children.filter {
      $0.relation == relation && $0.kind != .cancelled && $0.openedAt >= finishedAt ?? .distantPast
    }
    if round.contains(where: \.kind.isFinished) { return false }
    let isSampled = process.spawns.contains { $0.relation == relation && $0.samplePercent < 100 }
    return !round.isEmpty || !isSampled
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
