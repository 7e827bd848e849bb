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
    let loaded = instant == .distantFuture ? now : try await load(no, asOf: instant, in: definitions)
    return seen(loaded, definitions)
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

  /// Takes the next order numbers, in the same append as what uses them.
  func reserveNumbers(_ count: Int, at instant: Date, in recording: inout Recording) async throws -> Int {
    let next = try await nextNumbers(count, of: .orderNumbers)
    try recording.add([(.numbering(.reserved(next.reserved)), at: instant)], to: .orderNumbers, expected: next.series)
    return next.reserved.first
  }

  /// The next numbers of a series, and what it looks like before they are taken.
  func nextNumbers(
    _ count: Int, of stream: StreamName
  ) async throws -> (reserved: NumbersReserved, series: ExpectedVersion) {
    // Only the last: a series has an event for every order that was ever opened by hand.
    let recorded = try await store.readLast(of: stream)
    var last: NumbersReserved?
    if let recorded, case .numbering(.reserved(let reserved)) = try codec.decode(recorded) { last = reserved }
    return (.next(count, after: last), recorded.map { .exactly($0.version) } ?? .none)
  }

  /// Appends what a command led to, unless it is a rehearsal.
  func finish(_ recording: Recording, _ no: OrderNumber, _ isRehearsal: Bool) async throws -> Outcome {
    let id = recording.authorship.correlation
    guard !isRehearsal else { return Outcome(no: no, appends: recording.appends, positions: nil, command: id) }
    guard !recording.appends.isEmpty else { return Outcome(no: no, appends: [], positions: [], command: id) }
    return Outcome(
      no: no, appends: recording.appends, positions: try await append(recording).positions, command: id)
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
