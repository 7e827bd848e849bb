import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import TestCluster
import TestSeeds

@testable import Projections

/// A log of its own for one test, and in memory what was written to it.
struct OfficeLog {
  let address: Address
  let connection: Connection
  let store: EventStore
  private let codec = EventCodec()
  private(set) var streams: [StreamName: [Written]] = [:]
  private(set) var definitions = Definitions()
  /// Each of them once, in the order in which they came into being.
  private(set) var orders: [OrderNumber] = []
  private(set) var parties: [PartyID] = []
  private(set) var batches: [UUID] = []

  struct Written {
    /// Without its erasable part, once that was erased.
    var event: DomainEvent
    let at: Date
    let id: UUID
    let position: Int64
    let batch: UUID?
    /// Who recorded it.
    let actor: String
    /// By which command.
    let command: UUID
    /// Whose work it is: nobody's where an import brought it.
    var worker: String { batch == nil ? actor : "import:list" }
  }

  /// A log with an office and the shipped processes.
  init() async throws {
    address = try await TestCluster.database()
    let owner = try await Connection.open(address)
    try await LogSchema.migrate(owner)
    await owner.close()
    connection = try await Self.session(address)
    try await ReadModels.migrate(connection)
    store = EventStore(connection) { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
    let shipped = ShippedProcesses.all.map {
      DefinitionPublished(kind: .process, key: $0.key.rawValue, version: 1, body: $0.yaml)
    }
    let office = DefinitionPublished(kind: .office, key: "office", version: 1, body: "timeZone: Asia/Shanghai\n")
    for definition in [office] + shipped { try await publish(definition) }
  }

  static func session(_ address: Address) async throws -> Connection {
    let connection = try await Connection.open(address)
    try await LogSchema.takeWorkingRole(connection)
    return connection
  }

  func runner(pageSize: Int = 2000) -> ProjectionRunner { ProjectionRunner(connection, pageSize: pageSize) }

  mutating func publish(_ definition: DefinitionPublished, at instant: Date = hour(0)) async throws {
    let stream = StreamName.definition(definition.kind, definition.key)
    try await write([(stream, .definition(.published(definition)), at: instant)])
    try definitions.evolve(.published(definition), at: instant)
  }

  /// Appends events, which are of one command.
  ///
  /// - Parameter actor: who does it; one of three, in turn with the orders, where nobody is named.
  mutating func write(
    _ events: [(stream: StreamName, event: DomainEvent, at: Date)], batch: UUID? = nil, by actor: String? = nil
  ) async throws {
    let actor = actor ?? ["test", "chen", "wu"][orders.count % 3]
    let command = UUID()
    var appends: [(stream: StreamName, events: [NewEvent])] = []
    var written: [(StreamName, DomainEvent, Date, UUID)] = []
    for (stream, event, instant) in events {
      let subject = subject(of: stream, opened: events.map(\.event))
      let new = try codec.encode(event, id: UUID(), at: instant, subject: subject)
      if let index = appends.firstIndex(where: { $0.stream == stream }) {
        appends[index].events.append(new)
      } else {
        appends.append((stream, [new]))
      }
      written.append((stream, event, instant, new.id))
    }
    guard !appends.isEmpty else { return }
    let result = try await store.append(
      appends.map { StreamAppend($0.stream, expected: .any, $0.events) },
      by: Authorship(actor: actor, correlation: command, batch: batch))
    let positions = Dictionary(uniqueKeysWithValues: zip(appends.flatMap { $0.events.map(\.id) }, result.positions))
    for (stream, event, instant, id) in written {
      if streams[stream] == nil {
        if let no = stream.orderNumber { orders.append(no) }
        if let party = stream.partyID { parties.append(party) }
        if let batch = stream.batchID { batches.append(batch) }
      }
      streams[stream, default: []].append(
        Written(
          event: event, at: instant, id: id, position: positions[id] ?? 0, batch: batch, actor: actor,
          command: command))
      if case .unit(let unit) = event { definitions.evolve(unit, at: instant) }
    }
  }

  /// Whom the words of a stream are about: the party of an order, else itself.
  private func subject(of stream: StreamName, opened now: [DomainEvent] = []) -> StreamName {
    guard let no = stream.orderNumber else { return stream }
    for event in now + (streams[stream] ?? []).map(\.event) {
      if case .order(.opened(let opened)) = event, opened.no == no, let party = opened.party { return .party(party) }
    }
    return stream
  }

  /// Forgets a party, or the words of an order that is for nobody in the book; false where nothing was left to erase.
  @discardableResult
  mutating func forget(_ subject: StreamName, at instant: Date = hour(0)) async throws -> Bool {
    let forgotten = Forgotten(reason: .erasureRequest)
    let event: DomainEvent = subject.orderNumber == nil ? .party(.forgotten(forgotten)) : .order(.forgotten(forgotten))
    let new = try codec.encode(event, id: UUID(), at: instant, subject: subject)
    let erasure = try await store.forget(
      subject.rawValue, recording: [StreamAppend(subject, expected: .any, [new])], by: Authorship(actor: "test"))
    guard let position = erasure.recorded?.positions.first else { return false }
    for (stream, written) in streams where self.subject(of: stream) == subject {
      streams[stream] = written.map { written in
        var written = written
        written.event = written.event.withoutPersonalPart
        return written
      }
    }
    streams[subject, default: []].append(
      Written(event: event, at: instant, id: new.id, position: position, batch: nil, actor: "test", command: new.id))
    return true
  }

  /// So many hours after the start of all, 2015-03-01 in Shanghai.
  static func hour(_ hours: Double) -> Date { Date(timeIntervalSince1970: 1_425_139_200 + hours * 3600) }
}

// MARK: What follows from it, without any read model

extension OfficeLog {
  /// The history of an order, of all or of what had happened by an instant.
  func history(_ no: OrderNumber, asOf instant: Date = .distantFuture) -> OrderHistory? {
    OrderHistory(
      (streams[.order(no)] ?? []).compactMap { written in
        guard case .order(let event) = written.event, written.at <= instant else { return nil }
        return OrderHistory.Entry(event, at: written.at)
      })
  }

