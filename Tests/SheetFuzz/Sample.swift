import Foundation
import TestSeeds

/// A whole file to break, and for a workbook its parts.
struct Sample {
  let name: String
  let bytes: [UInt8]
  /// Of a container that can be unpacked.
  let parts: [Part]

  struct Part {
    var name: String
    var bytes: [UInt8]
  }

  /// Larger ones cost more than they find.
  private static let sizeLimit = 120_000

  var isWorkbook: Bool { bytes.starts(with: [0x50, 0x4B]) }

  /// All files right under a folder.
  static func all(in folder: String) throws -> [Sample] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
      let path = folder + "/" + name
      guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= sizeLimit,
        ["xlsx", "xlsm", "csv", "txt", "xls", "xlsb", "ods"].contains(name.split(separator: ".").last.map(String.init))
      else { return nil }
      let parts = Container.parts(of: path).filter { $0.bytes.count < 2_000_000 }
      return Sample(name: name, bytes: Array(data), parts: parts)
    }
  }

  /// Broken in its bytes, or, a workbook, inside: repacked with right lengths and checksums, so that what is broken
  /// reaches what reads it.
  func broken(_ random: inout Seeded) -> [UInt8] {
    guard !parts.isEmpty, random.chance(80) else {
      var bytes = bytes
      Breakage.bytes(&bytes, &random)
      return bytes
    }
    var parts = parts
    for _ in 0...(random.next() % 3) {
      let index = Int(random.next() % UInt64(parts.count))
      switch random.next() % 20 {
      case 0: parts.remove(at: index)
      case 1: parts.append(Part(name: parts[index].name.uppercased(), bytes: parts[index].bytes))
      case 2: parts[index].name = random.pick(parts).name
      case 3...6: Breakage.bytes(&parts[index].bytes, &random)
      default: Breakage.xml(&parts[index].bytes, &random)
      }
      if parts.isEmpty { break }
    }
    return Container.pack(parts, &random)
  }
}

/// Ways to break bytes.
enum Breakage {
  /// A few bytes turned, taken out, doubled or put in.
  static func bytes(_ bytes: inout [UInt8], _ random: inout Seeded) {
    for _ in 0...(random.next() % 8) where !bytes.isEmpty {
      let place = Int(random.next() % UInt64(bytes.count))
      let end = min(bytes.count, place + Int(random.next() % 40))
      switch random.next() % 7 {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes[place] ^= 1 << UInt8(random.next() % 8)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.insert(contentsOf: random.pick(nastyBytes), at: place)
      case 5: bytes.removeSubrange(place...)
      default: bytes.replaceSubrange(place..<end, with: [UInt8](repeating: bytes[place], count: end - place))
      }
    }
  }

  private static let nastyBytes: [[UInt8]] = [
    [0], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF], Array("\"".utf8), Array("\r\n".utf8), Array("\r".utf8),
    Array("sep=;\r\n".utf8),
    [0x81, 0x30, 0x81, 0x30], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], Array(",,,,,,,,".utf8),
    [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [UInt8](repeating: 0x41, count: 70_000),
  ]

  /// Tags and texts taken out, doubled, swapped, and their values replaced by bad ones.
  static func xml(_ bytes: inout [UInt8], _ random: inout Seeded) {
    var tokens = tokens(of: bytes)
    guard !tokens.isEmpty else { return }
    for _ in 0...(random.next() % 4) where !tokens.isEmpty {
      let place = Int(random.next() % UInt64(tokens.count))
      switch random.next() % 8 {
      case 0: tokens.remove(at: place)
      case 1: tokens.insert(tokens[place], at: place)
      case 2:
        let copies = [2, 30, 400, 5_000][Int(random.next() % 4)]
        guard tokens[place].count * copies < 1_000_000 else { continue }
        tokens.insert(contentsOf: repeatElement(tokens[place], count: copies), at: place)
      case 3: tokens.swapAt(place, Int(random.next() % UInt64(tokens.count)))
      case 4: tokens.insert(Array(random.pick(nastyTokens).utf8), at: place)
      default: replaceValue(&tokens[place], &random)
      }
    }
    bytes = Array(tokens.joined())
  }

  /// Tags, and what is between them.
  private static func tokens(of bytes: [UInt8]) -> [[UInt8]] {
    var tokens: [[UInt8]] = []
    var start = 0
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "<"), index > start {
        tokens.append(Array(bytes[start..<index]))
        start = index
      } else if byte == UInt8(ascii: ">") {
        tokens.append(Array(bytes[start...index]))
        start = index + 1
      }
    }
    if start < bytes.count { tokens.append(Array(bytes[start...])) }
    return tokens
  }

  private static func replaceValue(_ token: inout [UInt8], _ random: inout Seeded) {
    let value = Array(random.pick(nastyValues).utf8)
    guard token.first == UInt8(ascii: "<") else {
      token = value
      return
    }
    let quotes = token.indices.filter { token[$0] == UInt8(ascii: "\"") }
    guard quotes.count > 1 else { return }
    let open = Int(random.next() % UInt64(quotes.count / 2)) * 2
    token.replaceSubrange((quotes[open] + 1)..<quotes[open + 1], with: value)
  }

  private static let nastyValues = [
    "", "0", "-1", "1", "2147483648", "4294967296", "99999999999999999999", "1e308", "1E400", "NaN", "0x10", "A0",
    "XFD1048576",
    "XFE1", "ZZZZ1", "A1:XFD1048576", "s", "str", "inlineStr", "b", "e", "d", "n", "true", "hidden", "veryHidden",
    "_x0000_",
    "_xD83D_", "_x000D_", "2024-02-30T25:61:61", "2958465.9999999", "60", "-0.0", "&#x0;", "&#65;", "&amp;", "&lt;",
    "../../..",
    "/xl/workbook.xml", "http://x/worksheet", "[$-804]yyyy", "[h]:mm", "00000000000", "\"", "[[[[", ";;;", "汉字",
    "\u{1F600}",
    String(repeating: "9", count: 400), String(repeating: "A", count: 40_000), String(repeating: "0", count: 300),
  ]

  private static let nastyTokens = [
    "<!DOCTYPE a [<!ENTITY b \"c\">]>", "<![CDATA[x]]>", "<!-- - -->", "<?a b?>", "</row>", "<row>",
    "<row r=\"1048577\">",
    "<c t=\"s\"><v>4000000000</v></c>", "<is><t>x</t></is>", "<v>1</v>", "<f/>", "<rPh sb=\"0\"><t>x</t></rPh>",
    "<si/>",
    "<x:row xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>", "<row xmlns=\"\"/>",
    "<cols><col min=\"1\" max=\"99999\" hidden=\"1\"/></cols>", "<mergeCells><mergeCell ref=\"A1\"/></mergeCells>",
    "<numFmt numFmtId=\"14\" formatCode=\"0\"/>", "<a><a><a><a><a><a><a><a><a>", "\0", "\u{FFFE}",
  ]
}
