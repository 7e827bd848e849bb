import CPostgres

extension Connection {
  /// Sends all statements in one flight and returns their rows in order: one round trip in all.
  ///
  /// All or nothing: outside a transaction the statements are one ("34.5 Pipeline Mode"). The error is that of the first
  /// statement that failed. COPY and transaction statements are not for a pipeline.
  public func pipeline(_ statements: [SQL]) throws(PostgresError) -> [Rows] {
    guard !statements.isEmpty else { return [] }
    var texts: [String] = []
    for sql in statements { texts.append(try ready(sql)) }
    try interrupter.beginStatement()
    defer { interrupter.endStatement() }
    guard unsafe PQenterPipelineMode(try handle.pointer) == 1 else { throw handle.failure }
    do throws(PostgresError) {
      let steps = try send(statements, texts)
      let rows = try receive(steps, texts)
      guard unsafe PQexitPipelineMode(try handle.pointer) == 1 else { throw handle.failure }
      return rows
    } catch {
      // What of the cache is true on the server is unknown now; names are never used twice, so forgetting is enough.
      for (sql, text) in zip(statements, texts) { _ = cache.forget(StatementCache.Key(text: text, types: sql.types)) }
      if unsafe PQpipelineStatus(try handle.pointer) != PQ_PIPELINE_OFF { try leavePipeline() }
      throw error
    }
  }

  /// What the server will answer, in order: one entry per PREPARE (nil) and per statement (its index).
  private func send(_ statements: [SQL], _ texts: [String]) throws(PostgresError) -> [Int?] {
    var steps: [Int?] = []
    for (index, (sql, text)) in zip(statements, texts).enumerated() {
      let key = StatementCache.Key(text: text, types: sql.types)
      switch cache.plan(for: key) {
      case .unprepared:
        try handle.send(sql, text: text)
      case .prepare(let name):
        try handle.sendPrepare(name: name, text: text, types: key.types)
        cache.remember(key, name: name)
        steps.append(nil)
        try handle.send(sql, prepared: name)
      case .prepared(let name):
        try handle.send(sql, prepared: name)
      }
      steps.append(index)
    }
    try handle.sent(unsafe PQpipelineSync(try handle.pointer))
    return steps
  }

  private func receive(_ steps: [Int?], _ texts: [String]) throws(PostgresError) -> [Rows] {
    var rows: [Rows] = []
    rows.reserveCapacity(texts.count)
    for (place, step) in steps.enumerated() {
      guard let result = try handle.nextResult() else { throw handle.failure }
      let statement = step ?? steps[(place + 1)...].lazy.compactMap { $0 }.first
      try check(result, texts[statement ?? 0])
      // Each statement's results end with a null.
      try handle.discardResults()
      if step != nil { rows.append(Rows(result: result)) }
    }
    // The sync itself.
    guard let sync = try handle.nextResult(), sync.status == PGRES_PIPELINE_SYNC else { throw handle.failure }
    return rows
  }

  /// After a failure: reads up to the sync, which is sent anew when the flight itself broke off.
  private func leavePipeline() throws(PostgresError) {
    let pointer = unsafe try handle.pointer
    while true {
      if let result = try handle.nextResult() {
        if result.status == PGRES_PIPELINE_SYNC, unsafe PQexitPipelineMode(pointer) == 1 { return }
        continue
      }
      if handle.isBroken { return }
      if unsafe PQexitPipelineMode(pointer) == 1 { return }
    }
  }
}
