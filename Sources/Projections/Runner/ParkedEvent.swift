import FoundationEssentials
import Postgres

/// An event that a read model goes on without.
public struct ParkedEvent: Sendable, Equatable {
  /// Its place in the log.
  public let position: Int64
  /// The stream it belongs to; its later events are parked too.
  public let stream: String
  /// Its stored name and shape.
  public let type: String
  /// What went wrong, or which event it waits for.
  public let error: String
  /// When it was last tried.
  public let parkedAt: Date
  /// The version of the read model that tried it.
  public let version: Int
}

extension ReadModels {
  /// The events that a read model goes on without, in the order of the log.
  public static func parked(_ name: String, on connection: isolated Connection) throws -> [ParkedEvent] {
    try connection.query(
      """
      select position, stream, type, error, parked_at, version from read.parked
        where projection = \(name) order by position
      """
    ).map { row in
      let (position, stream, type, error, at, version) = try row.decode(
        Int64.self, String.self, String.self, String.self, Date.self, Int32.self)
      return ParkedEvent(
        position: position, stream: stream, type: type, error: error, parkedAt: at, version: Int(version))
    }
  }
}
