import Foundation
import Postgres

/// Reads on a session that someone else drives: a projection reads its page inside its own transaction.
public enum LogReader {
  /// The position of the last committed event; 0 for an empty log.
  public static func head(on connection: isolated Connection) throws -> Int64 {
    try connection.query("select position from log.head").only().decode(Int64.self)
  }

  /// The next events after a position, at most `limit`, oldest first.
  ///
  /// - Parameter names: what was learned of names before; a page costs one round trip with them, two where some are new.
  /// - Throws: ``EventStoreError/hole(after:found:)`` where positions are not contiguous.
  public static func page(
    after position: Int64, limit: Int, names: LogNames = LogNames(), on connection: isolated Connection
  ) throws -> [RecordedEvent] {
    try RawPage(after: position, limit: limit, names: names, on: connection).events(names, on: connection)
  }

  /// The events of some streams before a position, in the order of the log.
  public static func events(
    of streams: [StreamName], before position: Int64, on connection: isolated Connection
  ) throws -> [RecordedEvent] {
    // `+ 0`: on a log that grew since it was last analysed the planner reads the index on positions for each stream, all of
    // it. A stream has few events.
    try events(
      inStreams: "s.name = any(\(streams.map(\.rawValue)))", that: "e.position + 0 < \(position)",
      order: "e.position", on: connection)
  }

  /// The events of all streams of a category up to a position, in the order of the log. For categories of few streams.
  public static func events(
    ofCategory category: String, upTo position: Int64, on connection: isolated Connection
  ) throws -> [RecordedEvent] {
    // From the dash to the sign after it: a range that the index on names serves.
    try events(
      inStreams: "s.name >= \(category + "-") and s.name < \(category + ".")", that: "e.position + 0 <= \(position)",
      order: "e.position", on: connection)
  }

  /// The events that meet a condition over `e`, of the streams that meet one over `s`, in an order. Both serve as look-ups
  /// in an index.
  static func events(
    inStreams condition: SQL, that eventCondition: SQL, order: SQL, on connection: isolated Connection
  ) throws -> [RecordedEvent] {
    try events(
      """
      log.streams s cross join lateral (
          select e.position, e.id, e.version, e.type_no, e.schema, e.occurred_at, e.recorded_at, e.actor, e.cause,
            e.correlation, e.batch, e.data, e.personal_hash
          from log.events e where e.stream_no = s.stream_no and \(eventCondition) offset 0) e
        \(typeAndPersonal) where \(condition) order by \(order)
      """, on: connection)
  }

  // `offset 0` keeps the planner from turning look-ups for some hundred rows into a scan of whole tables, as it does on a
  // log that grew since it was last analysed.
  static let typeAndPersonal: SQL = """
    join log.event_types t using (type_no)
    left join lateral (select p.subject, p.data from log.personal p where p.position = e.position offset 0) p on true
    """

  static func events(_ source: SQL, on connection: isolated Connection) throws -> [RecordedEvent] {
    let rows = try connection.query(
      """
      select e.position, e.id, s.name, e.version, t.name, e.schema, e.occurred_at, e.recorded_at, e.actor, e.cause,
          e.correlation, e.batch, e.data, e.personal_hash is not null, p.subject, p.data
        from \(source)
      """)
    return try rows.map { row in
      let (
        position, id, stream, version, type, schema, occurredAt, recordedAt, actor, cause, correlation, batch, data,
        hadPersonal, subject, personalData
      ) = try row.decode(
        Int64.self, UUID.self, String.self, Int32.self, String.self, Int16.self, Date.self, Date.self, String.self,
        UUID?.self, UUID?.self, UUID?.self, JSONText.self, Bool.self, String?.self, JSONText?.self)
      let personal = subject.flatMap { subject in personalData.map { Personal(subject: subject, data: $0.text) } }
      return RecordedEvent(
        position: position, id: id, stream: StreamName(stream), version: Int(version),
        type: EventType(type, schema: schema), occurredAt: occurredAt, recordedAt: recordedAt,
        authorship: Authorship(actor: actor, cause: cause, correlation: correlation, batch: batch), data: data.text,
        personal: personal, isErased: hadPersonal && personal == nil)
    }
  }
}
