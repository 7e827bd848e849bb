import CMinizip

/// The entries of a zip container, by normalised name, and their bytes.
///
/// Names are compared as OPC does: without a leading slash, with `/` for `\`, in lower case. Two entries of one name
/// are refused, whatever they hold. Source: ECMA-376 part 2.
struct ZipArchive: ~Copyable {
  struct Entry {
    let name: String
    fileprivate let position: unz64_file_pos
    let packedSize: UInt64
    let size: UInt64
    fileprivate let isEncrypted: Bool
  }

  let file: String
  let entries: [String: Entry]
  private let zip: ZipHandle

  /// No workbook seen had more than a few thousand.
  private static let maximumEntries = 50_000

  /// - Parameter fileSize: in bytes, to compare with what the entries claim.
  init(_ file: String, fileSize: Int) throws(SpreadsheetError) {
    let zip = try ZipHandle(file)
    var entries: [String: Entry] = [:]
    var status = unsafe unzGoToFirstFile(zip.handle)
    while status == UNZ_OK {
      guard let entry = zip.entry() else { break }
      let key = Self.normalise(entry.name)
      if !key.isEmpty, !key.hasSuffix("/") {
        guard entries.updateValue(entry, forKey: key) == nil else { throw .duplicateEntry(file, entry: entry.name) }
      }
      guard entries.count <= Self.maximumEntries else {
        throw .tooLarge(
          file, part: .container,
          reason: Wording(zh: "条目超过 \(Self.maximumEntries) 个", en: "more than \(Self.maximumEntries) entries"))
      }
      status = unsafe unzGoToNextFile(zip.handle)
    }
    guard Self.isPlausible(entries.values, of: fileSize) else {
      throw .tooLarge(file, part: .container, reason: .suspicious)
    }
    guard status == UNZ_END_OF_LIST_OF_FILE else {
      throw .broken(file, part: .container, reason: Wording(zh: "目录已损坏", en: "its directory is damaged"))
    }
    self.file = file
    self.entries = entries
    self.zip = zip
  }

  /// Whether all entries together unpack to what the file can hold: entries may share bytes, and a thousand of them, each
  /// within its limit, may unpack to terabytes.
  private static func isPlausible(_ entries: some Collection<Entry>, of fileSize: Int) -> Bool {
    let total = entries.reduce(UInt64(0)) { $0.addingReportingOverflow($1.size).partialValue }
    let overflows = entries.contains { $0.size > 1 << 48 }
    return !overflows && (total <= 128 << 20 || total / 200 <= UInt64(fileSize))
  }

  static func normalise(_ name: String) -> String {
    var bytes = name.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "\\"): UInt8(ascii: "/")
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      default: byte
      }
    }
    bytes.trimPrefix { $0 == UInt8(ascii: "/") }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ZipArchive {
  /// Lends a source of an entry's bytes, which ends in an error when length or checksum differ from the directory's.
  ///
  /// The checksum is known only at the end: until the source has returned 0, its bytes may be wrong.
  func read(_ entry: Entry, limit: UInt64, _ body: ((inout MutableRawSpan) throws -> Int) throws -> Void) throws {
    try checkSize(of: entry, limit: limit)
    guard !entry.isEncrypted else { throw SpreadsheetError.encrypted(file) }
    var position = entry.position
    guard unsafe unzGoToFilePos64(zip.handle, &position) == UNZ_OK, unsafe unzOpenCurrentFile(zip.handle) == UNZ_OK
    else {
      throw damaged(entry, Wording(zh: "无法解压", en: "it cannot be unpacked"))
    }
    var isOpen = true
    defer { if isOpen { unsafe unzCloseCurrentFile(zip.handle) } }
    var remaining = entry.size
    try body { buffer in
      guard isOpen else { return 0 }
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe unzReadCurrentFile(zip.handle, bytes.baseAddress, UInt32(clamping: bytes.count))
      }
      guard count >= 0 else { throw damaged(entry, Wording(zh: "无法解压", en: "it cannot be unpacked")) }
      remaining -= min(remaining, UInt64(count))
      guard count == 0 else { return Int(count) }
      // A stream that ends early is not checked by minizip.
      guard remaining == 0 else { throw damaged(entry, Wording(zh: "内容提前结束", en: "it ends early")) }
      isOpen = false
      guard unsafe unzCloseCurrentFile(zip.handle) == UNZ_OK else {
        throw damaged(entry, Wording(zh: "校验和不符", en: "its checksum is wrong"))
      }
      return 0
    }
  }

  /// Unpacks an entry to its end and forgets it: length and checksum only.
  func check(_ entry: Entry, limit: UInt64) throws {
    try read(entry, limit: limit) { next in
      var buffer = [UInt8](repeating: 0, count: 65_536)
      var isAtEnd = false
      while !isAtEnd {
        var bytes = buffer.mutableSpan
        var raw = unsafe bytes.mutableBytes
        isAtEnd = try next(&raw) == 0
      }
    }
  }

  /// Absolute sizes first: deflate's own best is 1,030:1, and honest small parts come close to a hundred to one.
  private func checkSize(of entry: Entry, limit: UInt64) throws(SpreadsheetError) {
    guard entry.size <= limit else {
      throw .tooLarge(
        file, part: Wording(entry.name),
        reason: Wording(zh: "解压后超过 \(limit >> 20) MiB", en: "it unpacks to more than \(limit >> 20) MiB"))
    }
    guard entry.size <= 64 << 20 || entry.size / 200 <= entry.packedSize else {
      throw .tooLarge(file, part: Wording(entry.name), reason: .suspicious)
    }
  }

  private func damaged(_ entry: Entry, _ reason: Wording) -> SpreadsheetError {
    .broken(file, part: Wording(entry.name), reason: reason)
  }
}

/// minizip's open file, closed when it goes.
@safe private struct ZipHandle: ~Copyable {
  let handle: unzFile

  init(_ file: String) throws(SpreadsheetError) {
    guard let handle = unsafe unzOpen64(file) else {
      throw .broken(file, part: .container, reason: Wording(zh: "目录无法读取", en: "its directory cannot be read"))
    }
    unsafe self.handle = unsafe handle
  }

  deinit {
    unsafe unzClose(handle)
  }

  /// The entry under the directory's cursor, `nil` when it makes no sense.
  func entry() -> ZipArchive.Entry? {
    var info = unz_file_info64()
    var position = unz64_file_pos()
    var name = [CChar](repeating: 0, count: 1_024)
    guard unsafe unzGetCurrentFileInfo64(handle, &info, &name, UInt(name.count - 1), nil, 0, nil, 0) == UNZ_OK,
      unsafe unzGetFilePos64(handle, &position) == UNZ_OK, info.size_filename < UInt(name.count)
    else { return nil }
    let bytes = name.prefix(Int(info.size_filename)).map { UInt8(bitPattern: $0) }
    return ZipArchive.Entry(
      name: String(decoding: bytes, as: UTF8.self), position: position, packedSize: info.compressed_size,
      size: info.uncompressed_size, isEncrypted: info.flag & 1 != 0)
  }
}
