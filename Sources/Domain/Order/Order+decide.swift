import FoundationEssentials

extension Order {
  /// The event that opens an order at the start of a process.
  public static func open(
    no: OrderNumber, process: Process, channel: String? = nil, category: String? = nil, key: String? = nil,
    promise: Date? = nil, party: PartyID? = nil, campaign: String? = nil, words: OrderWords? = nil
  ) -> OrderOpened {
    OrderOpened(
      no: no, process: process.key, processVersion: process.version, state: process.initial,
      kind: process.state(process.initial)?.kind ?? .open, channel: channel, category: category, key: key,
      promise: promise, party: party, campaign: campaign, words: words)
  }

  /// What follows from a command, or why nothing does. Pure: the instant is in the command's envelope.
  public func decide(_ command: OrderCommand, process: Process) throws(OrderRefusal) -> [OrderEvent] {
    guard !isWithdrawn else { throw .withdrawn }
    switch command {
    case .assign(let unit, let staff):
      guard !kind.isFinished else { throw .finished(state, possible: possibleActions(in: process)) }
      guard unit != main || staff != self.staff else { throw .alreadyAssigned(unit) }
      return [.assigned(OrderAssigned(main: unit, staff: staff))]
    case .act(let action, let unit, let words):
      return try act(action, unit: unit, words: words, process: process)
    case .note(let text):
      guard text.contains(where: { !$0.isWhitespace }) else { throw .emptyNote }
      return [.noted(OrderNoted(text: text))]
    case .remind(let instant):
      guard !kind.isFinished else { throw .finished(state, possible: possibleActions(in: process)) }
      return [.reminderSet(OrderReminderSet(at: instant))]
    }
  }

  private func act(
    _ key: ActionKey, unit: UnitKey?, words: [String: String], process: Process
  ) throws(OrderRefusal) -> [OrderEvent] {
    guard let action = process.action(key) else {
      throw .unknownAction(key, known: process.actions.map(\.key))
    }
    guard action.from.contains(state) else {
      throw .notInThisState(key, state: state, possible: possibleActions(in: process))
    }
    if let max = action.max, actionCounts[key.rawValue, default: 0] >= max { throw .tooOften(key, max: max) }
    let missing = action.needs.filter { need in
      need == "main" ? unit == nil : (words[need.rawValue] ?? "").allSatisfy(\.isWhitespace)
    }
    guard missing.isEmpty else { throw .missing(key, fields: missing) }

    let kind = process.state(action.to)?.kind ?? .open
    let moved = OrderEvent.moved(OrderMoved(action: key, from: state, to: action.to, kind: kind, words: words))
    guard let unit, unit != main else { return [moved] }
    return [.assigned(OrderAssigned(main: unit)), moved]
  }

  /// The actions that its state allows.
  public func possibleActions(in process: Process) -> [ActionKey] { process.actions(from: state).map(\.key) }
}
