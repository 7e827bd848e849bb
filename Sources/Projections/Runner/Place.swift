import Postgres

/// Where a copy of a read model lies: a schema with its tables, its checkpoint and its parked events.
enum Place: Sendable {
  /// What everybody reads.
  case live
  /// What a rebuild fills, beside the live tables.
  case building
  /// What the last rebuild replaced.
  case previous
  /// As they stood at a position of the log that somebody looks back to.
  case past
  /// Nothing, but inside the transaction of a rollback.
  case exchange

  /// The schema's name.
  var schema: String {
    switch self {
    case .live: "read"
    case .building: "read_building"
    case .previous: "read_previous"
    case .past: "read_past"
    case .exchange: "read_exchange"
    }
  }

  /// One of the tables there, for a statement.
  func table(_ name: String) -> SQL { "\(identifier: schema).\(identifier: name)" }

  /// Makes unqualified names mean this place until the transaction ends, and its commit not wait for the disk: what a
  /// crash takes with it is computed again, since changes and checkpoint go together.
  ///
  /// No other place is in reach: a table that is missing here must not be found there.
  func enter(on connection: isolated Connection) throws {
    switch self {
    case .live: try connection.execute("set local synchronous_commit = off")
    case .building, .previous, .past, .exchange:
      let path = "\(schema), log"
      try connection.execute(
        "select set_config('synchronous_commit', 'off', true), set_config('search_path', \(path), true)")
    }
  }
}
