import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestSeeds

/// Orders that are opened, given to a unit and moved on, for logs of which read models are made.
struct OfficeLoad: Sendable {
  private let seed: UInt64
  private let definitions: Definitions
  private let codec = EventCodec()

  init(seed: UInt64) throws {
    self.seed = seed
    var definitions = Definitions()
    for definition in Self.definitions { try definitions.evolve(.published(definition), at: .distantPast) }
    self.definitions = definitions
  }

  /// What an office needs before its first order.
  private static let definitions =
    [DefinitionPublished(kind: .office, key: "office", version: 1, body: "timeZone: Asia/Shanghai\n")]
    + ShippedProcesses.all.map {
      DefinitionPublished(kind: .process, key: $0.key.rawValue, version: 1, body: $0.yaml)
    }

  /// Publishes office and processes.
  static func setUp(_ store: EventStore) async throws {
    let codec = EventCodec()
    let appends = try definitions.map { definition in
      let stream = StreamName.definition(definition.kind, definition.key)
      let event = try codec.encode(
        .definition(.published(definition)), id: EventID.ofContent([stream.rawValue]), at: start, subject: stream)
      return StreamAppend(stream, expected: .none, [event])
    }
    _ = try await store.append(appends, by: Authorship(actor: "setup"))
  }

  private static let start = Date(timeIntervalSince1970: 1_425_139_200)

  /// Each third command opens an order, the two after it move it.
  func command(_ n: Int) throws -> Load.Command {
    var random = Seeded(seed &* 7919 &+ UInt64(n / 3))
    let at = Self.start.addingTimeInterval(Double(n) * 1800)
    guard let process = definitions.process(random.pick(ShippedProcesses.all).key) else {
      throw Failure("an office without processes")
    }
    let no = OrderNumber(sequence: Int(seed) * 100_000 + n / 3 + 1)
    var events: [OrderEvent]
    switch n % 3 {
    case 0:
      events = [
        .opened(
          Order.open(
            no: no, process: process, channel: random.pick(["phone", "web"]),
            category: random.pick(["roads", "noise"]),
            key: "K\(random.next() % 50)", promise: at.addingTimeInterval(86_400), party: nil, campaign: "spring",
            words: OrderWords(title: "标题 \(n)", address: "1 Sample Street")))
      ]
      if let unit = UnitKey("INFO") { events.append(.assigned(OrderAssigned(main: unit, staff: "chen"))) }
    case 1: events = [.noted(OrderNoted(text: "说了"))]
    default:
      guard let to = process.states.last else { throw Failure("a process without states") }
      events = [.moved(OrderMoved(action: "close", from: process.initial, to: to.key, kind: to.kind))]
    }
    let id = EventID.ofContent(["office", String(seed), String(n)])
    let stream = StreamName.order(no)
    let new = try events.enumerated().map { index, event in
      try codec.encode(.order(event), id: EventID.derived(from: id, String(index)), at: at, subject: stream)
    }
    let expected: ExpectedVersion = n % 3 == 0 ? .none : .any
    return Load.Command(
      appends: [StreamAppend(stream, expected: expected, new)], authorship: Authorship(actor: "desk.\(seed)", cause: id)
    )
  }

  /// Computes all read models anew, one after the other.
  static func rebuild(_ address: Address, rounds: Int) async throws {
    let connection = try await Connection.working(address, application: "rebuilder")
    let runner = ProjectionRunner(connection, pageSize: 100)
    for _ in 0..<rounds {
      for projection in ReadModels.all { try await runner.rebuild(projection) }
    }
  }
}
