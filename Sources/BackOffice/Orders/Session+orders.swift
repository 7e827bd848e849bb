import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Spreadsheets

extension Session {
  /// An order from its stream; with an instant, as what had happened by then made it. For whoever may see it now.
  public func load(_ no: OrderNumber, asOf instant: Date = .distantFuture) async throws -> LoadedOrder {
    let definitions = try await definitions()
    let now = try await load(no, in: definitions)
    try requireSight(of: now.order)
    return instant == .distantFuture ? now : try await load(no, asOf: instant, in: definitions)
  }

  /// The same for the program's own use, whoever may see it.
  func load(
    _ no: OrderNumber, asOf instant: Date = .distantFuture, in definitions: Definitions
  ) async throws -> LoadedOrder {
    let events = try await store.read(.order(no)).filter { $0.occurredAt <= instant }
    let entries = try events.compactMap { recorded -> OrderHistory.Entry? in
      guard case .order(let event) = try codec.decode(recorded) else { return nil }
      return OrderHistory.Entry(event, at: recorded.occurredAt)
    }
    guard let history = OrderHistory(entries), let order = history.order(definitions, asOf: instant),
      let process = definitions.process(order.process, version: order.processVersion)
    else { throw OfficeError.noSuchOrder(no) }
    return LoadedOrder(order: order, process: process, events: events, definitions: definitions)
  }

  /// Does a command on an order; decides again when the order moved on meanwhile.
  public func perform(
    _ orderCommand: OrderCommand, on no: OrderNumber, at instant: Date, isRehearsal: Bool = false
  ) async throws -> Outcome {
    let command = freshID(at: instant)
    return try await retrying("order \(no)") {
      let loaded = try await load(no)
      try authorize(orderCommand, on: loaded.order, loaded.process)
      let events: [OrderEvent]
      do throws(OrderRefusal) {
        events = try loaded.order.decide(orderCommand, process: loaded.process)
      } catch {
        throw OfficeError.refused(no, error)
      }
      var recording = Recording(command, by: actor, codec: codec)
      // Not before what it follows: one clerk's clock may be fast, and an order is folded by when things happened. A
      // reminder moves nothing, and a run of them may have been ahead of time.
      let moves = loaded.events.filter { $0.type.name != StoredName.ruleFired.rawValue }
      let at = max(instant, moves.map(\.occurredAt).max() ?? instant)
      try recording.add(
        events.map { (.order($0), at: at) }, to: .order(no), expected: .exactly(loaded.version),
        subject: loaded.order.party.map(StreamName.party))
      return try await finish(recording, no, isRehearsal)
    }
  }

  /// Takes the next order numbers, in the same append as what uses them.
  func reserveNumbers(_ count: Int, at instant: Date, in recording: inout Recording) async throws -> Int {
    // Only the last: the series has an event for every order that was ever opened by hand.
    let recorded = try await store.readLast(of: .orderNumbers)
    var last: NumbersReserved?
    if let recorded, case .numbering(.reserved(let reserved)) = try codec.decode(recorded) { last = reserved }
    let next = NumbersReserved.next(count, after: last)
    try recording.add(
      [(.numbering(.reserved(next)), at: instant)], to: .orderNumbers,
      expected: recorded.map { .exactly($0.version) } ?? .none)
    return next.first
  }

  func finish(_ recording: Recording, _ no: OrderNumber, _ isRehearsal: Bool) async throws -> Outcome {
    guard !isRehearsal else { return Outcome(no: no, appends: recording.appends, positions: nil) }
    guard !recording.appends.isEmpty else { return Outcome(no: no, appends: [], positions: []) }
    return Outcome(no: no, appends: recording.appends, positions: try await append(recording).positions)
  }

  /// Decides again when somebody else was faster; gives up after ten times.
  func retrying<R: Sendable>(_ what: String, _ body: () async throws -> R) async throws -> R {
    for _ in 1...10 {
      do {
        return try await body()
      } catch EventStoreError.conflict {
        continue
      }
    }
    throw OfficeError.keepsChanging(what)
  }
}
