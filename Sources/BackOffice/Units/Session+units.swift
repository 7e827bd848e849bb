import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// What a change of the tree or of the people came to.
public struct OrganisationChange: Sendable {
  /// The stored names of what was recorded, by stream; empty where all was so already.
  public let events: [(stream: String, type: String)]
  /// How many orders went to another unit with it.
  public internal(set) var movedOrders = 0

  /// Nothing was to change.
  public var isEmpty: Bool { events.isEmpty }
}

extension Session {
  /// The tree and the people as they are now, or as they were at an instant.
  public func currentOrganisation(asOf instant: Date = .distantFuture) async throws -> Organisation {
    let codec = codec
    return try await connection.run { connection in
      try Desk.organisation(upTo: LogReader.head(on: connection), asOf: instant, codec, on: connection)
    }
  }

  /// Sets a unit up below another one; the first becomes the top of the office.
  public func addUnit(
    _ unit: UnitKey, below parent: UnitKey?, name: String?, change: UnitChanged? = nil, at instant: Date
  ) async throws -> OrganisationChange {
    try require(.unitEdit, on: parent)
    return try await changeUnits("unit \(unit)", at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.add(unit, below: parent, name: name, change: change)
    }
  }

  /// Moves a unit, with all below it. Who moves it must have a word where it was and where it goes.
  public func moveUnit(_ unit: UnitKey, below parent: UnitKey, at instant: Date) async throws -> OrganisationChange {
    try require(.unitEdit, on: unit)
    try require(.unitEdit, on: parent)
    return try await changeUnits("unit \(unit)", at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.move(unit, below: parent)
    }
  }

  /// Changes what is known of a unit.
  public func setUnit(_ change: UnitChanged, at instant: Date) async throws -> OrganisationChange {
    try require(.unitEdit, on: change.unit)
    return try await changeUnits("unit \(change.unit)", at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.set(change)
    }
  }

  /// Gives a unit a calendar of its own, or with `nil` that of the unit above.
  public func setCalendar(_ calendar: String?, of unit: UnitKey, at instant: Date) async throws -> OrganisationChange {
    try require(.unitEdit, on: unit)
    return try await changeUnits("unit \(unit)", at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.setCalendar(calendar, of: unit)
    }
  }

  /// Closes a unit; with an heir its open orders and its people go there, in the same append.
  public func closeUnit(_ unit: UnitKey, into heir: UnitKey?, at instant: Date) async throws -> OrganisationChange {
    try require(.unitEdit, on: unit)
    if let heir { try require(.unitEdit, on: heir) }
    try await catchUp([OrderBoard()])
    return try await retrying("unit \(unit)") {
      let organisation = try await currentOrganisation()
      let orders = try await openOrders(of: unit, at: instant)
      let events = try refusing { () throws(OrganisationRefusal) in
        try organisation.close(unit, into: heir, openOrders: orders.count, at: instant)
      }
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      try await record(events, at: instant, in: &recording)
      if let heir {
        for staff in organisation.staff(in: unit, at: instant) {
          try await record([.moved(StaffMoved(unit: heir))], of: staff.key, at: instant, in: &recording)
        }
        let definitions = orders.isEmpty ? Definitions() : try await definitions()
        for no in orders {
          let loaded = try await load(no, in: definitions)
          let at = max(instant, loaded.events.map(\.occurredAt).max() ?? instant)
          try recording.add(
            [(.order(.assigned(OrderAssigned(main: heir))), at: at)], to: .order(no),
            expected: .exactly(loaded.version))
        }
      }
      _ = try await append(recording)
      var change = OrganisationChange(recording)
      change.movedOrders = heir == nil ? 0 : orders.count
      return change
    }
  }

  /// Opens a closed unit again.
  public func reopenUnit(_ unit: UnitKey, at instant: Date) async throws -> OrganisationChange {
    try require(.unitEdit, on: unit)
    return try await changeUnits("unit \(unit)", at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.reopen(unit)
    }
  }

  // MARK: Recording

  private func changeUnits(
    _ what: String, at instant: Date,
    _ decide: @Sendable (Organisation) throws(OrganisationRefusal) -> [UnitEvent]
  ) async throws -> OrganisationChange {
    try await retrying(what) {
      let organisation = try await currentOrganisation()
      let events = try refusing { () throws(OrganisationRefusal) in try decide(organisation) }
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      try await record(events, at: instant, in: &recording)
      guard !recording.appends.isEmpty else { return OrganisationChange(events: []) }
      _ = try await append(recording)
      return OrganisationChange(recording)
    }
  }

  /// Adds events of units to a recording, each to its unit's stream.
  func record(_ events: [UnitEvent], at instant: Date, in recording: inout Recording) async throws {
    // In the order in which they were decided: siblings stand in the order of the log.
    var seen: Set<UnitKey> = []
    let order = events.map(\.unit).filter { seen.insert($0).inserted }
    let grouped = Dictionary(grouping: events, by: \.unit)
    for unit in order {
      let events = grouped[unit] ?? []
      let version = try await store.readLast(of: .unit(unit))?.version
      try recording.add(
        events.map { (.unit($0), at: instant) }, to: .unit(unit), expected: version.map { .exactly($0) } ?? .none)
    }
  }

  /// Turns a refusal into the office's.
  func refusing<R>(_ body: () throws(OrganisationRefusal) -> R) throws(OfficeError) -> R {
    do throws(OrganisationRefusal) {
      return try body()
    } catch {
      throw .organisation(error)
    }
  }

  private func openOrders(of unit: UnitKey, at instant: Date) async throws -> [OrderNumber] {
    try await connection.run { connection in
      var query = BoardQuery(asOf: instant)
      query.unit = unit.rawValue
      query.kind = .open
      var numbers: [OrderNumber] = []
      try OrderBoard.list(query, on: connection) { numbers.append($0.no) }
      return numbers
    }
  }
}

extension OrganisationChange {
  init(_ recording: Recording) {
    self.init(
      events: recording.appends.flatMap { append in append.events.map { (append.stream.rawValue, $0.type.description) }
      })
  }
}

extension UnitEvent {
  /// The unit that it happened to.
  var unit: UnitKey {
    switch self {
    case .created(let event): event.unit
    case .moved(let event): event.unit
    case .changed(let event): event.unit
    case .calendarSet(let event): event.unit
    case .closed(let event): event.unit
    case .reopened(let event): event.unit
    }
  }
}
