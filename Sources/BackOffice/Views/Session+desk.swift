import Projections

extension Session {
  /// What every unit has on its desk. The board must be up to date.
  public func desk(_ query: BoardQuery) async throws -> [DeskLine] {
    try await connection.run { connection in
      try OrderBoard.desk(query, dayEnd: query.dayEnd ?? query.asOf, on: connection)
    }
  }
}