  func order(_ no: OrderNumber, asOf instant: Date = .distantFuture) -> Order? {
    history(no, asOf: instant)?.order(definitions, asOf: instant)
  }

  /// The lines of the board as of an instant: a fold of what had happened by then. What was withdrawn since is on no list.
  func board(asOf instant: Date) -> [BoardRow] {
    orders.compactMap { no in
      guard let order = order(no, asOf: instant), order.openedAt <= instant, self.order(no)?.isWithdrawn == false else {
        return nil
      }
      return BoardRow(
        no: no, key: order.key, process: order.process, processVersion: order.processVersion, category: order.category,
        title: self.order(no)?.words?.title, state: order.state, kind: order.kind, unit: order.main?.rawValue,
        staff: order.staff, stage: order.deskStage, priority: self.order(no)?.priority ?? .normal,
        area: self.order(no)?.area, parent: order.parent, intake: order.intake?.rawValue,
        assists: self.order(no)?.openAssists.map(\.unit.rawValue) ?? [], isSecret: self.order(no)?.isSecret ?? false,
        channel: order.channel, campaign: order.campaign, openedAt: order.openedAt.asStored,
        beginsAt: order.beginsAt.asStored, dueAt: order.due?.asStored, finishedAt: order.finishedAt?.asStored,
        isOverdue: Overdue.holds(
          openedAt: order.openedAt, dueAt: order.due, finishedAt: order.finishedAt, asOf: instant))
    }
  }
}

extension Date {
  /// Rounded to the microsecond, as the database gives it back.
  var asStored: Date { Date(microsecondsSince1970: microsecondsSince1970) }
}

extension DomainEvent {
  /// As it is read from the log after its erasable part went.
  fileprivate var withoutPersonalPart: DomainEvent {
    switch self {
    case .order(.opened(var opened)):
      opened.words = nil
      return .order(.opened(opened))
    case .order(.moved(var moved)):
      moved.words = nil
      return .order(.moved(moved))
    case .order(.noted(let noted)): return .order(.noted(OrderNoted(text: nil, visibility: noted.visibility)))
    case .order(.edited(var edited)):
      (edited.words, edited.reason) = (nil, nil)
      return .order(.edited(edited))
    case .order(.assistAsked(var asked)):
      asked.task = nil
      return .order(.assistAsked(asked))
    case .order(.repeatReported(var report)):
      report.text = nil
      return .order(.repeatReported(report))
    case .order(.fileAttached(var file)):
      file.name = nil
      return .order(.fileAttached(file))
    case .party(.registered(var party)):
      party.card = nil
      return .party(.registered(party))
    case .party(.corrected(var corrected)):
      corrected.words = nil
      return .party(.corrected(corrected))
    case .party(.contactAdded(var added)):
      added.words = nil
      return .party(.contactAdded(added))
    case .party(.contactRemoved(var removed)):
      removed.words = nil
      return .party(.contactRemoved(removed))
    case .party(.marked(var marked)):
      marked.note = nil
      return .party(.marked(marked))
    case .party(.unmarked(var unmarked)):
      unmarked.note = nil
      return .party(.unmarked(unmarked))
    case .order, .party, .unit, .staff, .batch, .definition, .numbering, .campaign, .mailing, .reporting, .part,
      .article:
      return self
    }
  }
}
