import CCrypto
import Foundation

/// Computes hashes of the chain one after another, in one buffer and one context: an event costs its SHA-256 and some
/// tens of nanoseconds.
///
///     var hasher = ChainHasher()
///     for link in links { hash = hasher.hash(after: hash, link) }
@safe struct ChainHasher: ~Copyable {
  private let context: OpaquePointer?
  /// What is hashed; holds one message at a time.
  var message: [UInt8] = []

  init() {
    unsafe context = EVP_MD_CTX_new()
    unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    message.reserveCapacity(2048)
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// The hash of an event, by the hash of the one before it.
  mutating func hash(after previous: ChainHash, _ link: Chain.Link) -> ChainHash {
    message.removeAll(keepingCapacity: true)
    message.append(previous)
    message.appendField(link.position)
    message.appendField(link.id)
    message.appendField(link.stream.rawValue)
    message.appendField(Int64(link.version))
    message.appendField(link.type.name)
    message.appendField(Int64(link.type.schema))
    message.appendField(link.occurredAt.microsecondsSince1970)
    message.appendField(link.recordedAt.microsecondsSince1970)
    message.appendField(link.authorship.actor)
    message.appendField(link.authorship.cause)
    message.appendField(link.authorship.correlation)
    message.appendField(link.authorship.batch)
    message.appendField(link.data)
    message.appendField(link.personalHash)
    return digest()
  }

  /// The salted hash that stands for an erasable part.
  mutating func personalHash(salt: [UInt8], _ personal: Personal) -> ChainHash {
    message.removeAll(keepingCapacity: true)
    message.append(contentsOf: salt)
    message.appendField(personal.subject)
    message.appendField(personal.data)
    return digest()
  }

  /// SHA-256 of the message.
  mutating func digest() -> ChainHash {
    var words = SIMD4<UInt64>()
    unsafe withUnsafeMutableBytes(of: &words) { output in
      unsafe message.withUnsafeBytes { input in
        _ = unsafe EVP_DigestUpdate(context, input.baseAddress, input.count)
      }
      _ = unsafe EVP_DigestFinal_ex(context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
    }
    // The same algorithm again; making a context anew costs as much as hashing two hundred bytes.
    unsafe EVP_DigestInit_ex(context, nil, nil)
    return ChainHash(words: words)
  }
}

extension [UInt8] {
  /// Appends a number after its length.
  mutating func appendField(_ number: Int64) {
    appendBigEndian(UInt32(8))
    appendBigEndian(number)
  }

  /// Appends the sixteen bytes after their length, or the mark for "absent".
  mutating func appendField(_ id: UUID?) {
    guard let id else { return appendBigEndian(UInt32.max) }
    appendBigEndian(UInt32(16))
    unsafe Swift.withUnsafeBytes(of: id.uuid) { unsafe append(contentsOf: $0) }
  }

  /// Appends the text's UTF-8 after its length.
  mutating func appendField(_ text: String) {
    appendBigEndian(UInt32(truncatingIfNeeded: text.utf8.count))
    append(contentsOf: text.utf8)
  }

  /// Appends the 32 bytes after their length, or the mark for "absent".
  mutating func appendField(_ hash: ChainHash?) {
    guard let hash else { return appendBigEndian(UInt32.max) }
    appendBigEndian(UInt32(32))
    append(hash)
  }

  mutating func appendBigEndian(_ number: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: number.bigEndian) { unsafe append(contentsOf: $0) }
  }
}
