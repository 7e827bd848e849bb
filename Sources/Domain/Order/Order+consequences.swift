import FoundationEssentials

extension Order {
  /// What a process lets follow for other orders.
  public enum Consequence: Sendable, Equatable {
    /// The orders that follow from this one end with it, each as its own process says.
    case children(ParentEnding)
    /// Another order opens.
    case open(Spawn)
    /// The order that this one follows from does an action, where it can.
    case parent(OrderNumber, ActionKey, words: [String: String])
  }

  /// How a parent ended.
  public enum ParentEnding: Sendable, Equatable {
    /// Done or closed.
    case finished
    /// Cancelled, or merged into another order, which goes on with children of its own.
    case cancelled
  }

  /// What follows from an event of this order for others, in the order in which it is to be done. Pure; a sample is drawn
  /// from the order's number, so that the same command draws the same again.
  ///
  /// - Parameters:
  ///   - before: the order as it was before the event.
  ///   - process: its process in its version.
  public func consequences(of event: OrderEvent, before: Order?, process: Process) -> [Consequence] {
    switch event {
    case .opened: return draw(process.opens, by: "opened", occurrence: 1)
    case .moved(let moved):
      // What is taken back, or taken out of another order, opens nothing and ends nothing.
      guard moved.undoes == nil, let action = process.action(moved.action) else { return [] }
      var all: [Consequence] = []
      if let before, let ending = ending(after: before, action) { all.append(.children(ending)) }
      all += draw(
        action.spawns, by: action.key.rawValue, occurrence: actionCounts[action.key.rawValue, default: 1])
      if let parent, let onParent = action.onParent {
        all.append(.parent(parent, onParent, words: (moved.form ?? [:]).merging(moved.words ?? [:]) { $1 }))
      }
      return all
    case .assigned, .noted, .reminderSet, .ruleFired, .withdrawn, .reinstated, .forgotten, .unassigned, .assistAsked,
      .assistEnded, .edited, .linked, .unlinked, .extensionAsked, .dueExtended, .extensionRefused, .lineAdded,
      .lineVoided, .repeatReported, .fileAttached, .fileRemoved, .processChanged, .reserved, .released:
      return []
    }
  }

  private func ending(after before: Order, _ action: Action) -> ParentEnding? {
    if action.isMerging { return .cancelled }
    switch (before.kind, kind) {
    case (.open, .done), (.open, .closed): return .finished
    case (.open, .cancelled), (.done, .cancelled): return .cancelled
    default: return nil
    }
  }

  private func draw(_ spawns: [Spawn], by cause: String, occurrence: Int) -> [Consequence] {
    spawns.filter { $0.draws(no, cause, occurrence) }.map { .open($0) }
  }

  /// The opening of an order that follows from this one: about the same matter, for the same party.
  ///
  /// Without a party it carries no words: they would have to be forgotten in two places. Those of a secret order stay there.
  ///
  /// - Parameter key: its number in the series of its process, where that has one.
  public func opening(
    _ spawn: Spawn, as number: OrderNumber, process: Process, key: String?, at instant: Date,
    in definitions: Definitions
  ) -> OrderOpened {
    var opened = Order.open(
      no: number, process: process, category: process.categories == nil ? category : nil, key: key, party: party,
      words: party == nil || isSecret ? nil : OrderWords(title: words?.title, address: words?.address))
    opened.parent = no
    opened.relation = spawn.relation
    opened.priority = priority == .normal ? nil : priority
    opened.area = area
    opened.intake = intake
    opened.notBefore = spawn.after.flatMap {
      $0.added(to: instant, in: definitions.calendar(of: main, at: instant)).date
    }
    opened.isSecret = isSecret || process.isSecret ? true : nil
    return opened
  }

  /// The unit that an order which follows from this one is for.
  public func receiver(of spawn: Spawn) -> UnitKey? {
    switch spawn.receiver {
    case .nobody: nil
    case .main: main
    case .intake: intake
    }
  }
}

extension Spawn {
  /// Whether a parent is among those that get one: the same answer for the same parent and occurrence for ever.
  func draws(_ parent: OrderNumber, _ cause: String, _ occurrence: Int) -> Bool {
    guard samplePercent < 100 else { return true }
    // FNV-1a, then the finalizer of SplitMix64: neighbouring numbers are drawn independently.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(parent)/\(cause)/\(occurrence)/\(process)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return (hash ^ (hash >> 31)) % 100 < UInt64(max(0, samplePercent))
  }
}
