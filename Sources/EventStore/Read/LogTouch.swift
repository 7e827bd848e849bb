import Foundation
import Postgres

/// Streams that a stretch of the log went on with: one by itself, or those that one batch or command alone went on with,
/// together.
public struct LogTouch: Sendable, Equatable {
  /// What all events of some streams came of.
  public enum Source: Sendable, Hashable {
    /// A batch.
    case batch(UUID)
    /// A command: events of one correlation, and of no batch.
    case command(UUID)
  }

  /// What all the events came of; `nil` for a stream that several went on with.
  public let source: Source?
  /// The category of the streams, and what stands behind it in their names.
  public let category: String
  /// Of each stream.
  public let ids: [String]
  /// How many events.
  public let count: Int
  /// The first of them, and the last.
  public let positions: ClosedRange<Int64>
  /// Some of them correct, some happened by the instant that was asked about, some after it.
  public let corrects, isBefore, isAfter: Bool
}

/// What tells a correction from something that happened.
public struct LogCorrections: Sendable {
  /// Kinds of events that are one.
  public var types: [String]
  /// Any event that has this field is one.
  public var field: String

  /// What is one.
  public init(types: [String], field: String) { (self.types, self.field) = (types, field) }
}

extension LogReader {
  /// The streams of some categories that a stretch of the log, `(after, upTo]`, went on with, in the order of their first
  /// events there. One statement over the stretch; streams of a batch come together, so a large import is a few lines.
  ///
  /// - Parameter instant: what happened by then is told from what happened after it.
  public static func touches(
    after: Int64, upTo: Int64, of categories: [String], by instant: Date, _ corrections: LogCorrections,
    on connection: isolated Connection
  ) throws -> [LogTouch] {
    let rows = try connection.query(
      """
      with touched as (
        select e.stream_no, count(*) as events, min(e.position) as first, max(e.position) as last,
            case when count(e.batch) = count(*) and min(e.batch::text) = max(e.batch::text) then min(e.batch::text) end
              as batch,
            case when count(e.correlation) = count(*) and count(e.batch) = 0
                and min(e.correlation::text) = max(e.correlation::text) then min(e.correlation::text) end as command,
            bool_or(c.corrects) as corrects, bool_or(not c.corrects and e.occurred_at <= \(instant)) as before,
            bool_or(not c.corrects and e.occurred_at > \(instant)) as after
          from log.events e join log.event_types t using (type_no) cross join lateral (
            select t.name = any(\(corrections.types)) or (e.data -> \(corrections.field)) is not null as corrects) as c
          where e.position > \(after) and e.position <= \(upTo) group by e.stream_no)
      select t.batch, t.command, split_part(s.name, '-', 1) as category, array_agg(substr(s.name, strpos(s.name, '-') + 1)),
          sum(t.events)::bigint, min(t.first), max(t.last), t.corrects, t.before, t.after
        from touched t join log.streams s using (stream_no)
        where split_part(s.name, '-', 1) = any(\(categories))
        group by t.batch, t.command, 3, t.corrects, t.before, t.after,
          case when t.batch is null and t.command is null then t.stream_no end
        order by min(t.first)
      """)
    return try rows.map { row in
      let (batch, command, category, ids, count, first, last, corrects, before, after) = try row.decode(
        String?.self, String?.self, String.self, [String].self, Int64.self, Int64.self, Int64.self, Bool.self,
        Bool.self, Bool.self)
      return LogTouch(
        source: batch.flatMap { UUID(uuidString: $0) }.map { .batch($0) }
          ?? command.flatMap { UUID(uuidString: $0) }.map { .command($0) }, category: category, ids: ids,
        count: Int(count),
        positions: first...last, corrects: corrects, isBefore: before, isAfter: after)
    }
  }
}
