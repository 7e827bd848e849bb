import Domain
import EventCodec
import EventStore
import Foundation
import Postgres
import Projections

/// Measures how long a change of calendars takes until every open deadline is counted anew.
///
///     ClockBench FOLDER [ORDERS]
///
/// A real log: ORDERS open complaints (100,000 where none is said), each opened, assigned, sent and signed, over the year
/// before the change. Prints the median of three publications for the board and the timers together; ends with 1 when that
/// is over five seconds for 100,000.
@main
struct ClockBench {
  private static let now = Date(timeIntervalSince1970: 1_790_000_000)
  private static let limit = 5.0

  static func main() async throws {
    let folder = CommandLine.arguments.dropFirst().first ?? "bench/clock"
    let orders = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 100_000
    let cluster = Cluster(folder: "\(folder)/server")
    let address = try await cluster.start()
    let isKept: Bool
    do {
      isKept = try await measure(orders, address)
    } catch {
      try await cluster.stop()
      throw error
    }
    try await cluster.stop()
    try? FileManager.default.removeItem(atPath: folder)
    exit(isKept ? 0 : 1)
  }

  private static func measure(_ orders: Int, _ address: Address) async throws -> Bool {
    let connection = try await Connection.open(address)
    try await LogSchema.migrate(connection)
    try await LogSchema.takeWorkingRole(connection)
    try await ReadModels.migrate(connection)
    let store = EventStore(connection) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
    let codec = EventCodec()
    let log = ClockLog(store: store, codec: codec)
    try await log.setUp()
    var begin = ContinuousClock.now
    try await log.open(orders, before: now)
    print("\(orders) open orders, \(try await store.head()) events: written in \(seconds(since: begin)) s")
    let runner = ProjectionRunner(connection)
    begin = ContinuousClock.now
    try await runner.catchUp([OrderBoard(), Timers()])
    print("board and timers taken in: \(seconds(since: begin)) s")
    var times: [Double] = []
    for version in 1...3 {
      try await log.publish(version: version, at: now.addingTimeInterval(Double(version) * 3600))
      begin = ContinuousClock.now
      try await runner.catchUp([OrderBoard(), Timers()])
      times.append(seconds(since: begin))
    }
    let spans = try await connection.run { c in
      try c.query("select count(*) from order_span where until_at is null and from_at >= \(now)").only().decode(
        Int64.self)
    }
    await connection.close()
    let median = times.sorted()[1]
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
    print(
      "a change of calendars, board and timers: \(times) s, median \(median) s; \(spans) orders due anew; load \(load)")
    return median <= limit * Double(orders) / 100_000
  }

  private static func seconds(since begin: ContinuousClock.Instant) -> Double {
    let parts = (ContinuousClock.now - begin).components
    return ((Double(parts.seconds) + Double(parts.attoseconds) / 1e18) * 100).rounded() / 100
  }
}

/// The log of an office with open complaints.
struct ClockLog {
  let store: EventStore
  let codec: EventCodec
  private let start = Date(timeIntervalSince1970: 1_700_000_000)

  init(store: EventStore, codec: EventCodec) {
    self.store = store
    self.codec = codec
  }

  func setUp() async throws {
    guard let complaint = ShippedProcesses.all.first(where: { $0.key == "complaint" }) else { return }
    try await append([
      (.definition(.office, "office"), [published(.office, "office", 1, "timeZone: Asia/Shanghai\n")], start),
      (.definition(.process, "complaint"), [published(.process, "complaint", 1, complaint.yaml)], start),
    ])
  }

  /// Every version has other hours, so that every due time moves.
  func publish(version: Int, at instant: Date) async throws {
    let yaml = "calendar: office\nbase: cn\nweek: {mon-fri: [\"08:\(version)0-12:00\", \"13:30-17:00\"]}\n"
    try await append([
      (.definition(.calendar, "office"), [published(.calendar, "office", version, yaml)], instant)
    ])
  }

  func open(_ orders: Int, before now: Date) async throws {
    guard let unit = UnitKey("repairs") else { return }
    for first in stride(from: 0, to: orders, by: 1_000) {
      try await append(
        (first..<min(first + 1_000, orders)).map { place in
          let no = OrderNumber(sequence: place + 1)
          let opened = OrderOpened(
            no: no, process: "complaint", processVersion: 1, state: "new", kind: .open, channel: "phone",
            category: "roads", words: OrderWords(title: "Order \(place)"))
          let events: [DomainEvent] = [
            .order(.opened(opened)), .order(.assigned(OrderAssigned(main: unit))),
            .order(.moved(OrderMoved(action: "dispatch", from: "new", to: "sent", kind: .open))),
            .order(.moved(OrderMoved(action: "sign", from: "sent", to: "working", kind: .open))),
          ]
          // Over the last three weeks: what is long overdue does not move by hours to come.
          return (.order(no), events, now.addingTimeInterval(-Double(place % 20) * 86_400 - Double(place % 3600)))
        })
    }
  }

  private func published(_ kind: DefinitionPublished.Kind, _ key: String, _ version: Int, _ yaml: String) -> DomainEvent
  {
    .definition(.published(DefinitionPublished(kind: kind, key: key, version: version, body: yaml)))
  }

  private func append(_ streams: [(stream: StreamName, events: [DomainEvent], at: Date)]) async throws {
    let appends = try streams.map { stream, events, instant in
      StreamAppend(
        stream, expected: .any,
        try events.map { try codec.encode($0, id: UUID(), at: instant, subject: stream) })
    }
    _ = try await store.append(appends, by: Authorship(actor: "bench"))
  }
}
