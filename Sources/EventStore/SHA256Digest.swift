import CCrypto

/// SHA-256 (FIPS 180-4) by libcrypto.
public enum SHA256Digest {
  /// The 32 bytes.
  public static func of(_ bytes: [UInt8]) -> [UInt8] {
    var running = Running()
    running.update(bytes)
    return running.finish()
  }

  /// Takes its input piece by piece: a file that should not be held whole.
  @safe public struct Running: ~Copyable {
    private let context: OpaquePointer?

    /// Starts empty.
    public init() {
      unsafe context = EVP_MD_CTX_new()
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds the next piece.
    public mutating func update(_ bytes: [UInt8]) {
      unsafe bytes.withUnsafeBytes { input in
        _ = unsafe EVP_DigestUpdate(context, input.baseAddress, input.count)
      }
    }

    /// The 32 bytes over all pieces; the digest is used up.
    public mutating func finish() -> [UInt8] {
      unsafe [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
        unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
        count = 32
      }
    }
  }

  /// Lower-case hexadecimal, as `sha256sum` prints it.
  public static func hex(_ digest: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(digest.count * 2)
    for byte in digest { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
