import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres

extension Session {
  /// Takes a command back by compensating events: the orders that nothing happened to since go back to where they were;
  /// the others are left as they are and told. Orders that hang together in the command go together or not at all.
  ///
  /// Cost: a look at every event since the command.
  ///
  /// - Parameter typed: the command's id, or the number of an order, which stands for the last command on it.
  /// - Throws: ``OfficeError/noSuchCommand(_:)``, ``OfficeError/undoImport(_:)``.
  public func undo(command typed: String, at instant: Date, isRehearsal: Bool = false) async throws -> CommandUndo {
    let command = try await command(typed)
    let recorded = try await connection.run { connection -> [RecordedEvent] in
      guard let first = try LogReader.position(ofCommand: command, on: connection) else { return [] }
      return try LogReader.events(
        at: LogReader.positions(ofCommand: command, from: first, on: connection), on: connection)
    }
    guard recorded.contains(where: { $0.stream.orderNumber != nil }) else { throw OfficeError.noSuchCommand(typed) }
    if let batch = recorded.lazy.compactMap(\.authorship.batch).first { throw OfficeError.undoImport(batch) }
    let definitions = try await definitions()
    var parents: [OrderNumber: OrderNumber] = [:]
    for no in Set(recorded.compactMap(\.stream.orderNumber)) {
      parents[no] = try await load(no, in: definitions).order.parent
    }
    let trace = try CommandTrace(recorded, parents: parents, codec)
    let undo = newBulk(at: instant)
    var (items, appends): ([CommandUndo.Item], [StreamAppend]) = ([], [])
    for group in trace.groups {
      let (taken, outcome) = try await take(back: group, of: trace, undo, at: instant, isRehearsal: isRehearsal)
      items += taken
      appends += outcome
    }
    return CommandUndo(command: command, items: items, appends: appends)
  }

  private func command(_ typed: String) async throws -> UUID {
    if let id = UUID(uuidString: typed) { return id }
    guard let no = try? OrderNumber(parsing: typed) else { throw OfficeError.noSuchCommand(typed) }
    let events = try await store.read(.order(no))
    guard !events.isEmpty else { throw OfficeError.noSuchOrder(no) }
    guard let last = events.last(where: { !$0.isNobodysWork }), let id = last.authorship.correlation else {
      throw OfficeError.noSuchCommand(typed)
    }
    return id
  }

  private func take(
    back group: [OrderNumber], of trace: CommandTrace, _ undo: UUID, at instant: Date, isRehearsal: Bool
  ) async throws -> ([CommandUndo.Item], [StreamAppend]) {
    let name = group.first.map { "\($0)" } ?? ""
    return try await retrying("order \(name)") {
      var work = try await OrderWork(self, EventID.derived(from: undo, name), bulk: undo, at: instant)
      var conflicts: [OrderNumber: CommandUndo.Conflict] = [:]
      var counts: [OrderNumber: (undone: Int, left: Int)] = [:]
      // Backwards: what came last goes first.
      for no in group.reversed() {
        let events = trace.events[no] ?? []
        let history = try await store.read(.order(no))
        if let since = history.last(where: { $0.version > events.last?.version ?? 0 && !$0.isNobodysWork }) {
          conflicts[no] = .changedSince(since.type, by: since.authorship.actor, at: since.occurredAt)
          continue
        }
        conflicts[no] = try await work.takeBack(events, of: history, no, &counts)
      }
      guard conflicts.isEmpty else {
        let first = group.first { conflicts[$0] != nil }
        let items = group.map { no in
          CommandUndo.Item(no: no, undone: 0, left: 0, conflict: conflicts[no] ?? first.map { .togetherWith($0) })
        }
        return (items, [])
      }
      let items = group.map { no in
        CommandUndo.Item(no: no, undone: counts[no]?.undone ?? 0, left: counts[no]?.left ?? 0, conflict: nil)
      }
      let no = group.first ?? OrderNumber(sequence: 1)
      return (items, try await finish(work.finished(), no, isRehearsal).appends)
    }
  }
}

extension OrderWork {
  /// Adds what takes some events of an order back, the last first.
  ///
  /// - Returns: why nothing does; the work is of no use then.
  fileprivate mutating func takeBack(
    _ events: [RecordedEvent], of history: [RecordedEvent], _ no: OrderNumber,
    _ counts: inout [OrderNumber: (undone: Int, left: Int)]
  ) async throws -> CommandUndo.Conflict? {
    let sheet = try await take(no)
    // Whoever gave the command takes it back; for others it is a change of what was recorded.
    if events.contains(where: { $0.authorship.actor != session.actor }) {
      try session.requireSight(of: sheet.order)
      try session.require(.orderEdit, on: OrderPlace(sheet.order).responsible)
    }
    let entries = try history.map { recorded -> OrderHistory.Entry in
      guard case .order(let event) = try session.codec.decode(recorded) else { throw OfficeError.noSuchOrder(no) }
      return OrderHistory.Entry(event, at: recorded.occurredAt)
    }
    for recorded in events.reversed() {
      let before = OrderHistory(Array(entries.prefix(recorded.version - 1)))?.order(definitions, asOf: instant)
      let now = try await take(no).order
      switch now.takingBack(entries[recorded.version - 1].event, before: before, process: sheet.process) {
      case .impossible: return .final(recorded.type)
      case .stays: counts[no, default: (0, 0)].left += 1
      case .events(let compensating):
        for event in compensating { add(event, to: no) }
        counts[no, default: (0, 0)].undone += 1
      }
    }
    return nil
  }
}

extension RecordedEvent {
  /// A reminder that went out is nobody's work, nor is that the words were forgotten.
  var isNobodysWork: Bool {
    type.name == StoredName.ruleFired.rawValue || type.name == StoredName.orderForgotten.rawValue
  }
}
