import Foundation
import Postgres

/// What somebody looks for in the log: all that is given must hold.
public struct LogQuery: Sendable {
  /// Only events of a stream.
  public var stream: StreamName?
  /// Only events of whom: `clerk.chen`.
  public var actor: String?
  /// Only events of a kind: a stored name, with or without its shape, or what stands before one of its dots:
  /// `order.moved`, `order.moved.v1`, `order`.
  public var type: String?
  /// Only events that the log learned of at this instant or later.
  public var recordedFrom: Date?
  /// Only events that the log learned of before this instant.
  public var recordedUntil: Date?
  /// Only events after this position.
  public var after: Int64 = 0

  /// Everything.
  public init() {}
}

/// A search on its way through the log, page by page, oldest first; memory does not grow with what is found.
///
/// Times are turned into positions first, so a search of one day in ten years reads that day. Without a time it looks
/// at every event: about a tenth of a second a million.
public struct LogSearch: Sendable {
  /// How far the log's clock may ever have been wrong: twelve hours each way.
  private static let clockSlack: TimeInterval = 86_400

  private let query: LogQuery
  private let streamNumber: Int64?
  private let types: [Int16]?
  private let schema: Int16?
  private let end: Int64
  private var position: Int64
  private var version: Int32 = 0
  private var isDone = false

  /// Resolves names and times; `nil` for a stream or kind of event that the log does not hold.
  public init?(_ query: LogQuery, on connection: isolated Connection) throws {
    self.query = query
    var position = query.after
    var end = try LogReader.head(on: connection)
    if let from = query.recordedFrom {
      let first = try LogReader.firstPosition(recordedAt: from.addingTimeInterval(-Self.clockSlack), on: connection)
      position = max(position, first - 1)
    }
    if let until = query.recordedUntil {
      end = min(end, try LogReader.firstPosition(recordedAt: until.addingTimeInterval(Self.clockSlack), on: connection))
    }
    self.position = position
    self.end = end
    streamNumber = try query.stream.flatMap { stream in
      try connection.query("select stream_no from log.streams where name = \(stream.rawValue)").first?
        .decode(Int64.self)
    }
    if query.stream != nil, streamNumber == nil { return nil }
    let found = try query.type.map { try Self.types(named: $0, on: connection) }
    types = found?.numbers
    schema = found?.schema
    if let types, types.isEmpty { return nil }
  }

  /// The kinds of event that the log holds, by name: for "did you mean".
  public static func typeNames(on connection: isolated Connection) throws -> [String] {
    try connection.query("select name from log.event_types order by name").map { try $0.decode(String.self) }
  }

  /// The next events found, at most `limit`; empty at the end.
  public mutating func next(_ limit: Int, on connection: isolated Connection) throws -> [RecordedEvent] {
    guard !isDone, position < end, limit > 0 else { return [] }
    let found: [RecordedEvent]
    if hasConditions {
      let positions = try connection.query(statement(limit)).map { row in try row.decode(Int64.self) }
      found = try LogReader.events(at: positions, on: connection)
      isDone = positions.count < limit
    } else {
      // The whole log: this way a hole in it is told, too.
      found = try LogReader.page(after: position, limit: Int(min(Int64(limit), end - position)), on: connection)
      isDone = found.isEmpty
    }
    if let last = found.last {
      position = last.position
      version = Int32(last.version)
    }
    return found
  }

  private var hasConditions: Bool {
    streamNumber != nil || types != nil || query.actor != nil || query.recordedFrom != nil
      || query.recordedUntil != nil
  }

  private func statement(_ limit: Int) -> SQL {
    var sql: SQL = "select e.position from log.events e where e.position > \(position) and e.position <= \(end)"
    if let actor = query.actor { sql += " and e.actor = \(actor)" }
    if let types { sql += " and e.type_no = any(\(types))" }
    if let schema { sql += " and e.schema = \(schema)" }
    if let from = query.recordedFrom { sql += " and e.recorded_at >= \(from)" }
    if let until = query.recordedUntil { sql += " and e.recorded_at < \(until)" }
    // By version, which the index of a stream has: by position the planner would walk the whole log for a short stream.
    if let streamNumber {
      sql += " and e.stream_no = \(streamNumber) and e.version > \(version) order by e.version"
    } else {
      sql += " order by e.position"
    }
    return sql + " limit \(Int64(limit))"
  }

  private static func types(
    named name: String, on connection: isolated Connection
  ) throws -> (numbers: [Int16], schema: Int16?) {
    var name = name
    var schema: Int16?
    if let dot = name.lastIndex(of: "."), name[dot...].hasPrefix(".v"), let number = Int16(name[dot...].dropFirst(2)) {
      name = String(name[..<dot])
      schema = number
    }
    let rows = try connection.query(
      "select type_no from log.event_types where name = \(name) or starts_with(name, \(name + "."))")
    return (try rows.map { try $0.decode(Int16.self) }, schema)
  }
}
