import EventStore
import Foundation
import Postgres

/// What an append costs, beside what the server can take.
enum AppendSection {
  /// The yardstick of the promises, as it was when they were made: ids of no order.
  static let copy = "raw: COPY BINARY, one transaction, random ids"
  static let copyInOrder = "raw: COPY BINARY, one transaction"
  static func unnest(_ size: Int) -> String { "raw: unnest, \(size) a transaction" }
  static func insert(_ clients: Int) -> String { "raw: single INSERT, \(clients) client\(clients == 1 ? "" : "s")" }
  static func store(_ size: Int) -> String { "store: \(size) a transaction" }
  static let oneStream = "store: 100 a transaction, of one stream"
  static func callers(_ count: Int) -> String { "store: \(count) caller\(count == 1 ? "" : "s"), one event each" }

  static func section(events: Int) -> Section {
    let raw = RawEvents(events)
    let random = RawEvents(events, hasRandomIDs: true)
    return Section(
      name: "append",
      cases: [
        Case(copy) { try await rawCopy(random, events, $0) },
        Case(copyInOrder) { try await rawCopy(raw, events, $0) },
        Case(store(100)) { try await storeAppend(events, by: 100, $0) },
        Case(oneStream) { try await storeAppend(events, by: 100, perStream: 100, $0) },
        Case(unnest(100)) { try await rawUnnest(raw, events, by: 100, $0) },
        Case(store(1000)) { try await storeAppend(events, by: 1000, $0) },
        Case(unnest(1000)) { try await rawUnnest(raw, events, by: 1000, $0) },
        Case(store(5000)) { try await storeAppend(events, by: 5000, $0) },
        Case(insert(1)) { try await rawInserts(raw, events / 40, clients: 1, $0) },
        Case(callers(1)) { try await storeCallers(events / 40, callers: 1, $0) },
        Case(insert(32)) { try await rawInserts(raw, events / 8, clients: 32, $0) },
        Case(callers(32)) { try await storeCallers(events / 8, callers: 32, $0) },
      ],
      promises: [
        Promise(
          what: "100 a transaction, rate of COPY BINARY's",
          figure: { $0.ratio(store(100), of: copy, \.eventsPerSecond) }, limit: .atLeast(0.5)),
        Promise(
          what: "1,000 a transaction, rate of COPY BINARY's",
          figure: { $0.ratio(store(1000), of: copy, \.eventsPerSecond) }, limit: .atLeast(0.65)),
        Promise(
          what: "100 a transaction, server's processor of COPY BINARY's",
          figure: { $0.ratio(store(100), of: copy, \.serverMicroseconds) }, limit: .atMost(1.6)),
        Promise(
          what: "32 callers, rate of 32 clients' INSERTs",
          figure: { $0.ratio(callers(32), of: insert(32), \.eventsPerSecond) }, limit: .atLeast(1.2)),
        Promise(
          what: "1 caller, p50 of a single INSERT's",
          figure: { $0.ratio(callers(1), of: insert(1)) { $0.latency(0.5) } }, limit: .atMost(2)),
      ])
  }

  // MARK: Raw

  private static func rawCopy(_ events: RawEvents, _ count: Int, _ server: BenchServer) async throws -> Sample {
    try await server.inFreshDatabase { address in
      let session = try await RawSession.withTable(address)
      let bytes = events.copyBytes(0..<count)
      var watch = Stopwatch(server)
      try watch.lap {
        try session.copy("copy raw_events (\(RawEvents.columnList)) from stdin (format binary)", bytes)
      }
      return watch.stop(events: count)
    }
  }

  private static func rawUnnest(
    _ events: RawEvents, _ count: Int, by size: Int, _ server: BenchServer
  ) async throws -> Sample {
    try await server.inFreshDatabase { address in
      let session = try await RawSession.withTable(address)
      try session.prepareUnnest()
      let chunks = stride(from: 0, to: count, by: size).map { events.arrays($0..<min(count, $0 + size)) }
      var watch = Stopwatch(server)
      for chunk in chunks { try watch.lap { try session.execute(prepared: "unnest", chunk) } }
      return watch.stop(events: count)
    }
  }

  private static func rawInserts(
    _ events: RawEvents, _ count: Int, clients: Int, _ server: BenchServer
  ) async throws -> Sample {
    try await server.inFreshDatabase { address in
      let first = try await RawSession.withTable(address)
      let sessions = try [first] + (1..<clients).map { _ in try RawSession(address) }
      for session in sessions { try session.prepareInsert() }
      let each = count / clients
      let watch = Stopwatch(server)
      let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
        for (client, session) in sessions.enumerated() {
          group.addTask {
            // libpq blocks: a thread for each client, as a server that knows no better has.
            try await onThread {
              try (client * each..<(client + 1) * each).map { index in
                let begin = ContinuousClock.now
                try session.execute(prepared: "insert", events[index])
                return (ContinuousClock.now - begin).seconds
              }
            }
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      return watch.stop(events: each * clients, latencies: latencies)
    }
  }

  // MARK: Store

  private static func storeAppend(
    _ count: Int, by size: Int, perStream: Int = 10, _ server: BenchServer
  ) async throws -> Sample {
    try await server.inFreshDatabase { address in
      let store = try await openStore(address)
      let author = Authorship(actor: SampleEvents.actor, correlation: UUID())
      let chunks = stride(from: 0, to: count, by: size).map { start in
        stride(from: start, to: min(count, start + size), by: perStream).map { first in
          StreamAppend(
            StreamName("bench", first), expected: .none,
            (first..<min(count, first + perStream)).map(SampleEvents.event))
        }
      }
      var watch = Stopwatch(server)
      for chunk in chunks { _ = try await watch.lap { try await store.append(chunk, by: author) } }
      let sample = watch.stop(events: count)
      try await expect(count, in: store)
      return sample
    }
  }

  private static func storeCallers(_ count: Int, callers: Int, _ server: BenchServer) async throws -> Sample {
    try await server.inFreshDatabase { address in
      let store = try await openStore(address)
      let each = count / callers
      let events = (0..<each * callers).map(SampleEvents.event)
      let watch = Stopwatch(server)
      let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
        for caller in 0..<callers {
          group.addTask {
            let author = Authorship(actor: SampleEvents.actor, correlation: UUID())
            let stream = StreamName("bench", caller)
            var latencies: [Double] = []
            for turn in 0..<each {
              let append = StreamAppend(stream, expected: .exactly(turn), [events[caller * each + turn]])
              let begin = ContinuousClock.now
              _ = try await store.append([append], by: author)
              latencies.append((ContinuousClock.now - begin).seconds)
            }
            return latencies
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      let sample = watch.stop(events: each * callers, latencies: latencies)
      try await expect(each * callers, in: store)
      return sample
    }
  }

  private static func openStore(_ address: Address) async throws -> EventStore {
    let connection = try await Connection.open(address)
    try await LogSchema.migrate(connection)
    try await LogSchema.takeWorkingRole(connection)
    return EventStore(connection, randomBytes: SampleEvents.salts)
  }

  /// A figure counts only when the work was done.
  private static func expect(_ count: Int, in store: EventStore) async throws {
    let head = try await store.head()
    guard head == Int64(count) else { throw BenchError.wrong("\(head) events are in the log, not \(count)") }
  }
}

/// Runs a blocking body on a thread of its own.
func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result(catching: body)) }.start()
  }
}
