/// One step of a schema, numbered for ever; never edited once released.
public struct Migration: Sendable {
  /// From 1, rising; gaps are allowed.
  public let number: Int
  /// A few words for the record and for messages.
  public let name: String
  /// One or more statements, run in one transaction with `search_path` set to the schema.
  public let sql: String

  /// Makes a migration; nothing is run.
  public init(number: Int, name: String, sql: String) {
    self.number = number
    self.name = name
    self.sql = sql
  }

  /// Tells an edited migration from the released one; no protection against intent (FNV-1a, 64 bits, as hexadecimal).
  var checksum: String {
    let digits = String(fingerprint(sql), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Why a database cannot be brought to this program's schema.
public enum MigrationError: Error, Sendable {
  /// A released migration was edited; restore its text and put the change into a new one.
  case changed(schema: String, number: Int, name: String)
  /// The database was migrated by a newer program; use that one.
  case unknown(schema: String, number: Int, name: String)
  /// A migration was added below ones that the database already has; give it a higher number.
  case tooLate(schema: String, number: Int, name: String)
  /// A migration was refused by the server; nothing of it was kept.
  case failed(schema: String, number: Int, name: String, PostgresError)
  /// The server could not be asked.
  case server(PostgresError)
}

extension MigrationError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .changed(let schema, let number, let name):
      "migration \(number) (\(name)) of \(schema) was changed after it was released; restore it and write a new one"
    case .unknown(let schema, let number, let name):
      "the database belongs to a newer hotline: \(schema) has migration \(number) (\(name)), which this program does not know; "
        + "install the newer version"
    case .tooLate(let schema, let number, let name):
      "migration \(number) (\(name)) of \(schema) comes before ones the database already has; give it a higher number"
    case .failed(let schema, let number, let name, let error):
      "migration \(number) (\(name)) of \(schema) failed and was rolled back: \(error)"
    case .server(let error):
      error.description
    }
  }
}

/// FNV-1a, 64 bits (draft-eastlake-fnv): short, stable, and no secret.
func fingerprint(_ text: String) -> UInt64 {
  text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
