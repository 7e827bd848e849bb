/// The 32 bytes of a hash, without an array around them.
struct ChainHash: Equatable, Sendable {
  /// In the order of memory; no number is meant.
  fileprivate let words: SIMD4<UInt64>

  /// 32 zero bytes: what stands before the first event.
  static let zero = ChainHash(words: .zero)

  init(words: SIMD4<UInt64>) { self.words = words }

  /// `nil` where they are not 32.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = SIMD4<UInt64>()
    for index in 0..<4 {
      words[index] = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    }
    self.words = words
  }

  /// `nil` where they are not 32.
  init?(_ bytes: [UInt8]) { self.init(bytes.span) }

  /// The 32 bytes.
  var bytes: [UInt8] {
    unsafe withUnsafeBytes(of: words) { unsafe [UInt8]($0) }
  }
}

extension [UInt8] {
  /// Appends the 32 bytes, without a length.
  mutating func append(_ hash: ChainHash) {
    unsafe Swift.withUnsafeBytes(of: hash.words) { unsafe append(contentsOf: $0) }
  }
}
