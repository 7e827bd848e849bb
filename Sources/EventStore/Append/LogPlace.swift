import Foundation
import Postgres

/// Where a batch begins, under the head's lock: the end of the log before it, and its streams after it.
struct LogPlace {
  struct Stream {
    let number: Int64
    let version: Int
  }

  /// The position of the last event before the batch.
  let position: Int64
  /// Its hash.
  let hash: ChainHash
  /// The server's clock, read under the lock.
  let recordedAt: Date
  /// By name.
  let streams: [String: Stream]

  init(_ rows: Rows) throws {
    var streams: [String: Stream] = [:]
    streams.reserveCapacity(rows.count)
    var head: (Int64, ChainHash, Date)?
    for row in rows {
      let (position, hash, now, name, number, version) = try row.decode(
        Int64.self, ChainHash.self, Date.self, String.self, Int64.self, Int32.self)
      streams[name] = Stream(number: number, version: Int(version))
      head = head ?? (position, hash, now)
    }
    guard let head else { throw EventStoreError.unexpected("the log has no head") }
    (position, hash, recordedAt) = head
    self.streams = streams
  }

  /// The versions that the streams had before all of the appends.
  func versions(before appends: [Append]) -> [StreamName: Int] {
    var versions: [StreamName: Int] = [:]
    versions.reserveCapacity(streams.count)
    for append in appends {
      for stream in append.appends {
        versions[stream.stream, default: streams[stream.stream.rawValue]?.version ?? 0] -= stream.events.count
      }
    }
    return versions
  }
}
