/// A zip container made by hand, entries stored without compression.
struct MadeZip {
  private var entries: [(name: String, bytes: [UInt8], checksum: UInt32, size: Int)] = []

  /// Adds an entry; a wrong checksum and a wrong unpacked size can be given.
  mutating func add(_ name: String, _ text: String, checksum: UInt32? = nil, size: Int? = nil) {
    let bytes = Array(text.utf8)
    entries.append((name, bytes, checksum ?? Self.checksum(of: bytes), size ?? bytes.count))
  }

  var bytes: [UInt8] {
    var result: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = UInt32(result.count)
      let size = four(UInt32(entry.bytes.count))
      var common: [UInt8] = two(20) + two(0) + two(0) + four(0)
      common += four(entry.checksum) + size + four(UInt32(entry.size)) + two(entry.name.utf8.count) + two(0)
      result += four(0x0403_4B50) + common
      result += Array(entry.name.utf8) + entry.bytes
      directory += four(0x0201_4B50) + two(20) + common
      directory += [UInt8](repeating: 0, count: 10) + four(start) + Array(entry.name.utf8)
    }
    let size = four(UInt32(directory.count))
    let count = two(entries.count)
    var end = four(0x0605_4B50) + four(0)
    end += count + count + size
    end += four(UInt32(result.count)) + two(0)
    return result + directory + end
  }

  private func two(_ value: Int) -> [UInt8] {
    [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)]
  }

  private func four(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(value >> ($0 * 8) & 0xFF) }
  }

  private static func checksum(of bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = ~0
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}

/// A workbook of one sheet with the given XML inside; each part can be replaced.
struct MadeWorkbook {
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  static let relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  static let package = "http://schemas.openxmlformats.org/package/2006/relationships"

  var parts: [String: String]

  /// `sheet` is what stands inside `<worksheet>`, `formats` the format code of style 1 and on.
  init(sheet: String, strings: String = "", formats: [String] = [], workbook: String = "") {
    let (main, relationships, package) = (Self.main, Self.relationships, Self.package)
    let codes = formats.enumerated().map { "<numFmt numFmtId=\"\(200 + $0.offset)\" formatCode=\"\($0.element)\"/>" }
    let styles = formats.indices.map { "<xf numFmtId=\"\(200 + $0)\"/>" }
    parts = [
      "_rels/.rels": """
      <Relationships xmlns="\(package)"><Relationship Id="a" Type="\(relationships)/officeDocument" Target="xl/workbook.xml"/></Relationships>
      """,
      "xl/workbook.xml": """
      <workbook xmlns="\(main)" xmlns:r="\(relationships)">\(workbook)<sheets><sheet name="名单" sheetId="1" r:id="s"/></sheets></workbook>
      """,
      "xl/_rels/workbook.xml.rels": """
      <Relationships xmlns="\(package)"><Relationship Id="s" Type="\(relationships)/worksheet" Target="worksheets/sheet1.xml"/>\
      <Relationship Id="t" Type="\(relationships)/sharedStrings" Target="/xl/sharedStrings.xml"/>\
      <Relationship Id="f" Type="\(relationships)/styles" Target="styles.xml"/></Relationships>
      """,
      "xl/styles.xml": """
      <styleSheet xmlns="\(main)"><numFmts>\(codes.joined())</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
      <cellXfs><xf numFmtId="0"/>\(styles.joined())<xf numFmtId="31"/></cellXfs></styleSheet>
      """,
      "xl/sharedStrings.xml": "<sst xmlns=\"\(main)\">\(strings)</sst>",
      "xl/worksheets/sheet1.xml": "<worksheet xmlns=\"\(main)\">\(sheet)</worksheet>",
    ]
  }

  var bytes: [UInt8] {
    var zip = MadeZip()
    for (name, text) in parts.sorted(by: { $0.key < $1.key }) { zip.add(name, text) }
    return zip.bytes
  }
}
