import CMinizip
import TestSeeds

/// Zip containers, unpacked for breaking and packed again without compression.
enum Container {
  /// None, where it cannot be unpacked.
  static func parts(of path: String) -> [Sample.Part] {
    guard let zip = unsafe unzOpen64(path) else { return [] }
    defer { unsafe unzClose(zip) }
    var parts: [Sample.Part] = []
    var status = unsafe unzGoToFirstFile(zip)
    while status == UNZ_OK {
      var info = unz_file_info64()
      var name = [CChar](repeating: 0, count: 1_024)
      unsafe unzGetCurrentFileInfo64(zip, &info, &name, UInt(name.count - 1), nil, 0, nil, 0)
      if info.uncompressed_size < 4_000_000, unsafe unzOpenCurrentFile(zip) == UNZ_OK {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
          let count = unsafe unzReadCurrentFile(zip, &chunk, UInt32(chunk.count))
          guard count > 0 else { break }
          bytes += chunk.prefix(Int(count))
        }
        unsafe unzCloseCurrentFile(zip)
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if bytes.count == Int(info.uncompressed_size) { parts.append(Sample.Part(name: text, bytes: bytes)) }
      }
      status = unsafe unzGoToNextFile(zip)
    }
    return parts
  }

  /// A container; now and then a number in its directory lies.
  static func pack(_ parts: [Sample.Part], _ random: inout Seeded) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
      let name = Array(part.name.utf8)
      let lie = random.chance(1) ? Int(truncatingIfNeeded: random.next() & 0xFFFF) : 0
      var common = [20, 0, 0, 0, 0].flatMap { little($0, 2) }
      common += little(Int(checksum(of: part.bytes)), 4) + little(part.bytes.count, 4)
      common += little(part.bytes.count + lie, 4) + little(name.count, 2) + little(0, 2)
      directory += little(0x0201_4B50, 4) + little(20, 2) + common + [UInt8](repeating: 0, count: 10)
      directory += little(body.count, 4) + name
      body += little(0x0403_4B50, 4) + common + name + part.bytes
    }
    var end = little(0x0605_4B50, 4) + little(0, 4) + little(parts.count, 2) + little(parts.count, 2)
    end += little(directory.count, 4) + little(body.count, 4) + little(0, 2)
    return body + directory + end
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  private static let table: [UInt32] = (0..<256).map { start in
    (0..<8).reduce(UInt32(start)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }

  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 0xFF)] }
  }
}
