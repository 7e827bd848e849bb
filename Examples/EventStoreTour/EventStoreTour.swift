import EventStore
import Foundation
import Postgres

/// A lost-property office on the event store alone: all that the library can do, in the order in which one meets it.
///
///     EventStoreTour 'host=/run/postgresql dbname=tour'
///
/// The database must be empty and yours. What happens is printed; a test compares it with what this file says.
@main
struct EventStoreTour {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: EventStoreTour ADDRESS   (a libpq connection string of an empty database)")
      return
    }
    let address = Address(CommandLine.arguments[1])
    let store = try await openStore(address)
    let umbrella = StreamName("item", 1)

    // Ids come from the command: sent again, it makes the same events.
    let command = EventID.fresh(at: .now, random: randomBytes(10))
    let found = StreamAppend(
      umbrella, expected: .none,
      [
        NewEvent(
          id: EventID.derived(from: command, "found"), type: EventType("item.found"), occurredAt: .now,
          data: #"{"what":"umbrella","where":"tram 7"}"#,
          personal: Personal(subject: "finder-1", data: #"{"name":"somebody honest"}"#))
      ])
    let clerk = Authorship(actor: "clerk.one", correlation: command)
    let first = try await store.append([found], by: clerk)
    print("found: position \(first.positions)")
    let again = try await store.append([found], by: clerk)
    print("sent again: position \(again.positions), was there: \(again.wasThere)")

    // Two clerks looked at version 1; only one of them may hand it out.
    _ = try await store.append([event("item.returned", umbrella, .exactly(1))], by: clerk)
    do throws(EventStoreError) {
      _ = try await store.append(
        [event("item.auctioned", umbrella, .exactly(1))], by: Authorship(actor: "clerk.two"))
    } catch {
      if case .conflict(_, _, let actual) = error { print("conflict: the item is at version \(actual)") }
    }

    // Whoever appends at the same moment shares one transaction.
    try await withThrowingTaskGroup { group in
      for number in 2...33 {
        group.addTask {
          _ = try await store.append([event("item.found", StreamName("item", number), .none)], by: clerk)
        }
      }
      try await group.waitForAll()
    }
    print("head: \(try await store.head())")

    // A reader that stays: here until it has seen all there is.
    struct Enough: Error {}
    var seen = 0
    do {
      try await LogFollower(after: 0) { try await openSession(address) }.run { page in
        seen += page.count
        if page.last?.position == 34 { throw Enough() }
      }
    } catch is Enough {
      print("followed: \(seen) events")
    }

    // The finder's name goes; the event and the chain stay.
    let erasure = try await store.forget(
      "finder-1", recording: [event("finder.forgotten", StreamName("finder-1"), .any)], by: clerk)
    let item = try await store.read(umbrella)
    print(
      "forgotten: \(erasure.parts.count) part, the item still has \(item.count) events, erased: \(item[0].isErased)")

    let verdict = try await LogVerifier { try await openSession(address) }.verify()
    print("verified: \(verdict.events) events, fault: \(verdict.fault.map { "\($0)" } ?? "none")")
    let key = try SigningKey(seed: randomBytes(32))
    let seal = try LogSeal(await store.headToSeal(), at: .now, with: key)
    try seal.check(key.publicKey)
    print("sealed at position \(seal.position)")
  }

  /// The owner makes the tables; then the session gives up all rights but adding and reading.
  private static func openStore(_ address: Address) async throws -> EventStore {
    let connection = try await Connection.open(address, application: "tour")
    try await LogSchema.migrate(connection)
    try await LogSchema.takeWorkingRole(connection)
    return EventStore(connection, randomBytes: randomBytes)
  }

  private static func openSession(_ address: Address) async throws -> Connection {
    let connection = try await Connection.open(address, application: "tour reader")
    try await LogSchema.takeWorkingRole(connection)
    return connection
  }

  private static func event(_ type: String, _ stream: StreamName, _ expected: ExpectedVersion) -> StreamAppend {
    let event = NewEvent(
      id: EventID.fresh(at: .now, random: randomBytes(10)), type: EventType(type), occurredAt: .now, data: "{}")
    return StreamAppend(stream, expected: expected, [event])
  }

  @Sendable private static func randomBytes(_ count: Int) -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}
