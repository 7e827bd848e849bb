import Postgres

/// Whether every stream has all its versions, from two sums of one term for each pair of stream and version: one over the
/// events, one over what the streams say. Memory stays flat however many streams there are, and stretches can be summed
/// side by side.
enum VersionSum {
  /// The finisher of MurmurHash3 over both; only accidents must not collide, as the chain covers the versions.
  static func term(stream: Int64, version: Int32) -> UInt64 {
    var term = UInt64(bitPattern: stream) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(UInt32(bitPattern: version))
    term = (term ^ (term >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    term = (term ^ (term >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return term ^ (term >> 33)
  }

  /// The sum over what the streams say; `nil` where they say another number of events.
  static func ofStreams(eventCount: Int64, on connection: isolated Connection) throws -> UInt64? {
    var sum: UInt64 = 0
    var count: Int64 = 0
    var isFirst = true
    try connection.copyOut("copy (select stream_no, version from log.streams) to stdout (format binary)") { message in
      if var fields = CopyFields(message, isFirst: isFirst, columnCount: 2),
        let stream = fields.next(message, Int64.self), let version = fields.next(message, Int32.self)
      {
        count += Int64(max(0, version))
        // A version that cannot be would be counted for minutes.
        if version > 0, count <= eventCount {
          for version in 1...version { sum &+= term(stream: stream, version: version) }
        }
      }
      isFirst = false
    }
    return count == eventCount ? sum : nil
  }
}
