import FoundationEssentials
import Testing

/// What `hotline` prints as JSON, as far as the tests read it.
struct ImportAnswer: Decodable, Equatable {
  let batch: String?
  let file: String
  let sheet: String
  let encoding: String?
  let rows, accepted, rejected, duplicates, events: Int
  let rejects: String?
}

/// A line of `import show --rows`.
struct RowAnswer: Decodable, Equatable {
  let sheet: String
  let row: Int
  let outcome: String
  let reason, number, `extension`, order: String?
}

/// A line of `order list`.
struct OrderAnswer: Decodable, Equatable {
  let no: String
  let key: String?
  let state: String
  let overdue: Bool
}

/// A message in the spool or on the wire.
struct MessageAnswer: Decodable, Hashable {
  let key, order, rule: String
}

extension Hotline.Ended {
  /// Stdout as one JSON value.
  func json<T: Decodable>(_ type: T.Type) throws -> T {
    try #require(try? JSONDecoder().decode(type, from: Data(stdout.utf8)), "no such JSON: \(stdout.prefix(500))")
  }

  /// Stdout as a JSON value a line.
  func ndjson<T: Decodable>(_ type: T.Type) throws -> [T] {
    try lines.map { try JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}

extension Office {
  /// Every event after a position.
  func log(since position: Int = 0) async throws -> LogText {
    LogText(try await expect(0, "event", "list", "--since", "\(position)", "--format", "ndjson").stdout)
  }

  /// The last position of the log.
  func head() async throws -> Int {
    struct Line: Decodable { let head: Int }
    return try await expect(0, "projection", "list", "--format", "ndjson").ndjson(Line.self).first?.head ?? 0
  }

  /// Every line of the board, in the bytes in which it is told.
  func board(_ arguments: String...) async throws -> String {
    try await expect(0, ["order", "list", "--format", "ndjson"] + arguments).stdout
  }

  /// Imports, and returns what the import says of itself.
  func importAnswer(_ arguments: [String], status: Int32 = 0) async throws -> ImportAnswer {
    try await expect(status, arguments + ["--format", "json"]).json(ImportAnswer.self)
  }
}
