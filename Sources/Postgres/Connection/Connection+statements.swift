import CPostgres

extension Connection {
  /// Runs one statement and returns its rows.
  public func query(_ sql: SQL) throws(PostgresError) -> Rows {
    Rows(result: try perform(sql))
  }

  /// Runs one statement and returns the number of rows it inserted, updated, deleted or selected.
  @discardableResult
  public func execute(_ sql: SQL) throws(PostgresError) -> Int {
    try perform(sql).affectedCount
  }

  /// Runs a text of several statements, for migrations and fixtures only; outside a transaction all or nothing.
  public func script(_ text: String) throws(PostgresError) {
    try checkFree()
    guard !text.utf8.contains(0) else {
      throw PostgresError(sqlState: "22021", message: "the script holds a NUL character")
    }
    try interrupter.beginStatement()
    defer { interrupter.endStatement() }
    try check(try handle.execute(text: text), text)
  }

  func perform(_ sql: SQL) throws(PostgresError) -> Answer {
    let text = try ready(sql)
    try interrupter.beginStatement()
    defer { interrupter.endStatement() }
    let key = StatementCache.Key(text: text, types: sql.types)
    let result: Answer
    switch cache.plan(for: key) {
    case .unprepared:
      result = try handle.execute(sql, text: text)
    case .prepare(let name):
      try check(try handle.prepare(name: name, text: text, types: key.types), text)
      cache.remember(key, name: name)
      result = try handle.execute(sql, prepared: name)
    case .prepared(let name):
      let first = try handle.execute(sql, prepared: name)
      result = try isStale(first, key) ? handle.execute(sql, text: text) : first
    }
    try check(result, text)
    return result
  }

  /// Whether a prepared statement failed only because the tables changed under it and may be run again.
  private func isStale(_ result: Answer, _ key: StatementCache.Key) throws(PostgresError) -> Bool {
    // 0A000 "cached plan must not change result type", 26000 "prepared statement does not exist".
    guard let state = result.error(in: nil)?.sqlState, state == "0A000" || state == "26000" else { return false }
    let name = cache.forget(key)
    // In a transaction the error has already aborted it; the next attempt will do.
    guard handle.transactionStatus == PQTRANS_IDLE else { return false }
    if let name { try deallocate(name) }
    return true
  }

  private func deallocate(_ name: String) throws(PostgresError) {
    _ = try handle.execute(text: "deallocate " + name)
  }

  /// The text to send, after everything that can be refused on our side.
  func ready(_ sql: SQL) throws(PostgresError) -> String {
    try checkFree()
    let text = sql.text
    if let failure = sql.failure { throw failure.about(text) }
    guard sql.binds.count <= 65_535 else {
      throw PostgresError(
        sqlState: "54023", message: "\(sql.binds.count) values in one statement, PostgreSQL takes 65,535",
        hint: "Bind arrays and unnest them.", statement: text)
    }
    if handle.transactionStatus == PQTRANS_IDLE {
      for name in cache.shrink() { try deallocate(name) }
    }
    return text
  }

  func checkFree() throws(PostgresError) {
    guard let streaming else { return }
    throw PostgresError(
      sqlState: "55000",
      message: "the connection is in the middle of \(streaming); use another connection inside its body")
  }

  /// Throws what the result says went wrong.
  func check(_ result: Answer, _ statement: String) throws(PostgresError) {
    if let error = result.error(in: statement) {
      guard error.sqlState == nil else { throw error }
      // The words are libpq's own, not the server's.
      if result.status != PGRES_PIPELINE_ABORTED { handle.isLost = true }
      throw handle.failure.about(statement)
    }
    switch result.status {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_SINGLE_TUPLE: return
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      if result.status == PGRES_COPY_IN { unsafe PQputCopyEnd(try handle.pointer, "the copy was abandoned") }
      if result.status == PGRES_COPY_OUT { try handle.discardCopy() }
      try handle.discardResults()
      throw PostgresError(sqlState: "0A000", message: "COPY moves bytes: use copyIn or copyOut", statement: statement)
    default:
      throw PostgresError(sqlState: "42601", message: "the statement is empty", statement: statement)
    }
  }
}
