import Foundation

/// The chain of hashes that makes a change behind the log's back visible.
///
///     hash(0) = 32 zero bytes
///     hash(n) = SHA-256( hash(n-1) ‖ field ‖ field ‖ … )
///     field   = length (4 bytes, big-endian) ‖ bytes;   absent: FF FF FF FF
///
/// The fields, in order: position, id, stream, version, type, schema, occurredAt, recordedAt, actor, cause, correlation,
/// batch, data, personal hash. Numbers are 8 bytes big-endian; instants are microseconds since 1970-01-01 UTC; `data` is the
/// exact text stored. The personal part enters by its salted hash only, so that erasing it leaves the chain whole.
enum Chain {
  static func hash(after previous: [UInt8], _ link: Link) -> [UInt8] {
    var bytes = previous
    bytes.reserveCapacity(256 + link.data.utf8.count)
    bytes.appendField(link.position.bigEndianBytes)
    bytes.appendField(link.id.bytes)
    bytes.appendField(Array(link.stream.rawValue.utf8))
    bytes.appendField(Int64(link.version).bigEndianBytes)
    bytes.appendField(Array(link.type.name.utf8))
    bytes.appendField(Int64(link.type.schema).bigEndianBytes)
    bytes.appendField(link.occurredAt.microsecondsSince1970.bigEndianBytes)
    bytes.appendField(link.recordedAt.microsecondsSince1970.bigEndianBytes)
    bytes.appendField(Array(link.authorship.actor.utf8))
    bytes.appendField(link.authorship.cause?.bytes)
    bytes.appendField(link.authorship.correlation?.bytes)
    bytes.appendField(link.authorship.batch?.bytes)
    bytes.appendField(Array(link.data.utf8))
    bytes.appendField(link.personalHash)
    return SHA256Digest.of(bytes)
  }

  /// The salted hash that stands for an erasable part: SHA-256(salt ‖ subject field ‖ data field).
  static func personalHash(salt: [UInt8], _ personal: Personal) -> [UInt8] {
    var bytes = salt
    bytes.appendField(Array(personal.subject.utf8))
    bytes.appendField(Array(personal.data.utf8))
    return SHA256Digest.of(bytes)
  }

  /// The immutable columns of one event.
  struct Link {
    let position: Int64
    let id: UUID
    let stream: StreamName
    let version: Int
    let type: EventType
    let occurredAt: Date
    let recordedAt: Date
    let authorship: Authorship
    let data: String
    let personalHash: [UInt8]?
  }
}

extension [UInt8] {
  /// Appends the bytes after their length, or the mark for "absent".
  mutating func appendField(_ field: [UInt8]?) {
    guard let field else {
      append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF])
      return
    }
    let count = UInt32(field.count)
    append(UInt8(truncatingIfNeeded: count >> 24))
    append(UInt8(truncatingIfNeeded: count >> 16))
    append(UInt8(truncatingIfNeeded: count >> 8))
    append(UInt8(truncatingIfNeeded: count))
    append(contentsOf: field)
  }
}

extension Int64 {
  var bigEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * Int64($0))) } }
}
