import CMinizip

/// Reads a finished workbook back: every part to its end with its checksum, and every part's last tag.
///
/// libxlsxwriter does not look whether its temporary files took all it wrote; on a full disk a cut sheet would be zipped
/// without a word. Costs about a twentieth of the writing.
enum WorkbookCheck {
  /// The first part that is not whole; `nil` when all are. A sheet must have at least the bytes that were written for it.
  static func firstDamage(_ path: String, sheetByteCounts: [Int]) -> String? {
    guard let archive = unsafe unzOpen64(path) else { return "the archive" }
    defer { unsafe unzClose(archive) }
    var sheetCount = 0
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var status = unsafe unzGoToFirstFile(archive)
    while status == UNZ_OK {
      guard let (name, expected) = unsafe entry(archive) else { return "the list of parts" }
      guard unsafe unzOpenCurrentFile(archive) == UNZ_OK else { return name }
      var byteCount = 0
      var tail: [UInt8] = []
      while true {
        let read = unsafe Int(
          buffer.withUnsafeMutableBytes { unsafe unzReadCurrentFile(archive, $0.baseAddress, UInt32($0.count)) })
        if read < 0 { return name }
        if read == 0 { break }
        byteCount += read
        tail = Array((tail + buffer[..<read]).suffix(32))
      }
      // The checksum is compared here, and only of a part read to its full size.
      guard unsafe unzCloseCurrentFile(archive) == UNZ_OK, byteCount == expected else { return name }
      let text = String(decoding: tail, as: UTF8.self)
      if name.hasPrefix("xl/worksheets/sheet") {
        guard sheetCount < sheetByteCounts.count, byteCount >= sheetByteCounts[sheetCount],
          text.hasSuffix("</worksheet>")
        else { return name }
        sheetCount += 1
      } else if !text.hasSuffix(">"), !text.hasSuffix(">\n") {
        return name
      }
      status = unsafe unzGoToNextFile(archive)
    }
    return status == UNZ_END_OF_LIST_OF_FILE && sheetCount == sheetByteCounts.count ? nil : "the list of parts"
  }

  private static func entry(_ archive: unzFile) -> (name: String, byteCount: Int)? {
    var name = [CChar](repeating: 0, count: 256)
    var info = unz_file_info64()
    guard unsafe unzGetCurrentFileInfo64(archive, &info, &name, UInt(name.count - 1), nil, 0, nil, 0) == UNZ_OK else {
      return nil
    }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (text, Int(info.uncompressed_size))
  }
}
