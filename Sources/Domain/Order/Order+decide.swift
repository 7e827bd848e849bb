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

  /// What follows from a command for this order, or why nothing does; nothing at all where it is so already. What follows
  /// for other orders: the other side of a link (``Order/otherSide(of:)``), and ``Order/consequences(of:before:process:)``.
  ///
  /// Pure: the instant comes with the command.
  ///
  /// - Parameter children: the orders that follow from this one; only actions that demand some look at them.
  public func decide(
    _ command: OrderCommand, process: Process, at instant: Date, children: [Child] = []
  ) throws(OrderRefusal) -> [OrderEvent] {
    guard !isWithdrawn else { throw .withdrawn }
    switch command {
    case .assign(let unit, let staff, let reason): return try assign(unit, staff, reason, process)
    case .act(let action, let unit, let words):
      return try act(action, unit: unit, words: words, process: process, children: children)
    case .note(let text, let visibility):
      guard text.contains(where: { !$0.isWhitespace }) else { throw .emptyNote }
      return [.noted(OrderNoted(text: text, visibility: visibility))]
    case .remind(let instant):
      try unfinished(process)
      return [.reminderSet(OrderReminderSet(at: instant))]
    case .assist(let unit, let budget, let task): return try assist(unit, budget, task, process)
    case .endAssist(let unit, let outcome, let note): return try endAssist(unit, outcome, note)
    case .edit(let edit): return try self.edit(edit, process)
    case .link(let other, let relation): return try link(other, relation)
    case .unlink(let other, let relation): return try unlink(other, relation)
    case .unmerge(let reason): return try unmerge(reason, process)
    case .addLine(let kind, let item, let quantity, let price):
      return try addLine(kind, item, quantity, price, process)
    case .voidLine(let line, let reason): return try voidLine(line, reason, process)
    case .askExtension(let clock, let budget, let reason):
      return try askExtension(clock, budget, reason, process, at: instant)
    case .approveExtension(let reason): return try approveExtension(reason, process, at: instant)
    case .refuseExtension(let reason):
      guard let asked = askedExtension else { throw .noExtensionAsked }
      return [.extensionRefused(OrderExtensionRefused(clock: asked.clock, reason: reason))]
    case .reportRepeat(let channel, let text):
      try unclosed(process)
      return [.repeatReported(OrderRepeatReported(count: repeatCount + 1, channel: channel, text: text))]
    case .attach(let file):
      try unclosed(process)
      guard !files.contains(where: { $0.content == file.content }) else { throw .fileIsThere(file.content) }
      return [.fileAttached(file)]
    case .detach(let content, let reason):
      try unclosed(process)
      guard files.contains(where: { $0.content == content }) else { throw .noSuchFile(content.rawValue) }
      return [.fileRemoved(OrderFileRemoved(content: content, reason: reason))]
    case .reserve(let by, let until):
      try unfinished(process)
      if let reservation, reservation.by != by, reservation.holds(at: instant) {
        throw .reserved(by: reservation.by, until: reservation.until)
      }
      return [.reserved(OrderReserved(by: by, until: until))]
    case .release(let reason):
      guard let reservation else { throw .notReserved }
      return [.released(OrderReleased(by: reservation.by, reason: reason))]
    }
  }

  /// The actions that its state allows.
  public func possibleActions(in process: Process) -> [ActionKey] { process.actions(from: state).map(\.key) }

  /// Somebody still works on it.
  func unfinished(_ process: Process) throws(OrderRefusal) {
    if let head { throw .merged(into: head) }
    guard !kind.isFinished else { throw .finished(state, possible: possibleActions(in: process)) }
  }

  /// It is not over, though it may be done.
  func unclosed(_ process: Process) throws(OrderRefusal) {
    if let head { throw .merged(into: head) }
    guard !kind.isFinal else { throw .finished(state, possible: possibleActions(in: process)) }
  }
}
