import Postgres
import Synchronization

/// Group commit: whoever comes while a transaction is under way waits, and all who wait go into the next one together.
///
/// There is no clock in it: a caller alone is served at once, and the more callers there are, the longer a transaction
/// takes and the more of them the next one holds. One of the waiting callers leads: its task does the work for all of
/// them, then hands the lead to the first that came meanwhile. So nothing runs that nobody waits for.
///
/// That a caller waits until its events are durable is the back-pressure; who would have to wait behind
/// ``waitingLimit`` events is sent away at once.
final class AppendQueue: Sendable {
  /// A batch takes appends until it has this many events; one larger append goes alone.
  static let batchLimit = 1000
  /// More than this many waiting events, and the next caller is told ``EventStoreError/busy(waiting:)``.
  static let waitingLimit = 100_000

  private struct State {
    var waiting: [AppendSeat] = []
    var waitingEvents = 0
    var isLed = false
  }

  private let state = Mutex(State())
  private let connection: Connection
  private let writer: LogWriter

  init(_ connection: Connection, _ writer: LogWriter) {
    self.connection = connection
    self.writer = writer
  }

  /// Where the events lie, once they are durable.
  func append(_ append: Append) async throws(EventStoreError) -> AppendResult {
    if Task.isCancelled { throw .cancelled }
    let seat = AppendSeat(append)
    if try enter(seat) {
      return try await lead(seat)
    }
    switch await turn(of: seat) {
    case .done(let result): return try result.get()
    case .lead: return try await lead(seat)
    }
  }

  /// Whether a transaction is under way.
  var isLed: Bool { state.withLock { $0.isLed } }
  /// How many callers wait for its end.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Takes a place in the queue; true for who must lead.
  private func enter(_ seat: AppendSeat) throws(EventStoreError) -> Bool {
    try state.withLock { state throws(EventStoreError) in
      guard state.waitingEvents <= Self.waitingLimit else { throw .busy(waiting: state.waitingEvents) }
      state.waiting.append(seat)
      state.waitingEvents += seat.append.lines.count
      defer { state.isLed = true }
      return !state.isLed
    }
  }

  private func turn(of seat: AppendSeat) async -> AppendSeat.Turn {
    await withTaskCancellationHandler {
      await withCheckedContinuation { seat.wait($0) }
    } onCancel: {
      leave(seat)
    }
  }

  /// A caller that gives up leaves the queue; one whose events are under way waits on, unless all of its batch give up.
  private func leave(_ seat: AppendSeat) {
    let wasWaiting = state.withLock { state in
      guard let index = state.waiting.firstIndex(where: { $0 === seat }) else { return false }
      state.waiting.remove(at: index)
      state.waitingEvents -= seat.append.lines.count
      return true
    }
    if wasWaiting {
      seat.resolve(.done(.failure(.cancelled)))
    } else {
      seat.giveUp(connection)
    }
  }

  /// Writes a batch, of which the own append is the first, and hands on the lead.
  private func lead(_ seat: AppendSeat) async throws(EventStoreError) -> AppendResult {
    let seats = nextBatch()
    // Its caller may have given up after the lead was handed to it; the others still want to be led.
    guard !seats.isEmpty else {
      handOn()
      throw .cancelled
    }
    let ticket = connection.ticket()
    let group = AppendGroup(seats.count, ticket)
    for seat in seats { seat.join(group) }
    let results = await withTaskCancellationHandler {
      await write(seats, group)
    } onCancel: {
      seat.giveUp(connection)
    }
    var own: Result<AppendResult, EventStoreError>?
    for (other, result) in zip(seats, results) {
      if other === seat { own = result } else { other.resolve(.done(result)) }
    }
    handOn()
    guard let own else { throw .cancelled }
    return try own.get()
  }

  private func nextBatch() -> [AppendSeat] {
    state.withLock { state in
      var events = 0
      var count = 0
      for seat in state.waiting {
        events += seat.append.lines.count
        guard count == 0 || events <= Self.batchLimit else { break }
        count += 1
      }
      let batch = Array(state.waiting.prefix(count))
      state.waiting.removeFirst(count)
      state.waitingEvents -= batch.reduce(0) { $0 + $1.append.lines.count }
      return batch
    }
  }

  private func handOn() {
    let next = state.withLock { state in
      state.isLed = !state.waiting.isEmpty
      return state.waiting.first
    }
    next?.resolve(.lead)
  }

  private func write(_ seats: [AppendSeat], _ group: AppendGroup) async -> [Result<AppendResult, EventStoreError>] {
    do {
      return try await connection.run(group.ticket) { connection in
        // Here and not before: a request to cancel that comes later than this finds the run.
        guard !group.isGivenUp else { throw CancellationError() }
        return writer.write(seats.map(\.append), on: connection)
      }
    } catch {
      return seats.map { _ in .failure(EventStoreError(error)) }
    }
  }
}
