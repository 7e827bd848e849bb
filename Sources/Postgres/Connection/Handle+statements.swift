import CPostgres

extension Handle {
  /// Runs text that may be several statements, without binds; answers in text format.
  borrowing func execute(text: String) throws(PostgresError) -> Answer {
    unsafe try owned(PQexec(pointer, text))
  }

  borrowing func execute(_ sql: SQL, text: String) throws(PostgresError) -> Answer {
    let pointer = unsafe try pointer
    return unsafe try owned(
      unsafe sql.withParameters {
        unsafe PQexecParams(pointer, text, $0.count, $0.types, $0.values, $0.lengths, $0.formats, 1)
      })
  }

  borrowing func execute(_ sql: SQL, prepared name: String) throws(PostgresError) -> Answer {
    let pointer = unsafe try pointer
    return unsafe try owned(
      unsafe sql.withParameters { unsafe PQexecPrepared(pointer, name, $0.count, $0.values, $0.lengths, $0.formats, 1) }
    )
  }

  borrowing func prepare(name: String, text: String, types: [UInt32]) throws(PostgresError) -> Answer {
    unsafe try owned(PQprepare(pointer, name, text, Int32(clamping: types.count), types))
  }

  borrowing func send(_ sql: SQL, text: String) throws(PostgresError) {
    let pointer = unsafe try pointer
    try sent(
      unsafe sql.withParameters {
        unsafe PQsendQueryParams(pointer, text, $0.count, $0.types, $0.values, $0.lengths, $0.formats, 1)
      })
  }

  borrowing func send(_ sql: SQL, prepared name: String) throws(PostgresError) {
    let pointer = unsafe try pointer
    try sent(
      unsafe sql.withParameters {
        unsafe PQsendQueryPrepared(pointer, name, $0.count, $0.values, $0.lengths, $0.formats, 1)
      })
  }

  borrowing func sendPrepare(name: String, text: String, types: [UInt32]) throws(PostgresError) {
    try sent(unsafe PQsendPrepare(pointer, name, text, Int32(clamping: types.count), types))
  }

  /// The next result of what was sent; nil at the end of a statement's results.
  borrowing func nextResult(columns: [Rows.Column]? = nil) throws(PostgresError) -> Answer? {
    guard let result = unsafe try PQgetResult(pointer) else { return nil }
    return unsafe Answer(owning: result, columns: columns)
  }

  /// Reads and drops what is left of the running statement.
  borrowing func discardResults() throws(PostgresError) {
    while let result = try nextResult() {
      // A copy that nobody serves would answer for ever.
      if result.status == PGRES_COPY_IN { unsafe PQputCopyEnd(try pointer, "the copy was abandoned") }
      if result.status == PGRES_COPY_OUT { try discardCopy() }
      if isBroken { return }
    }
  }

  borrowing func discardCopy() throws(PostgresError) {
    var bytes: UnsafeMutablePointer<CChar>? = nil
    while unsafe try PQgetCopyData(pointer, &bytes, 0) > 0 { unsafe PQfreemem(bytes) }
  }

  borrowing func sent(_ code: Int32) throws(PostgresError) {
    if code != 1 { throw failure }
  }

  private borrowing func owned(_ result: OpaquePointer?) throws(PostgresError) -> Answer {
    guard let result = unsafe result else { throw failure }
    return unsafe Answer(owning: result)
  }
}

/// The five parallel arrays libpq wants, valid during one call.
@unsafe struct Parameters {
  var count: Int32
  var types: UnsafePointer<Oid>?
  var values: UnsafePointer<UnsafePointer<CChar>?>?
  var lengths: UnsafePointer<Int32>?
  var formats: UnsafePointer<Int32>?
}

extension SQL {
  var types: [UInt32] { binds.map(\.type) }

  @unsafe func withParameters<R>(_ body: (Parameters) -> R) -> R {
    let lengths = binds.map { Int32(clamping: $0.byteCount) }
    let formats = [Int32](repeating: 1, count: binds.count)
    return unsafe bytes.withUnsafeBytes { bytes in
      let values = unsafe binds.map { bind -> UnsafePointer<CChar>? in
        guard bind.byteCount >= 0, let base = bytes.baseAddress else { return nil }
        return unsafe (base + bind.start).assumingMemoryBound(to: CChar.self)
      }
      return unsafe values.withUnsafeBufferPointer { values in
        unsafe types.withUnsafeBufferPointer { types in
          unsafe lengths.withUnsafeBufferPointer { lengths in
            unsafe formats.withUnsafeBufferPointer { formats in
              unsafe body(
                Parameters(
                  count: Int32(clamping: binds.count), types: types.baseAddress, values: values.baseAddress,
                  lengths: lengths.baseAddress, formats: formats.baseAddress))
            }
          }
        }
      }
    }
  }
}
