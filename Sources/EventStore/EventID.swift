import Foundation

/// Ids that a repeated command makes again.
public enum EventID {
  /// A new id for something that never was: version 7 of RFC 9562, so ids of one time lie together in the index.
  ///
  /// - Parameter random: at least 10 random bytes.
  public static func fresh(at instant: Date, random: [UInt8]) -> UUID {
    let milliseconds = UInt64(max(0, instant.timeIntervalSince1970 * 1000))
    let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64($0))) }
    return UUID(bytes: time + random.prefix(10), version: 7)
  }

  /// The id that `parent` gives to `name`: the same for the same two, for ever.
  ///
  /// Version 8 of RFC 9562: SHA-256 of the parent and the name, but the first six bytes are the parent's, so that the
  /// events of one command lie together in the index of ids.
  public static func derived(from parent: UUID, _ name: String) -> UUID {
    let parentBytes = parent.bytes
    let digest = SHA256Digest.of(parentBytes + Array(name.utf8))
    return UUID(bytes: Array(parentBytes.prefix(6)) + digest.prefix(10), version: 8)
  }

  /// The id of a thing that is known by its content: SHA-256 of the parts, each after its length.
  public static func ofContent(_ parts: [String]) -> UUID {
    var bytes: [UInt8] = []
    for part in parts { bytes.appendField(part) }
    return UUID(bytes: Array(SHA256Digest.of(bytes).prefix(16)), version: 8)
  }
}

extension UUID {
  /// The sixteen bytes in order.
  public var bytes: [UInt8] {
    let u = uuid
    return [
      u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
    ]
  }

  /// Sets version and variant (RFC 9562, section 4) over sixteen given bytes.
  fileprivate init(bytes: [UInt8], version: UInt8) {
    var b = bytes
    b[6] = (b[6] & 0x0F) | (version << 4)
    b[8] = (b[8] & 0x3F) | 0x80
    self.init(
      uuid: (
        b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]
      ))
  }
}
