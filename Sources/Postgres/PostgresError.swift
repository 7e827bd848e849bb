/// What PostgreSQL, or the way to it, refused; a bound value is never part of it.
///
/// The server's own words may quote a value in `message` or `detail` ("Key (phone)=(…) already exists"), so `description`
/// leaves the detail out and nothing here goes to a log unread.
public struct PostgresError: Error, Sendable {
  // One reference: a typed throw then moves one word, not ten strings.
  private let fields: Fields

  private final class Fields: Sendable {
    let sqlState: String?
    let message: String
    let detail: String?
    let hint: String?
    let table: String?
    let constraint: String?
    let statement: String?

    init(
      sqlState: String?, message: String, detail: String?, hint: String?, table: String?, constraint: String?,
      statement: String?
    ) {
      self.sqlState = sqlState
      self.message = message
      self.detail = detail
      self.hint = hint
      self.table = table
      self.constraint = constraint
      self.statement = statement
    }
  }

  /// Makes an error; errors found on our side of the wire carry the SQLSTATE the server would have used.
  public init(
    sqlState: String?, message: String, detail: String? = nil, hint: String? = nil, table: String? = nil,
    constraint: String? = nil, statement: String? = nil
  ) {
    fields = Fields(
      sqlState: sqlState, message: message, detail: detail, hint: hint, table: table, constraint: constraint,
      statement: statement.map(Self.summary))
  }

  /// The five characters of the SQL standard; nil only when libpq itself failed and gave none.
  public var sqlState: String? { fields.sqlState }
  /// One line, in the server's language.
  public var message: String { fields.message }
  /// The server's detail, which may quote stored values: personal data, so not for logs.
  public var detail: String? { fields.detail }
  /// What the server suggests.
  public var hint: String? { fields.hint }
  /// The table, where the server names one.
  public var table: String? { fields.table }
  /// The violated constraint, where the server names one.
  public var constraint: String? { fields.constraint }
  /// The first 200 characters of the statement, with `$1` where the values were.
  public var statement: String? { fields.statement }

  /// SQLSTATE 23505.
  public var isUniqueViolation: Bool { sqlState == "23505" }
  /// SQLSTATE 40001 or 40P01 (deadlock): the same transaction may succeed when run again.
  public var isSerializationFailure: Bool { sqlState == "40001" || sqlState == "40P01" }
  /// The server cannot be reached, refuses connections, or went away in the middle: the outcome of a running commit is unknown.
  public var isUnreachable: Bool {
    guard let sqlState else { return false }
    // 57P05 and 25P03: it ended a session that idled for too long, in the middle of a transaction or not.
    return sqlState.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(sqlState)
  }
  /// SQLSTATE 57014: cancelled by us, or by a statement timeout.
  public var isCancelled: Bool { sqlState == "57014" }
  /// SQLSTATE 53100.
  public var isDiskFull: Bool { sqlState == "53100" }
  /// SQLSTATE 55P03: `for update nowait` or `lock_timeout` did not get its lock.
  public var isLockNotAvailable: Bool { sqlState == "55P03" }
  /// SQLSTATE 42501.
  public var isInsufficientPrivilege: Bool { sqlState == "42501" }

  /// The same error, naming the statement when it named none.
  func about(_ statement: String) -> PostgresError {
    guard self.statement == nil else { return self }
    return PostgresError(
      sqlState: sqlState, message: message, detail: detail, hint: hint, table: table, constraint: constraint,
      statement: statement)
  }

  private static func summary(_ statement: String) -> String {
    let line = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count <= 200 ? line : line.prefix(199) + "…"
  }
}

extension PostgresError: CustomStringConvertible {
  /// One line for a person: message, hint, SQLSTATE, statement; no detail, because it may quote stored values.
  public var description: String {
    var text = message
    if let hint { text += " (\(hint))" }
    if let sqlState { text += " [\(sqlState)]" }
    if let statement { text += " in: \(statement)" }
    return text
  }
}

extension PostgresError {
  static let closed = PostgresError(sqlState: "08003", message: "the database connection is closed")
  static let cancelled = PostgresError(sqlState: "57014", message: "the statement was cancelled before it was sent")
}
