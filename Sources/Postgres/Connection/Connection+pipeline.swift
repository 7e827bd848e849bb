import CPostgres

extension Connection {
  /// Sends all statements in one flight and returns their rows in order: one round trip in all.
  ///
  /// All or nothing: outside a transaction the statements are one ("34.5 Pipeline Mode"). The error is that of the first
  /// statement that failed. COPY and transaction statements are not for a pipeline.
  public func pipeline(_ statements: [SQL]) throws(PostgresError) -> [Rows] {
    do {
      return try pipeline(statements) {}.rows
    } catch {
      // The empty body throws nothing.
      throw error as? PostgresError ?? PostgresError(sqlState: nil, message: "\(error)")
    }
  }

  /// The same, and runs the body between sending and receiving: what it does, the server's work hides.
  ///
  /// The body can run no statement of this connection. What it throws is thrown after the answers have come.
  public func pipeline<Value>(_ statements: [SQL], meanwhile body: () throws -> Value) throws -> (
    rows: [Rows], value: Value
  ) {
    guard !statements.isEmpty else { return ([], try body()) }
    var texts: [String] = []
    for sql in statements { texts.append(try ready(sql)) }
    try interrupter.beginStatement()
    defer { interrupter.endStatement() }
    guard unsafe PQenterPipelineMode(try handle.pointer) == 1 else { throw handle.failure }
    do {
      let steps = try send(statements, texts)
      streaming = "a pipeline"
      let value = Result(catching: body)
      streaming = nil
      let rows = try receive(steps, texts)
      guard unsafe PQexitPipelineMode(try handle.pointer) == 1 else { throw handle.failure }
      return (rows, try value.get())
    } catch {
      try leavePipeline()
      throw error
    }
  }

  /// What the server will answer to, in the order it was sent.
  private enum Step {
    case prepare(StatementCache.Key, name: String)
    case statement(Int)
  }

  private func send(_ statements: [SQL], _ texts: [String]) throws(PostgresError) -> [Step] {
    var steps: [Step] = []
    // Prepared in this flight: the cache learns of it only when the server has said so.
    var names: [StatementCache.Key: String] = [:]
    for (index, (sql, text)) in zip(statements, texts).enumerated() {
      let key = StatementCache.Key(text: text, types: sql.types)
      switch cache.plan(for: key) {
      case .unprepared:
        try handle.send(sql, text: text)
      case .prepare(let name):
        if names[key] == nil {
          try handle.sendPrepare(name: name, text: text, types: key.types)
          steps.append(.prepare(key, name: name))
          names[key] = name
        }
        try handle.send(sql, prepared: names[key] ?? name)
      case .prepared(let name):
        try handle.send(sql, prepared: name)
      }
      steps.append(.statement(index))
    }
    try handle.sent(unsafe PQpipelineSync(try handle.pointer))
    return steps
  }

  private func receive(_ steps: [Step], _ texts: [String]) throws(PostgresError) -> [Rows] {
    var rows: [Rows] = []
    rows.reserveCapacity(texts.count)
    for step in steps {
      guard let result = try handle.nextResult() else { throw handle.failure }
      switch step {
      case .prepare(let key, let name):
        try check(result, key.text)
        cache.remember(key, name: name)
      case .statement(let index):
        do throws(PostgresError) {
          try check(result, texts[index])
        } catch {
          // As in `isStale`: the next attempt prepares anew.
          if error.sqlState == "0A000" || error.sqlState == "26000" { cache.removeAll(text: texts[index]) }
          throw error
        }
        rows.append(Rows(result: result))
      }
      // Each statement's results end with a null.
      try handle.discardResults()
    }
    // The sync itself.
    guard let sync = try handle.nextResult(), sync.status == PGRES_PIPELINE_SYNC else { throw handle.failure }
    return rows
  }

  /// After a failure: reads up to a sync, a second one in case the first was not sent or is read already.
  private func leavePipeline() throws(PostgresError) {
    let pointer = unsafe try handle.pointer
    guard unsafe PQpipelineStatus(pointer) != PQ_PIPELINE_OFF else { return }
    guard unsafe PQpipelineSync(pointer) == 1 else { return }
    while !handle.isBroken {
      let result = try handle.nextResult()
      // Refused as long as anything is still to come, the second sync too.
      if result?.status == PGRES_PIPELINE_SYNC || result == nil, unsafe PQexitPipelineMode(pointer) == 1 { return }
    }
  }
}
