import CPostgres

extension Connection {
  /// Runs a `copy … from stdin` with the bytes the body writes; returns the number of rows. What the body throws
  /// aborts the copy: nothing of it stays.
  @discardableResult
  public func copyIn(_ sql: SQL, _ body: (inout CopyWriter) throws -> Void) throws -> Int {
    let (text, isBinary) = try beginCopy(sql, PGRES_COPY_IN)
    defer { endCopy() }
    do {
      var writer = unsafe CopyWriter(try handle.pointer, isBinary: isBinary, interrupter: interrupter)
      try body(&writer)
      try writer.finish()
    } catch {
      unsafe PQputCopyEnd(try handle.pointer, "the sender gave up")
      let cause = try copyResult(text)
      // A server error (a violated constraint) may be why the bytes could not be sent.
      if case .failure(let answer) = cause, answer.sqlState != "57014", (error as? PostgresError)?.isUnreachable == true
      {
        throw answer
      }
      throw error
    }
    guard unsafe PQputCopyEnd(try handle.pointer, nil) == 1 else { throw handle.failure.about(text) }
    return try copyResult(text).get()
  }

  /// Runs a `copy … to stdout` and lends each row as it arrives, in the format of the copy. What the body throws
  /// cancels the copy.
  public func copyOut(_ sql: SQL, _ body: (Span<UInt8>) throws -> Void) throws {
    let (text, _) = try beginCopy(sql, PGRES_COPY_OUT)
    defer { endCopy() }
    do {
      while try receiveRow(body) {}
    } catch {
      handle.cancelKey?.send()
      try handle.discardCopy()
      try handle.discardResults()
      throw error
    }
    _ = try copyResult(text).get()
  }

  private func beginCopy(_ sql: SQL, _ status: ExecStatusType) throws(PostgresError) -> (String, isBinary: Bool) {
    let text = try ready(sql)
    guard sql.binds.isEmpty else {
      throw PostgresError(sqlState: "42P02", message: "COPY takes no values", statement: text)
    }
    try interrupter.beginStatement()
    do throws(PostgresError) {
      let result = try handle.execute(sql, text: text)
      guard result.status == status else {
        try check(result, text)
        throw PostgresError(sqlState: "42601", message: "the statement is no such COPY", statement: text)
      }
      streaming = "a copy"
      return (text, result.isBinaryCopy)
    } catch {
      interrupter.endStatement()
      throw error
    }
  }

  private func endCopy() {
    streaming = nil
    interrupter.endStatement()
  }

  private func receiveRow(_ body: (Span<UInt8>) throws -> Void) throws -> Bool {
    var bytes: UnsafeMutablePointer<CChar>? = nil
    let count = unsafe PQgetCopyData(try handle.pointer, &bytes, 0)
    // -1 is the end, -2 an error; copyResult tells which.
    guard count > 0, let start = unsafe bytes else { return false }
    defer { unsafe PQfreemem(start) }
    try body(unsafe Span(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: Int(count))))
    return true
  }

  /// The server's verdict on the whole copy.
  private func copyResult(_ text: String) throws(PostgresError) -> Result<Int, PostgresError> {
    var verdict: Result<Int, PostgresError> = .success(0)
    while let result = try handle.nextResult() {
      do throws(PostgresError) {
        try check(result, text)
        verdict = .success(result.affectedCount)
      } catch {
        verdict = .failure(error)
      }
      if handle.isBroken { break }
    }
    return verdict
  }
}
