import CPostgres

/// The one owner of a `PGconn`; all of libpq's calls that need it are in this target's `Handle` files.
@safe struct Handle: ~Copyable {
  private var connection: OpaquePointer?
  /// A statement got no answer of the server's: whatever libpq still calls the connection, it is of no use.
  ///
  /// libpq does not call it bad where a statement could not be sent and a last warning could still be read, as when a
  /// server gives up all sessions because one of its processes was killed.
  var isLost = false

  /// A closed connection.
  init() { unsafe connection = nil }

  deinit { unsafe PQfinish(connection) }

  /// Connects; blocks until the server has answered or the address's connect_timeout (10 s when it names none) is over.
  mutating func connect(_ address: Address, application: String) throws(PostgresError) {
    guard var parameters = address.parameters else {
      // libpq's own words would quote the address, password and all.
      throw PostgresError(
        sqlState: "08001", message: "the database address cannot be read",
        hint: "Write it as host=… dbname=… user=… or postgresql://user@host/database.")
    }
    close()
    parameters["client_encoding"] = "UTF8"
    parameters["connect_timeout", default: "10"] += ""
    parameters["application_name", default: application] += ""
    let connection = unsafe PQconnectdb(Address(parameters).conninfo)
    unsafe self.connection = connection
    isLost = false
    guard unsafe PQstatus(connection) == CONNECTION_OK else {
      let message = lastMessage
      close()
      throw PostgresError(sqlState: "08001", message: message)
    }
    // The default prints notices on stderr, in the middle of our own output.
    _ = unsafe PQsetNoticeReceiver(connection, { _, _ in }, nil)
  }

  mutating func close() {
    unsafe PQfinish(connection)
    unsafe connection = nil
  }

  /// The pointer for one call; never stored.
  var pointer: OpaquePointer {
    get throws(PostgresError) {
      guard let connection = unsafe connection else { throw .closed }
      return unsafe connection
    }
  }

  var cancelKey: CancelKey? {
    guard let connection = unsafe connection else { return nil }
    return unsafe CancelKey(of: connection)
  }

  var isOpen: Bool { unsafe connection != nil }
  var isBroken: Bool { unsafe isLost || PQstatus(connection) == CONNECTION_BAD }
  var transactionStatus: PGTransactionStatusType { unsafe PQtransactionStatus(connection) }
  var processID: Int32 { unsafe PQbackendPID(connection) }
  var serverVersion: Int { Int(unsafe PQserverVersion(connection)) }
  var socket: Int32 { unsafe PQsocket(connection) }

  private var lastMessage: String {
    let text = unsafe String(cString: PQerrorMessage(connection))
    return text.split(whereSeparator: \.isNewline).joined(separator: "; ")
  }

  /// What libpq says about a call that gave no result.
  var failure: PostgresError {
    guard isOpen else { return .closed }
    let message = lastMessage
    return PostgresError(
      sqlState: isBroken ? "08006" : nil, message: message.isEmpty ? "the database connection failed" : message)
  }
}
