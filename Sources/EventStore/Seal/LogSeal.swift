import Foundation
import Postgres

/// A signed statement that the log had a certain event at its end, to be kept where whoever can alter the log cannot
/// alter it.
///
/// The chain shows every change but one: somebody who may write everything could compute all hashes anew, or cut events off
/// the end. A log whose event at ``position`` still has the sealed hash, and whose chain is whole up to there, is the log
/// that was sealed, event for event.
public struct LogSeal: Sendable, Equatable {
  /// The last event when it was sealed.
  public let position: Int64
  /// Its hash, 32 bytes.
  public let hash: [UInt8]
  /// When that event was recorded, to the microsecond.
  public let recordedAt: Date
  /// When the seal was made, by the sealer's clock, in whole seconds.
  public let sealedAt: Date
  /// The fingerprint of the key that signed it, 16 bytes.
  public let key: [UInt8]
  /// Over ``message``, 64 bytes.
  public let signature: [UInt8]

  /// Events up to the position, which are as many: positions have no gaps.
  public var events: Int64 { position }

  /// Takes over what a text says; see ``check(_:)`` for whether it may be believed.
  init(position: Int64, hash: [UInt8], recordedAt: Date, sealedAt: Date, key: [UInt8], signature: [UInt8]) {
    self.position = position
    self.hash = hash
    self.recordedAt = recordedAt
    self.sealedAt = sealedAt
    self.key = key
    self.signature = signature
  }

  /// Seals the end of a log.
  ///
  /// - Throws: ``SealError/nothingToSeal``.
  public init(_ head: LogHead, at instant: Date, with key: SigningKey) throws(SealError) {
    guard head.position > 0, let recordedAt = head.recordedAt else { throw .nothingToSeal }
    let whole = Date(timeIntervalSince1970: instant.timeIntervalSince1970.rounded(.down))
    let unsigned = LogSeal(
      position: head.position, hash: head.hash, recordedAt: recordedAt, sealedAt: whole,
      key: key.publicKey.fingerprint, signature: [])
    self.init(
      position: unsigned.position, hash: unsigned.hash, recordedAt: recordedAt, sealedAt: whole, key: unsigned.key,
      signature: try key.signature(of: unsigned.message))
  }

  /// What is signed: the fields in one spelling, whatever became of spaces and lines of the text on its way.
  public var message: [UInt8] {
    Array(
      """
      hotline log seal 1
      events \(events)
      position \(position)
      recorded \(SealInstant.text(recordedAt))
      hash \(SHA256Digest.hex(hash))
      sealed \(SealInstant.text(sealedAt))
      key \(SHA256Digest.hex(key))

      """.utf8)
  }

  /// Whether the owner of the key signed just this.
  public func check(_ publicKey: SealPublicKey) throws(SealError) {
    guard publicKey.fingerprint == key else { throw .otherKey(seal: key, given: publicKey.fingerprint) }
    guard publicKey.isValid(signature, of: message) else { throw .notSigned }
  }

  /// What the log has in the place of the sealed event.
  func fault(in head: LogHead, on connection: isolated Connection) throws -> LogFault? {
    guard position <= head.position else {
      return LogFault(position: position, reason: .sealedIsGone(head: head.position))
    }
    return try StoredHash.at(position, on: connection) == ChainHash(hash)
      ? nil : LogFault(position: position, reason: .sealedIsAnother)
  }
}

extension EventStore {
  /// The end of the log, for a seal.
  ///
  /// - Throws: ``LogFault`` where head and last event do not fit. The chain before it is not computed again.
  public func headToSeal() async throws -> LogHead {
    try await connection.run { connection in
      try connection.transaction { connection in
        // One snapshot for both looks.
        try connection.execute("set transaction isolation level repeatable read read only")
        guard let head = try LogHead.read(on: connection) else { throw LogFault(position: 0, reason: .noHead) }
        if let fault = try head.fault(on: connection) { throw fault }
        return head
      }
    }
  }
}
