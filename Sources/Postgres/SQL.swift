/// A statement whose values can only be binds: each interpolated value becomes `$n`, never text of the statement.
///
///     let rows = try c.query("select name from unit where id = any(\(ids)) and open = \(true)")
///
/// There is no way to put a run-time string into the text but `\(identifier:)`, which quotes it; numbers go in by
/// `\(literal:)`. A value that cannot be
/// sent (a string holding NUL, an infinite date) is remembered and thrown when the statement is run.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
  /// The text between the binds: always one more than there are binds.
  private(set) var pieces: [String]
  private(set) var binds: [Bind] = []
  /// All encoded values end to end. The first byte is padding, so that an empty value has an address too.
  private(set) var bytes: [UInt8] = [0]
  private(set) var failure: PostgresError?

  struct Bind: Sendable {
    var type: UInt32
    var start: Int
    /// -1 is SQL null.
    var byteCount: Int
  }

  /// A statement without binds.
  public init(stringLiteral text: String) {
    pieces = [text]
  }

  /// A statement from an interpolated literal.
  public init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.statement
  }

  /// Collects text and binds of an interpolated literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    var statement: SQL = ""

    /// Starts an empty statement.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Adds statement text.
    public mutating func appendLiteral(_ literal: String) {
      statement.append(text: literal)
    }

    /// Adds a value as the next bind.
    public mutating func appendInterpolation<Value: PostgresValue>(_ value: Value) {
      statement.append(value: value)
    }

    // Without this overload the compiler warns, as of any text, that an optional would show as "Optional(…)".
    /// Adds a value or SQL null as the next bind.
    public mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) {
      statement.append(value: value)
    }

    /// Adds another statement with its binds, renumbered.
    public mutating func appendInterpolation(_ piece: SQL) {
      statement.append(piece)
    }

    /// Adds a number as text, for COPY, which takes no values.
    public mutating func appendInterpolation(literal number: Int64) {
      // In brackets, as a minus after a minus would begin a comment.
      statement.append(text: "(\(number))")
    }

    /// Adds an array of numbers as text, for COPY, which takes no values.
    public mutating func appendInterpolation(literal numbers: [Int64]) {
      statement.append(text: "'{\(numbers.map(String.init).joined(separator: ","))}'::bigint[]")
    }

    /// Adds one name (a table, a schema, a column), quoted.
    public mutating func appendInterpolation(identifier name: String) {
      if name.isEmpty || name.utf8.contains(0) {
        statement.failure = PostgresError(sqlState: "42602", message: "an SQL name must not be empty or hold NUL")
      }
      statement.append(text: SQL.quoted(identifier: name))
    }
  }

  static func quoted(identifier name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

extension SQL {
  /// Adds another statement with its binds, renumbered.
  public mutating func append(_ other: SQL) {
    let shift = bytes.count - 1
    pieces[pieces.count - 1] += other.pieces[0]
    pieces += other.pieces.dropFirst()
    binds += other.binds.map { Bind(type: $0.type, start: $0.start + shift, byteCount: $0.byteCount) }
    bytes += other.bytes.dropFirst()
    failure = failure ?? other.failure
  }

  /// Both statements, one after the other, binds renumbered; mind the space between them.
  public static func + (left: SQL, right: SQL) -> SQL {
    var both = left
    both.append(right)
    return both
  }

  /// Adds another statement with its binds, renumbered.
  public static func += (left: inout SQL, right: SQL) {
    left.append(right)
  }

  private mutating func append(text: String) {
    pieces[pieces.count - 1] += text
  }

  private mutating func append<Value: PostgresValue>(value: Value) {
    let start = bytes.count
    do throws(PostgresError) {
      try value.encode(into: &bytes)
    } catch {
      failure = failure ?? error
    }
    binds.append(Bind(type: Value.typeID, start: start, byteCount: value.isNull ? -1 : bytes.count - start))
    pieces.append("")
  }

  /// The statement as PostgreSQL gets it: `$1`, `$2`, … where the values are.
  public var text: String {
    guard pieces.count > 1 else { return pieces[0] }
    var text = pieces[0]
    for (index, piece) in pieces.dropFirst().enumerated() {
      text += "$\(index + 1)"
      text += piece
    }
    return text
  }
}

extension SQL: CustomStringConvertible {
  /// The text with `$n`; never a value.
  public var description: String { text }
}

extension Sequence<SQL> {
  /// All statements as one, with a separator between them: `conditions.joined(separator: " and ")`.
  public func joined(separator: SQL) -> SQL {
    var whole: SQL = ""
    for (index, piece) in enumerated() {
      if index > 0 { whole.append(separator) }
      whole.append(piece)
    }
    return whole
  }
}
