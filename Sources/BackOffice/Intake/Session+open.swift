import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

extension Session {
  /// Opens an order, and lets it go out at once where that is asked for, with all that its process lets follow: in one
  /// append, or nothing.
  ///
  /// With a caller's number it is for the party that has it, or for a new one.
  ///
  /// - Throws: ``OfficeError/opening(_:_:)`` with all that is wrong; ``OfficeError/callerBlocked(_:_:)``;
  ///   ``OfficeError/keyTaken(_:by:)``; ``OfficeError/refused(_:_:)`` where the process does not let it out.
  public func open(_ new: NewOrder, at instant: Date, isRehearsal: Bool = false) async throws -> Outcome {
    try requireSomewhere(.orderOpen)
    // In the name of another unit only whoever may open orders there.
    if let unit = new.intake { try require(.orderOpen, on: unit) }
    let files = try new.files.map { try $0.attached() }
    if !new.files.isEmpty, !isRehearsal {
      // No event shall name a content that never came, and nothing is stored of what is refused.
      _ = try await open(new, at: instant, isRehearsal: true)
      for (file, attached) in zip(new.files, files) {
        guard try file.contents.put(file.path).content == attached.content else {
          throw OfficeError.keepsChanging(file.path)
        }
      }
    }
    let openedAt = min(new.openedAt ?? instant, instant)
    var unit: UnitKey?
    var outcome = try await work("the numbers of orders", at: instant, isRehearsal: isRehearsal) { work in
      // Inside: whoever was faster may have registered the same caller, or taken the same key.
      try await catchUp([Parties(), OrderBoard()])
      let caller = try await caller(of: new, at: instant)
      let opening = try Opening(
        new, work.definitions, caller: caller, intake: new.intake ?? intake, files: files, at: instant)
      unit = opening.unit
      if let unit { try requireOpenUnit(unit) }
      if let key = new.key, let taken = try await order(ofKey: key, opening.process.key) {
        throw OfficeError.keyTaken(key, by: taken)
      }
      if !new.evenBlocked, let party = caller.party, let mark = caller.blocking(opening.process.key.rawValue) {
        throw OfficeError.callerBlocked(party, mark)
      }
      let (party, name) = try await self.party(of: new, caller, at: openedAt, in: &work)
      let no = try await work.newNumber()
      let key = new.key == nil ? try await work.newKey(of: opening.process) : nil
      let opened = opening.event(no, key: key, party: party, caller: name)
      let events = try self.events(after: opened, opening, at: openedAt, in: work.definitions)
      try await work.open(opened, at: openedAt, with: events)
      return no
    }
    outcome.main = unit
    return outcome
  }

  /// What is done with the order at once.
  private func events(
    after opened: OrderOpened, _ opening: Opening, at instant: Date, in definitions: Definitions
  ) throws -> [OrderEvent] {
    guard var order = Order(opened, at: instant, in: definitions) else {
      throw OfficeError.noSuchProcess(opened.process.rawValue, known: definitions.all.map(\.key.rawValue))
    }
    var events: [OrderEvent] = []
    for command in opening.commands {
      // Whoever may open an order may say whose it is; letting it out is an action of its process.
      if case .act = command { try authorize(command, on: order, opening.process) }
      do throws(OrderRefusal) {
        for event in try order.decide(command, process: opening.process, at: instant) {
          order.evolve(event, at: instant, in: definitions)
          events.append(event)
        }
      } catch {
        throw OfficeError.refused(opened.no, error)
      }
    }
    return events
  }

  private func order(ofKey key: String, _ process: ProcessKey) async throws -> OrderNumber? {
    try await connection.run { connection in
      try OrderBoard.numbers(ofKeys: [key], process: process, except: nil, on: connection)[key]
    }
  }
}
