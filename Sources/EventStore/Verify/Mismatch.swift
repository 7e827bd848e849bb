import Postgres

/// Finds out why an event does not follow from the one before it, from the events around it.
struct Mismatch: ~Copyable {
  private let position: Int64
  private var events = EventRows()
  private var names = NameCache(fromFirstEvent: false)
  private var hasher = ChainHasher()
  /// By position: the hash that is stored, and the row that has it.
  private var stored: [Int64: ChainHash] = [:]
  private var rows: [Int64: EventRow] = [:]

  /// How far around the event is looked.
  private static let reach: Int64 = 1000

  /// Reads what lies around an event.
  init(at position: Int64, head: LogHead, on connection: isolated Connection) throws {
    self.position = position
    let first = max(1, position - Self.reach)
    try events.read(first...min(head.position, position + Self.reach), on: connection)
    try names.complete(for: events.rows, on: connection)
    stored[first - 1] = try StoredHash.at(first - 1, on: connection)
    for row in events.rows {
      stored[row.position] = row.hash
      rows[row.position] = row
    }
  }

  /// What was done, as far as the rows tell.
  mutating func reason(head: LogHead) -> LogFault.Reason {
    guard let row = rows[position], let before = stored[position - 1] else { return .doesNotFollow }
    guard let next = rows[position + 1] else {
      // Nothing follows but the head.
      return ChainHash(head.hash) == row.hash
        ? .changed : hash(of: row, at: position, after: before) == ChainHash(head.hash) ? .hashChanged : elsewhere(row)
    }
    if hash(of: next, at: position + 1, after: row.hash) == next.hash { return .changed }
    if let computed = hash(of: row, at: position, after: before),
      hash(of: next, at: position + 1, after: computed) == next.hash
    {
      return .hashChanged
    }
    let reason = elsewhere(row)
    guard reason == .doesNotFollow, hash(of: next, at: position, after: before) == next.hash else { return reason }
    return .inserted
  }

  /// Whether the row was recorded at another position.
  private mutating func elsewhere(_ row: EventRow) -> LogFault.Reason {
    for (place, hash) in stored.sorted(by: { $0.key < $1.key }) {
      // The event before it is still before that position, or was swapped with it and is there now.
      for other in [place + 1, place] where other != position {
        if self.hash(of: row, at: other, after: hash) == row.hash { return .moved(from: other) }
      }
    }
    return .doesNotFollow
  }

  private mutating func hash(of row: EventRow, at position: Int64, after previous: ChainHash) -> ChainHash? {
    guard let stream = names.streams[row.stream]?.name, let type = names.types[row.type] else { return nil }
    return events.hash(of: row, at: position, after: previous, stream: stream, type: type, &hasher)
  }
}
