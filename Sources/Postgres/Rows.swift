/// The rows of one answer, held as libpq received them and decoded on demand; safe to hand to another task.
public struct Rows: RandomAccessCollection, Sendable {
  /// A column of the answer.
  public struct Column: Sendable, Equatable {
    /// The name the statement gave it.
    public let name: String
    /// PostgreSQL's number of its type, from `pg_type`.
    public let typeID: UInt32
  }

  let result: Answer

  /// The columns in the order of the statement.
  public var columns: [Column] { result.columns }
  /// Rows inserted, updated, deleted or selected.
  public var affectedCount: Int { result.affectedCount }

  /// 0.
  public var startIndex: Int { 0 }
  /// The number of rows.
  public var endIndex: Int { result.rowCount }
  /// The row at an index from 0, in the server's order.
  public subscript(index: Int) -> Row {
    precondition(indices.contains(index), "row \(index) of \(count)")
    return Row(result: result, index: index)
  }
}

extension Rows {
  /// The one row of an answer that has exactly one.
  public func only() throws(PostgresError) -> Row {
    guard count == 1, let row = first else {
      throw PostgresError(sqlState: "21000", message: "one row was expected, \(count) came")
    }
    return row
  }
}

/// One row, which keeps its whole answer in memory as long as it lives.
public struct Row: Sendable {
  let result: Answer
  let index: Int

  /// The columns in the order of the statement.
  public var columns: [Rows.Column] { result.columns }

  /// Decodes all columns in order: `let (id, name) = try row.decode(Int.self, String?.self)`.
  ///
  /// Throws when the number of types is not that of the columns, or a column cannot be decoded.
  public func decode<each Value: PostgresValue>(_ type: repeat (each Value).Type) throws(PostgresError) -> (
    repeat each Value
  ) {
    var wanted = 0
    repeat count(each type, &wanted)
    guard wanted == columns.count else {
      throw mismatch(wanted)
    }
    var column = 0
    return (repeat try next(&column, as: each type))
  }

  /// Decodes the only column: `let name = try row.decode(String.self)`.
  ///
  /// Without it the pack would answer with a tuple of one, which is not `Equatable`.
  public func decode<Value: PostgresValue>(_ type: Value.Type) throws(PostgresError) -> Value {
    guard columns.count == 1 else { throw mismatch(1) }
    return try value(0, as: type)
  }

  /// Decodes one column by its place, from 0.
  public subscript<Value: PostgresValue>(column: Int, as type: Value.Type) -> Value {
    get throws(PostgresError) {
      guard columns.indices.contains(column) else {
        throw PostgresError(sqlState: "42703", message: "the row has \(columns.count) columns, none at \(column)")
      }
      return try value(column, as: type)
    }
  }

  /// Decodes one column by its name.
  public subscript<Value: PostgresValue>(name: String, as type: Value.Type) -> Value {
    get throws(PostgresError) {
      guard let column = columns.firstIndex(where: { $0.name == name }) else {
        let names = columns.map(\.name).joined(separator: ", ")
        throw PostgresError(sqlState: "42703", message: "the row has no column \"\(name)\"; it has \(names)")
      }
      return try value(column, as: type)
    }
  }

  private func mismatch(_ wanted: Int) -> PostgresError {
    let names = columns.map(\.name).joined(separator: ", ")
    return PostgresError(
      sqlState: "42804", message: "\(wanted) types were given to decode a row of \(columns.count) columns (\(names))")
  }

  private func count<Value>(_: Value.Type, _ wanted: inout Int) { wanted += 1 }

  private func next<Value: PostgresValue>(_ column: inout Int, as type: Value.Type) throws(PostgresError) -> Value {
    defer { column += 1 }
    return try value(column, as: type)
  }

  private func value<Value: PostgresValue>(_ column: Int, as type: Value.Type) throws(PostgresError) -> Value {
    let typeID = result.columns[column].typeID
    guard Value.accepts(typeID) else {
      throw PostgresError(
        sqlState: "42804",
        message:
          "column \"\(columns[column].name)\" is \(TypeID.name(of: typeID)), which does not decode to \(Value.self)",
        hint: "Decode it as another type, or cast it in the statement.")
    }
    do throws(PostgresError) {
      return try result.withField(row: index, column: column) { bytes throws(PostgresError) in
        if let bytes { return try Value.decode(bytes, typeID: typeID) }
        guard let null = Value.null else {
          throw PostgresError(sqlState: "22004", message: "it is null; decode it as \(Value.self)?")
        }
        return null
      }
    } catch {
      throw PostgresError(
        sqlState: error.sqlState, message: "column \"\(columns[column].name)\": \(error.message)", hint: error.hint)
    }
  }
}
