import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// What a map would move, or has moved.
public struct ProcessMove: Sendable {
  /// Between which versions.
  public let map: ProcessMap
  /// How many orders go from which state to which, in the order of the process.
  public let counts: [(from: StateKey, to: StateKey, orders: Int)]

  /// How many orders in all.
  public var total: Int { counts.reduce(0) { $0 + $1.orders } }
}

extension Session {
  private static let chunkSize = 200

  /// What a map would move: every order on its first version that is not over. Nothing is written.
  ///
  /// - Throws: ``ProcessError`` with every problem of the map and its line.
  public func previewMove(_ yaml: String, of key: ProcessKey, at instant: Date) async throws -> ProcessMove {
    let definitions = try await definitions()
    let map = try compileMap(yaml, key, definitions)
    let orders = try await orders(on: map, at: instant)
    let states = definitions.process(key, version: map.from)?.states ?? []
    return ProcessMove(
      map: map,
      counts: states.compactMap { state in
        let count = orders.count { $0.state == state.key }
        guard count > 0, let target = map.states[state.key] else { return nil }
        return (state.key, target, count)
      })
  }

  /// Publishes a map and moves the orders. Killed and run again, it goes on: what has moved is not on the first version any
  /// more.
  ///
  /// - Returns: how many orders moved.
  public func move(
    _ yaml: String, of key: ProcessKey, at instant: Date,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> Int {
    try require(.definitionPublish)
    let definitions = try await definitions()
    let map = try compileMap(yaml, key, definitions)
    guard let process = definitions.process(key, version: map.to) else { return 0 }
    _ = try await publish(.processMap, key.rawValue, body: yaml, at: instant)
    let orders = try await orders(on: map, at: instant).map(\.no)
    let command = freshID(at: instant)
    var moved = 0
    for start in stride(from: 0, to: orders.count, by: Self.chunkSize) {
      let chunk = Array(orders[start..<min(start + Self.chunkSize, orders.count)])
      moved += try await retrying("the orders") {
        var recording = Recording(command, by: actor, codec: codec)
        for no in chunk {
          guard let loaded = try await loadMany(no, definitions),
            let change = map.change(of: loaded.order, to: process)
          else { continue }
          try recording.add(
            [(.order(.processChanged(change)), at: max(instant, loaded.latest))], to: .order(no),
            expected: .exactly(loaded.version))
        }
        if !recording.appends.isEmpty { _ = try await append(recording) }
        return recording.appends.count
      }
      progress(start + chunk.count, orders.count)
    }
    return moved
  }

  private func compileMap(_ yaml: String, _ key: ProcessKey, _ definitions: Definitions) throws -> ProcessMap {
    let map = try ProcessMap.compile(yaml) { definitions.process($0, version: $1) }
    guard map.process == key else { throw OfficeError.definition(.otherProcess(key, inMap: map.process)) }
    return map
  }

  private func orders(on map: ProcessMap, at instant: Date) async throws -> [BoardRow] {
    try await catchUp([OrderBoard()])
    var query = BoardQuery(asOf: instant)
    query.process = map.process.rawValue
    let asked = query
    return try await connection.run { connection in
      var rows: [BoardRow] = []
      try OrderBoard.list(asked, on: connection) { row in
        if row.processVersion == map.from, !row.kind.isFinal { rows.append(row) }
      }
      return rows
    }
  }

  /// An order without the definitions being read again for each.
  private func loadMany(
    _ no: OrderNumber, _ definitions: Definitions
  ) async throws -> (order: Order, version: Int, latest: Date)? {
    let events = try await store.read(.order(no))
    let entries = try events.compactMap { recorded -> OrderHistory.Entry? in
      guard case .order(let event) = try codec.decode(recorded) else { return nil }
      return OrderHistory.Entry(event, at: recorded.occurredAt)
    }
    guard let order = OrderHistory(entries)?.order(definitions), let last = events.last else { return nil }
    return (order, last.version, events.map(\.occurredAt).max() ?? last.occurredAt)
  }
}
