import Foundation
import Postgres

/// Finding events by other things than their stream. Every look-up is served by an index that the log has anyway.
extension LogReader {
  /// The events at some positions, in the order of the log; what is not there is left out.
  public static func events(
    at positions: [Int64], on connection: isolated Connection
  ) throws -> [RecordedEvent] {
    guard !positions.isEmpty else { return [] }
    return try events(
      """
      unnest(\(positions)::bigint[]) as wanted (position)
        cross join lateral (
          select e.position, e.id, e.stream_no, e.version, e.type_no, e.schema, e.occurred_at, e.recorded_at, e.actor,
            e.cause, e.correlation, e.batch, e.data, e.personal_hash
          from log.events e where e.position = wanted.position offset 0) e
        cross join lateral (
          select s.name from log.streams s where s.stream_no = e.stream_no offset 0) s
        \(typeAndPersonal) order by e.position
      """, on: connection)
  }

  /// Whether the log holds an event with one of these stored names; looks at all of it where it holds none.
  public static func holds(anyOf types: [String], on connection: isolated Connection) throws -> Bool {
    try connection.query(
      """
      select exists (select from log.events e where e.type_no = any(
        array(select t.type_no from log.event_types t where t.name = any(\(types)))))
      """
    ).only().decode(Bool.self)
  }

  /// Whether a stretch of the log, `(after, upTo]`, holds an event of one of these categories; looks at all of the stretch
  /// where it holds none.
  public static func holds(
    anyOfCategories categories: [String], after: Int64, upTo: Int64, on connection: isolated Connection
  ) throws -> Bool {
    guard after < upTo else { return false }
    return try connection.query(
      """
      select exists (select from log.events e
        cross join lateral (
          select s.name from log.streams s where s.stream_no = e.stream_no offset 0) s
        where e.position > \(after) and e.position <= \(upTo) and split_part(s.name, '-', 1) = any(\(categories)))
      """
    ).only().decode(Bool.self)
  }

  /// Where the events lie whose erasable part is about a subject, oldest first.
  public static func positions(about subject: String, on connection: isolated Connection) throws -> [Int64] {
    try connection.query("select position from log.personal where subject = \(subject)")
      .map { try $0.decode(Int64.self) }.sorted()
  }

  /// Where the events with these ids lie, oldest first; what is not there is left out.
  public static func positions(ofIDs ids: [UUID], on connection: isolated Connection) throws -> [Int64] {
    try connection.query("select position from log.events where id = any(\(ids))")
      .map { try $0.decode(Int64.self) }.sorted()
  }

  /// The first position at which an instant was reached by the log's own clock; one past the head where none was.
  ///
  /// Found by halving, for recorded times grow with positions. A clock that was set back makes them fall for a while:
  /// ask for an instant so much earlier, and look at the events' own times. Cost: some twenty look-ups of one row.
  public static func firstPosition(recordedAt instant: Date, on connection: isolated Connection) throws -> Int64 {
    var (low, high) = (Int64(1), try head(on: connection) + 1)
    while low < high {
      let middle = low + (high - low) / 2
      let row = try connection.query("select recorded_at from log.events where position = \(middle)").first
      guard let row, try row.decode(Date.self) < instant else {
        high = middle
        continue
      }
      low = middle + 1
    }
    return low
  }
}

extension LogReader {
  /// The chain's hash at a position in 64 hexadecimal digits, all zeros at 0; `nil` past the head.
  public static func chainHash(at position: Int64, on connection: isolated Connection) throws -> String? {
    if position == 0 { return String(repeating: "0", count: 64) }
    return try connection.query("select encode(hash, 'hex') from log.events where position = \(position)").first
      .map { try $0.decode(String.self) }
  }

  /// What tells a log from others: sixteen digits of the hash of its first event; `nil` for an empty one.
  public static func name(on connection: isolated Connection) throws -> String? {
    try connection.query("select substr(encode(hash, 'hex'), 1, 16) from log.events where position = 1").first
      .map { try $0.decode(String.self) }
  }

  /// Where the chain has a hash; `nil` where it never had it. Looks at the whole log.
  public static func position(ofChainHash hash: String, on connection: isolated Connection) throws -> Int64? {
    guard hash.utf8.count == 64, hash.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
    return try connection.query("select position from log.events where hash = decode(\(hash), 'hex') limit 1").first
      .map { try $0.decode(Int64.self) }
  }

  /// The events between two positions, the second included, in the order of the log.
  public static func events(
    after position: Int64, upTo end: Int64, on connection: isolated Connection
  ) throws -> [RecordedEvent] {
    guard end > position else { return [] }
    return try page(after: position, limit: Int(end - position), on: connection)
  }
}
