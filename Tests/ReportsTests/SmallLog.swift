import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestCluster
import TestSeeds
import Testing

/// A database of its own with an office, the process `request` and some orders in its log, and the board brought up.
struct SmallLog {
  let connection: Connection
  private let address: Address
  let facts: [Fact]
  private let store: EventStore
  private let codec = EventCodec()

  static let zoneName = "America/New_York"
  let zone: TimeZone

  init(_ facts: [Fact]) async throws {
    self.facts = facts
    zone = try #require(TimeZone(identifier: Self.zoneName))
    address = try await TestCluster.database()
    connection = try await Connection.open(address, application: "tests")
    try await LogSchema.migrate(connection)
    try await LogSchema.takeWorkingRole(connection)
    try await ReadModels.migrate(connection)
    store = EventStore(connection) { count in [UInt8](repeating: 7, count: count) }
    var seeded = Seeded(1)
    try await append(
      [
        (
          .definition(.office, "office"),
          [.definition(.published(.init(kind: .office, key: "office", version: 1, body: "timeZone: \(Self.zoneName)")))]
        )
      ], at: .distantPast2015, &seeded)
    for shipped in ShippedProcesses.all {
      let process = DefinitionPublished(kind: .process, key: shipped.key.rawValue, version: 1, body: shipped.yaml)
      try await append(
        [(.definition(.process, shipped.key.rawValue), [.definition(.published(process))])], at: .distantPast2015,
        &seeded)
    }
    for (index, fact) in facts.enumerated() { try await append(fact, sequence: index + 1, &seeded) }
    try await catchUp()
  }

  /// Another session with the working role.
  func anotherConnection() async throws -> Connection {
    let another = try await Connection.open(address, application: "tests")
    try await LogSchema.takeWorkingRole(another)
    return another
  }

  func catchUp() async throws {
    try await ProjectionRunner(connection, pageSize: 97).catchUp([OrderBoard(), OrderCounts(), Units()])
  }

  func head() async throws -> Int64 { try await store.head() }

  /// Appends one more order; the board stays where it is.
  func append(_ fact: Fact, sequence: Int) async throws {
    var seeded = Seeded(UInt64(sequence))
    try await append(fact, sequence: sequence, &seeded)
  }

  private func append(_ fact: Fact, sequence: Int, _ random: inout Seeded) async throws {
    let no = OrderNumber(sequence: sequence)
    let opened = OrderOpened(
      no: no, process: "request", processVersion: 1, state: "new", kind: .open, channel: fact.channel,
      category: fact.category, key: "K-\(sequence)", promise: fact.due,
      words: OrderWords(title: "=Order \(sequence) 路灯不亮"))
    var events: [(OrderEvent, Date)] = fact.assignments.compactMap { assignment in
      UnitKey(assignment.unit).map { (.assigned(OrderAssigned(main: $0)), assignment.at) }
    }
    events += fact.moves.map { move in
      (.moved(OrderMoved(action: "close", from: "new", to: move.state, kind: move.kind)), move.at)
    }
    let all = [(OrderEvent.opened(opened), fact.openedAt)] + events
    let new = try all.map { event, at in
      try codec.encode(.order(event), id: id(&random), at: at, subject: .order(no))
    }
    _ = try await store.append(
      [StreamAppend(.order(no), expected: .none, new)], by: Authorship(actor: "tests"))
  }

  private func append(
    _ streams: [(StreamName, [DomainEvent])], at instant: Date, _ random: inout Seeded
  ) async throws {
    let appends = try streams.map { stream, events in
      StreamAppend(
        stream, expected: .none,
        try events.map { try codec.encode($0, id: id(&random), at: instant, subject: stream) })
    }
    _ = try await store.append(appends, by: Authorship(actor: "tests"))
  }

  private func id(_ random: inout Seeded) -> UUID {
    EventID.ofContent([String(random.next()), String(random.next())])
  }
}

extension Date {
  fileprivate static let distantPast2015 = Date(timeIntervalSince1970: 1_400_000_000)

  /// An instant by New York's wall clock.
  static func newYork(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) throws -> Date {
    let zone = try #require(TimeZone(identifier: SmallLog.zoneName))
    let day = try #require(CivilDay(year: year, month: month, day: day))
    return OfficeCalendar(timeZone: zone).instant(of: day, secondOfDay: hour * 3600 + minute * 60)
  }
}
