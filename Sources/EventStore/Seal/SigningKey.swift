import CCrypto
import Foundation

/// A private key for seals: Ed25519 (RFC 8032), by libcrypto.
public struct SigningKey: Sendable {
  /// The 32 secret bytes that all else is computed from.
  private let seed: [UInt8]
  /// What checks its signatures; anybody may have it.
  public let publicKey: SealPublicKey

  /// A key from 32 bytes, which must be cryptographically strong.
  ///
  /// - Throws: ``SealError/noKey(_:)`` where they are not 32.
  public init(seed: [UInt8]) throws(SealError) {
    guard let bytes = KeyHandle(seed: seed)?.publicBytes, let publicKey = SealPublicKey(bytes: bytes) else {
      throw .noKey("an Ed25519 key has 32 bytes")
    }
    self.seed = seed
    self.publicKey = publicKey
  }

  /// The key in a PEM file ("PRIVATE KEY", PKCS #8, RFC 8410), as ``pem`` and `openssl genpkey -algorithm ed25519` write it.
  public init(pem: String) throws(SealError) {
    guard let bytes = PEM.decode(pem, "PRIVATE KEY"), bytes.starts(with: PEM.privatePrefix) else {
      throw .noKey("it is no PEM file with an Ed25519 private key")
    }
    try self.init(seed: Array(bytes.dropFirst(PEM.privatePrefix.count)))
  }

  /// The key as the text of a PEM file. Secret.
  public var pem: String { PEM.encode(PEM.privatePrefix + seed, "PRIVATE KEY") }

  /// The 64 bytes that only this key can make of a message.
  public func signature(of message: [UInt8]) throws(SealError) -> [UInt8] {
    guard let signature = KeyHandle(seed: seed)?.sign(message) else { throw .noKey("libcrypto does not sign with it") }
    return signature
  }
}

/// The public half of a ``SigningKey``.
public struct SealPublicKey: Sendable, Equatable {
  /// The 32 bytes.
  public let bytes: [UInt8]

  /// `nil` where they are not 32.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// The key in a PEM file ("PUBLIC KEY", RFC 8410).
  public init(pem: String) throws(SealError) {
    guard let bytes = PEM.decode(pem, "PUBLIC KEY"), bytes.starts(with: PEM.publicPrefix),
      let key = SealPublicKey(bytes: Array(bytes.dropFirst(PEM.publicPrefix.count)))
    else { throw .noKey("it is no PEM file with an Ed25519 public key") }
    self = key
  }

  /// The key as the text of a PEM file.
  public var pem: String { PEM.encode(PEM.publicPrefix + bytes, "PUBLIC KEY") }

  /// The first 16 bytes of its SHA-256: enough to tell keys apart, short enough to read aloud.
  public var fingerprint: [UInt8] { Array(SHA256Digest.of(bytes).prefix(16)) }

  /// Whether the owner of the key made the signature of just this message.
  public func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    KeyHandle(publicBytes: bytes)?.verify(signature, message) ?? false
  }
}

/// The one owner of an `EVP_PKEY`.
@safe private struct KeyHandle: ~Copyable {
  private let key: OpaquePointer

  init?(seed: [UInt8]) {
    guard let key = unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count) else { return nil }
    unsafe self.key = key
  }

  init?(publicBytes: [UInt8]) {
    guard let key = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicBytes, publicBytes.count) else {
      return nil
    }
    unsafe self.key = key
  }

  deinit { unsafe EVP_PKEY_free(key) }

  var publicBytes: [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 32)
    var count = 32
    return unsafe EVP_PKEY_get_raw_public_key(key, &bytes, &count) == 1 ? bytes : nil
  }

  func sign(_ message: [UInt8]) -> [UInt8]? {
    let context = unsafe EVP_MD_CTX_new()
    defer { unsafe EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: 64)
    var count = 64
    // Ed25519 hashes by itself and takes the message whole, hence no digest and no update.
    guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1,
      unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1
    else { return nil }
    return signature
  }

  func verify(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
    let context = unsafe EVP_MD_CTX_new()
    defer { unsafe EVP_MD_CTX_free(context) }
    guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
    return unsafe EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}

/// Text around base64 (RFC 7468), and what stands before the 32 bytes of an Ed25519 key in it (RFC 8410, section 10).
private enum PEM {
  static let privatePrefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]
  static let publicPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

  static func encode(_ bytes: [UInt8], _ label: String) -> String {
    "-----BEGIN \(label)-----\n\(Data(bytes).base64EncodedString())\n-----END \(label)-----\n"
  }

  static func decode(_ text: String, _ label: String) -> [UInt8]? {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    guard let begin = lines.firstIndex(of: "-----BEGIN \(label)-----"),
      let end = lines[begin...].firstIndex(of: "-----END \(label)-----")
    else { return nil }
    return Data(base64Encoded: lines[(begin + 1)..<end].joined()).map { Array($0) }
  }
}
