import Foundation
import Postgres

/// What came of one request: events that share a correlation.
///
/// No index is kept for it, for the log pays for an index with every event. What one command wrote lies together, so a
/// look around one of its events finds the others.
extension LogReader {
  private static let stretch: Int64 = 1000

  /// The positions that share a correlation with one and lie together with it, at most `limit` to each side, in order.
  public static func positions(
    ofCommand correlation: UUID, around position: Int64, limit: Int64 = 100_000, on connection: isolated Connection
  ) throws -> ClosedRange<Int64> {
    var (first, last) = (position, position)
    // The nearest event of another command bounds it on either side.
    while first > max(1, position - limit) {
      let low = max(1, first - stretch)
      let border = try connection.query(
        """
        select max(position) from log.events where position >= \(low) and position < \(first)
          and correlation is distinct from \(correlation)
        """
      ).only().decode(Int64?.self)
      first = border.map { $0 + 1 } ?? low
      if border != nil { break }
    }
    while last < position + limit {
      let high = last + stretch
      let (border, end) = try connection.query(
        """
        select min(position) filter (where correlation is distinct from \(correlation)), max(position)
          from log.events where position > \(last) and position <= \(high)
        """
      ).only().decode(Int64?.self, Int64?.self)
      last = border.map { $0 - 1 } ?? end ?? last
      if border != nil || end != high { break }
    }
    return first...last
  }

  /// An event of a command; `nil` where no event has this correlation.
  ///
  /// A command's id tells when it was made (version 7 of RFC 9562): the log is looked through from there, then from its
  /// beginning. An id that tells no time costs a look at every event up to the command's: a quarter of a second a
  /// million.
  public static func position(ofCommand correlation: UUID, on connection: isolated Connection) throws -> Int64? {
    let head = try head(on: connection)
    var start = head + 1
    if let made = correlation.madeAt {
      // A day, for clocks that disagree.
      start = try firstPosition(recordedAt: made.addingTimeInterval(-86_400), on: connection)
      if let found = try first(correlation, in: start...max(start, head), on: connection) { return found }
    }
    return try start > 1 ? first(correlation, in: 1...(start - 1), on: connection) : nil
  }

  /// The positions of all events of a command, also of one that went on for a while beside others; from one of them on, in
  /// order. Cost: a look at every event since.
  public static func positions(
    ofCommand correlation: UUID, from position: Int64, on connection: isolated Connection
  ) throws -> [Int64] {
    try connection.query(
      """
      select position from log.events where correlation = \(correlation) and position >= \(position) order by position
      """
    ).map { try $0.decode(Int64.self) }
  }

  private static func first(
    _ correlation: UUID, in positions: ClosedRange<Int64>, on connection: isolated Connection
  ) throws -> Int64? {
    try connection.query(
      """
      select position from log.events where correlation = \(correlation)
        and position between \(positions.lowerBound) and \(positions.upperBound) order by position limit 1
      """
    ).first?.decode(Int64.self)
  }
}

extension UUID {
  /// When an id of version 7 was made.
  fileprivate var madeAt: Date? {
    let bytes = bytes
    guard bytes[6] >> 4 == 7 else { return nil }
    let milliseconds = bytes.prefix(6).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}
