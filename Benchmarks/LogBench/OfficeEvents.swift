import Domain
import EventCodec
import EventStore
import Foundation

/// A busy office: some thousand orders are open at any time, and what happens next happens to any of them.
///
/// Per order a caller registered, the opening with words, and some seven assignments, moves, notes and reminders until it is
/// closed. The same events in every run but for their ids.
struct OfficeEvents {
  private struct Open {
    let no: OrderNumber
    let party: StreamName
    var state: StateKey
    var at: Date
  }

  private static let start = Date(timeIntervalSince1970: 1_730_000_000)
  private let codec = EventCodec()
  private let complaint: Domain.Process
  private var state: UInt64 = 7
  private var open: [Open] = []
  private var orderCount = 0
  private var eventCount = 0
  private var appends: [StreamName: [NewEvent]] = [:]
  private var order: [StreamName] = []

  init() throws {
    var definitions = Definitions()
    for definition in Self.definitions { try definitions.evolve(.published(definition), at: .distantPast) }
    guard let complaint = definitions.process("complaint") else {
      throw BenchError.wrong("there is no process complaint")
    }
    self.complaint = complaint
  }

  private static let definitions =
    [DefinitionPublished(kind: .office, key: "office", version: 1, body: "timeZone: Asia/Shanghai\n")]
    + ShippedProcesses.all.map {
      DefinitionPublished(kind: .process, key: $0.key.rawValue, version: 1, body: $0.yaml)
    }

  /// Writes about so many events.
  static func fill(_ store: EventStore, events: Int) async throws {
    var office = try await begun(in: store)
    while office.eventCount < events {
      try office.happen()
      if office.order.count >= 2000 { try await office.write(to: store) }
    }
    try await office.write(to: store)
  }

  /// An office that has published its processes, and nothing else.
  static func begun(in store: EventStore) async throws -> OfficeEvents {
    var office = try OfficeEvents()
    for definition in definitions {
      try office.add(.definition(definition.kind, definition.key), .definition(.published(definition)), at: start)
    }
    try await office.write(to: store)
    return office
  }

  /// Lets the next thing happen; returns the position of its last event.
  mutating func goOn(in store: EventStore) async throws -> Int64 {
    try happen()
    return try await write(to: store)
  }

  @discardableResult
  private mutating func write(to store: EventStore) async throws -> Int64 {
    guard !order.isEmpty else { return try await store.head() }
    let all = order.map { StreamAppend($0, expected: .any, appends[$0] ?? []) }
    let result = try await store.append(all, by: Authorship(actor: SampleEvents.actor, correlation: UUID()))
    appends = [:]
    order = []
    return result.positions.last ?? 0
  }

  private mutating func add(_ stream: StreamName, _ event: DomainEvent, at instant: Date, about: StreamName? = nil)
    throws
  {
    let id = EventID.fresh(
      at: Self.start.addingTimeInterval(Double(eventCount) / 1000), random: (0..<10).map { _ in UInt8(random() % 256) })
    eventCount += 1
    if appends[stream] == nil { order.append(stream) }
    appends[stream, default: []].append(
      try codec.encode(event, id: id, at: instant, subject: about ?? stream))
  }

  private mutating func random() -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33)
  }

  private mutating func happen() throws {
    guard open.count >= 5000 else { return try openOrder() }
    let place = random() % open.count
    var one = open[place]
    one.at.addTimeInterval(Double(600 + random() % 80_000))
    try goOn(&one)
    guard one.state == "closed" || one.state == "cancelled" else {
      open[place] = one
      return
    }
    open.swapAt(place, open.count - 1)
    open.removeLast()
  }

  private mutating func openOrder() throws {
    orderCount += 1
    let no = OrderNumber(sequence: orderCount)
    let at = Self.start.addingTimeInterval(Double(eventCount) * 20)
    let party = PartyID(UUID())
    let card = PartyCard(
      name: "某某\(orderCount)", phones: [.init(number: "+861700\(1_000_000 + orderCount)")],
      address: "示例路\(orderCount % 500)号")
    try add(.party(party), .party(.registered(PartyRegistered(card: card))), at: at)
    let words = OrderWords(
      title: "夜间施工 \(orderCount)", address: "示例路\(orderCount % 500)号", fields: ["text": "来电人反映夜间施工，请尽快处理。"])
    let opened = Order.open(
      no: no, process: complaint, channel: "phone", category: "noise/night",
      promise: orderCount.isMultiple(of: 3) ? at.addingTimeInterval(3 * 86_400) : nil, party: party, words: words)
    try add(.order(no), .order(.opened(opened)), at: at, about: .party(party))
    open.append(Open(no: no, party: .party(party), state: complaint.initial, at: at))
  }

  private mutating func goOn(_ one: inout Open) throws {
    let stream = StreamName.order(one.no)
    switch random() % 10 {
    case 0: try add(stream, .order(.noted(OrderNoted(text: "来电人再次询问"))), at: one.at, about: one.party)
    case 1:
      let timer = OrderTimer(
        rule: "accept-late", clock: "accept", epoch: 1, occurrence: random() % 1000, level: 0, due: one.at, at: one.at,
        to: ["dispatcher"])
      try add(stream, .order(.ruleFired(RuleFired(timer: timer, outcome: .fired))), at: one.at)
    default:
      if one.state == complaint.initial, let unit = UnitKey("unit-\(random() % 40)") {
        try add(stream, .order(.assigned(OrderAssigned(main: unit))), at: one.at)
      }
      let actions = complaint.actions(from: one.state)
      let action = actions[random() % actions.count]
      let kind = complaint.state(action.to)?.kind ?? .open
      let words = action.needs.isEmpty ? [:] : ["note": "已到现场处理"]
      let moved = OrderMoved(action: action.key, from: one.state, to: action.to, kind: kind, words: words)
      try add(stream, .order(.moved(moved)), at: one.at, about: one.party)
      one.state = action.to
    }
  }
}
