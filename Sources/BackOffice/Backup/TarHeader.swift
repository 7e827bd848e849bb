/// The 512 bytes before a file in a tar archive, as POSIX.1-2001 lays them out ("ustar Interchange Format").
///
///     0 name (100)  100 mode (8)  108 uid (8)  116 gid (8)  124 size (12)  136 mtime (12)  148 checksum (8)
///     156 type (1)  157 link (100)  257 "ustar\0" "00"  …
///
/// Numbers are octal digits; a size of 8 GiB and more is binary with the first bit set, as GNU tar writes and reads it.
struct TarHeader {
  static let blockSize = 512

  let name: String
  let size: Int

  /// The block, for a file dated by a number of seconds since 1970.
  func block(date: Int) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
    }
    put(name, at: 0)
    put("0000600", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    if size < 1 << 33 {
      put(Self.octal(size, 11), at: 124)
    } else {
      for index in 0..<8 { block[128 + index] = UInt8(truncatingIfNeeded: size >> (56 - 8 * index)) }
      block[124] = 0x80
    }
    put(Self.octal(date, 11), at: 136)
    put("0", at: 156)
    put("ustar\0" + "00", at: 257)
    put(Self.octal(Self.sum(block), 6) + "\0 ", at: 148)
    return block
  }

  init(name: String, size: Int) {
    self.name = name
    self.size = size
  }

  /// `nil` for a block whose checksum does not fit, or that is no plain file's.
  init?(block: [UInt8]) {
    guard block.count == Self.blockSize, Self.number(block[148..<156]) == Self.sum(block),
      block[156] == UInt8(ascii: "0") || block[156] == 0
    else { return nil }
    if block[124] == 0x80 {
      size = block[128..<136].reduce(0) { $0 << 8 | Int($1) }
    } else {
      guard let size = Self.number(block[124..<136]) else { return nil }
      self.size = size
    }
    guard size >= 0 else { return nil }
    name = String(decoding: block[0..<100].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Zeros that fill the last block of a file.
  static func padding(_ size: Int) -> Int { (blockSize - size % blockSize) % blockSize }

  private static func octal(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 8)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    let text = String(decoding: digits, as: UTF8.self).trimmingPrefix { $0 == " " }.prefix { $0 != "\0" && $0 != " " }
    return Int(text, radix: 8)
  }

  /// The sum of all bytes, those of the checksum taken as spaces.
  private static func sum(_ block: [UInt8]) -> Int {
    block.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 0x20 : Int(block[$1])) }
  }
}
