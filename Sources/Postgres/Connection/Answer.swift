import CPostgres

/// One `PGresult` and its columns.
// Sendable: libpq never changes a PGresult after returning it and reading one is thread-safe ("34.20 Behavior in
// Threaded Programs"); the pointer is freed once, by deinit.
@safe final class Answer: @unchecked Sendable {
  private let result: OpaquePointer
  let columns: [Rows.Column]
  let rowCount: Int

  /// Takes ownership. Rows that arrive one by one share the columns of the first.
  init(owning result: OpaquePointer, columns: [Rows.Column]? = nil) {
    unsafe self.result = result
    rowCount = Int(unsafe PQntuples(result))
    let columnCount = unsafe PQnfields(result)
    self.columns =
      columns
      ?? (0..<columnCount).map { index in
        let name = unsafe PQfname(result, index).map { unsafe String(cString: $0) }
        return Rows.Column(name: name ?? "", typeID: unsafe PQftype(result, index))
      }
  }

  deinit {
    unsafe PQclear(result)
  }

  var status: ExecStatusType { unsafe PQresultStatus(result) }

  /// "INSERT 0 5": what the server says it did.
  var commandTag: String { unsafe String(cString: PQcmdStatus(result)) }

  /// Rows inserted, updated, deleted, copied or selected; 0 for statements that count nothing.
  var affectedCount: Int { unsafe Int(String(cString: PQcmdTuples(result))) ?? 0 }

  var isBinaryCopy: Bool { unsafe PQbinaryTuples(result) == 1 }

  /// Lends the bytes of one field; nil is SQL null. Row and column are checked by the callers.
  @inline(__always)
  func withField<R>(row: Int, column: Int, _ body: (Span<UInt8>?) throws(PostgresError) -> R) throws(PostgresError) -> R
  {
    let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
    let count = unsafe PQgetlength(result, row, column)
    // Null has no length, so most fields need not be asked.
    guard unsafe count > 0 || PQgetisnull(result, row, column) == 0, let start = unsafe PQgetvalue(result, row, column)
    else { return try body(nil) }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    return try body(unsafe Span(_unsafeBytes: bytes))
  }

  /// The server's error; nil when the statement succeeded.
  func error(in statement: String?) -> PostgresError? {
    guard status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_PIPELINE_ABORTED else {
      return nil
    }
    return PostgresError(
      sqlState: field("C"), message: field("M") ?? libpqMessage, detail: field("D"), hint: field("H"),
      table: field("t"),
      constraint: field("n"), statement: statement)
  }

  /// One of libpq's PG_DIAG_ fields, whose codes are C character macros.
  private func field(_ code: Unicode.Scalar) -> String? {
    unsafe PQresultErrorField(result, Int32(code.value)).map { unsafe String(cString: $0) }
  }

  private var libpqMessage: String {
    unsafe String(cString: PQresultErrorMessage(result)).split(whereSeparator: \.isNewline).joined(separator: "; ")
  }
}
