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
///
/// COPY's binary format writes a field just so, which is why a row of a log can be hashed as it comes (see ``EventRows``).
enum Chain {
  /// The salted hash that stands for an erasable part: SHA-256(salt ‖ subject field ‖ data field).
  static func personalHash(salt: [UInt8], _ personal: Personal) -> ChainHash {
    var hasher = ChainHasher()
    return hasher.personalHash(salt: salt, personal)
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
    let personalHash: ChainHash?
  }
}
