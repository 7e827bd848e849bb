import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

extension Session {
  /// Opens an order, and lets it go out at once where that is asked for: all in one append, or nothing.
  ///
  /// With a caller's number it is for the party that has it, or for a new one.
  ///
  /// - Throws: ``OfficeError/opening(_:_:)`` with all that is wrong; ``OfficeError/callerBlocked(_:_:)``;
  ///   ``OfficeError/keyTaken(_:by:)``; ``OfficeError/refused(_:_:)`` where the process does not let it out.
  public func open(_ new: NewOrder, at instant: Date, isRehearsal: Bool = false) async throws -> Outcome {
    try requireSomewhere(.orderOpen)
    if let unit = new.unit { try requireOpenUnit(unit) }
    let command = freshID(at: instant)
    let openedAt = min(new.openedAt ?? instant, instant)
    return try await retrying("the numbers of orders") {
      let definitions = try await definitions()
      let opening = try Opening(new, definitions, intake: new.intake ?? intake, at: instant)
      // Inside: whoever was faster may have registered the same caller, or taken the same key.
      try await catchUp([Parties(), OrderBoard()])
      if let key = new.key, let taken = try await order(ofKey: key, opening.process.key) {
        throw OfficeError.keyTaken(key, by: taken)
      }
      let caller = try await caller(of: new, at: instant)
      if !new.evenBlocked, let party = caller.party, let mark = caller.blocking(opening.process.key.rawValue) {
        throw OfficeError.callerBlocked(party, mark)
      }
      var recording = Recording(command, by: actor, codec: codec)
      let (party, name) = try await self.party(of: new, caller, at: openedAt, in: &recording)
      let key = try await documentNumber(of: opening.process, at: openedAt, in: &recording)
      let no = OrderNumber(sequence: try await reserveNumbers(1, at: openedAt, in: &recording))
      let opened = opening.event(no, key: key, party: party, caller: name)
      let events = try self.events(after: opened, opening, at: openedAt, in: definitions)
      try recording.add(
        events.map { (.order($0), at: openedAt) }, to: .order(no), expected: .none,
        subject: party.map(StreamName.party))
      var outcome = try await finish(recording, no, isRehearsal)
      outcome.main = opening.unit
      return outcome
    }
  }

  /// The opening and what is done with the order at once.
  private func events(
    after opened: OrderOpened, _ opening: Opening, at instant: Date, in definitions: Definitions
  ) throws -> [OrderEvent] {
    guard var order = Order(opened, at: instant, in: definitions) else {
      throw OfficeError.noSuchProcess(opened.process.rawValue, known: definitions.all.map(\.key.rawValue))
    }
    var events: [OrderEvent] = [.opened(opened)]
    for command in opening.commands {
      if case .act = command { try authorize(command, on: order, opening.process) }
      do throws(OrderRefusal) {
        for event in try order.decide(command, process: opening.process) {
          order.evolve(event, at: instant, in: definitions)
          events.append(event)
        }
      } catch {
        throw OfficeError.refused(opened.no, error)
      }
    }
    return events
  }

  /// The number of a document, for a process with a series of its own, taken in the same append as what uses it.
  func documentNumber(
    of process: Domain.Process, at instant: Date, in recording: inout Recording
  ) async throws -> String? {
    guard let series = process.series else { return nil }
    let stream = StreamName.documentNumbers(process.key)
    let recorded = try await store.readLast(of: stream)
    var last: NumbersReserved?
    if let recorded, case .numbering(.reserved(let reserved)) = try codec.decode(recorded) { last = reserved }
    let next = NumbersReserved.next(1, after: last)
    try recording.add(
      [(.numbering(.reserved(next)), at: instant)], to: stream,
      expected: recorded.map { .exactly($0.version) } ?? .none)
    return series.key(next.first)
  }

  private func order(ofKey key: String, _ process: ProcessKey) async throws -> OrderNumber? {
    try await connection.run { connection in
      try OrderBoard.numbers(ofKeys: [key], process: process, except: nil, on: connection)[key]
    }
  }
}
