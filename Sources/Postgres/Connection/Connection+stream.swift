import CPostgres

extension Connection {
  /// Hands over the rows one by one as they arrive: memory stays flat for a million rows.
  ///
  /// No other statement can be run inside the body. What the body throws cancels the statement, and with it the
  /// transaction around it.
  public func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    let text = try ready(sql)
    try interrupter.beginStatement()
    defer { interrupter.endStatement() }
    try handle.send(sql, text: text)
    guard unsafe PQsetSingleRowMode(try handle.pointer) == 1 else { throw handle.failure }
    streaming = "forEachRow"
    defer { streaming = nil }
    var columns: [Rows.Column]?
    do {
      while let result = try handle.nextResult(columns: columns) {
        try check(result, text)
        columns = result.columns
        // The last result has no row: it only says that all have come.
        if result.rowCount == 1 { try body(Row(result: result, index: 0)) }
      }
    } catch {
      try abandon()
      throw error
    }
  }

  /// Cancels the running statement and drops what it still sends.
  func abandon() throws(PostgresError) {
    if handle.transactionStatus == PQTRANS_ACTIVE { handle.cancelKey?.send() }
    try handle.discardResults()
  }
}
