/// What a file is, by its bytes; its name is not believed.
enum FileKind: Equatable {
  case zip
  case ole
  /// Neither a container nor a known other thing: perhaps text.
  case text
  /// Something known that is no table: "a PDF document".
  case other(Wording)

  /// From the first bytes, a few hundred are enough.
  init(_ start: [UInt8]) {
    if let (_, kind) = Self.magics.first(where: { start.starts(with: $0.bytes) }) {
      self = kind
      return
    }
    let skipped = start.drop { [0xEF, 0xBB, 0xBF, 0x09, 0x0A, 0x0D, 0x20].contains($0) }
    let text = String(decoding: skipped.prefix(512).map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
      .lowercased()
    if ["<!doctype html", "<html", "<table", "<meta", "<head", "<body", "<style", "<div"].contains(
      where: text.hasPrefix)
    {
      self = .other(
        Wording(
          zh: "网页（HTML），有的系统把网页导出成 Excel 的名字；请用 Excel 打开并另存为 .xlsx",
          en: "a web page (HTML), as some systems export under an Excel name; open it in Excel and save it as .xlsx"))
    } else if text.hasPrefix("<?xml") {
      self = .other(
        text.contains("excel.sheet") || text.contains("office:spreadsheet")
          ? Wording(
            zh: "Excel 2003 的 XML 表格；请用 Excel 打开并另存为 .xlsx",
            en: "an XML spreadsheet of Excel 2003; open it in Excel and save it as .xlsx")
          : text.contains("<html")
            ? Wording(zh: "网页（XHTML）", en: "a web page (XHTML)") : Wording(zh: "XML 文档", en: "an XML document"))
    } else if text.hasPrefix("{\\rtf") {
      self = .other(Wording(zh: "RTF 文档", en: "a rich text document"))
    } else {
      self = .text
    }
  }

  private static let magics: [(bytes: [UInt8], kind: FileKind)] = [
    ([0x50, 0x4B, 0x03, 0x04], .zip),
    ([0x50, 0x4B, 0x05, 0x06], .zip),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .ole),
    ([0x09, 0x08, 0x10, 0x00, 0x00, 0x06], .ole),  // a bare .xls stream
    (Array("%PDF".utf8), .other(Wording(zh: "PDF 文档", en: "a PDF document"))),
    ([0x89, 0x50, 0x4E, 0x47], .other(Wording(zh: "图片（PNG）", en: "a picture (PNG)"))),
    ([0xFF, 0xD8, 0xFF], .other(Wording(zh: "图片（JPEG）", en: "a picture (JPEG)"))),
    (Array("GIF8".utf8), .other(Wording(zh: "图片（GIF）", en: "a picture (GIF)"))),
    (Array("II*\0".utf8), .other(Wording(zh: "图片（TIFF）", en: "a picture (TIFF)"))),
    (Array("MM\0*".utf8), .other(Wording(zh: "图片（TIFF）", en: "a picture (TIFF)"))),
    (Array("Rar!".utf8), .other(Wording(zh: "RAR 压缩包（请先解压）", en: "a RAR archive; unpack it first"))),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .other(Wording(zh: "7z 压缩包（请先解压）", en: "a 7z archive; unpack it first"))),
    ([0x1F, 0x8B], .other(Wording(zh: "gzip 压缩包（请先解压）", en: "a gzip archive; unpack it first"))),
    (Array("BZh".utf8), .other(Wording(zh: "bzip2 压缩包（请先解压）", en: "a bzip2 archive; unpack it first"))),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .other(Wording(zh: "xz 压缩包（请先解压）", en: "an xz archive; unpack it first"))),
    ([0x28, 0xB5, 0x2F, 0xFD], .other(Wording(zh: "zstd 压缩包（请先解压）", en: "a zstd archive; unpack it first"))),
    (Array("SQLite format 3\0".utf8), .other(Wording(zh: "SQLite 数据库", en: "an SQLite database"))),
    ([0x7F, 0x45, 0x4C, 0x46], .other(Wording(zh: "可执行程序", en: "a program"))),
    (Array("PAR1".utf8), .other(Wording(zh: "Parquet 文件", en: "a Parquet file"))),
  ]
}

extension FileKind {
  /// Which kind of OLE file: the names in its directory, entries of 128 bytes that start with the name in UTF-16LE.
  static func refusal(ofOLE file: borrowing InputFile) throws(SpreadsheetError) -> SpreadsheetError {
    file.rewind()
    let names: [([UInt8], SpreadsheetError)] = [
      (directoryName("EncryptedPackage"), .encrypted(file.path)),
      (
        directoryName("WordDocument"),
        .notASpreadsheet(file.path, is: Wording(zh: "旧版 Word 文档", en: "an old Word document"))
      ),
      (
        directoryName("PowerPoint Document"),
        .notASpreadsheet(file.path, is: Wording(zh: "旧版 PowerPoint 演示文稿", en: "an old PowerPoint presentation"))
      ),
      (
        directoryName("__properties_version1.0"),
        .notASpreadsheet(file.path, is: Wording(zh: "电子邮件", en: "a mail message"))
      ),
    ]
    while true {
      let chunk = try file.next()
      guard !chunk.isEmpty else { return .oldExcel(file.path) }
      // A regular file is read in whole chunks but for the last, and 128 divides the chunk.
      for start in stride(from: 0, to: chunk.count, by: 128) {
        for (name, error) in names where chunk[start] == name[0] && chunk[start...].starts(with: name) { return error }
      }
    }
  }

  private static func directoryName(_ name: String) -> [UInt8] {
    (name + "\0").utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }

  /// Why a zip container is no workbook we read, `nil` when it may be one.
  static func refusal(of zip: borrowing ZipArchive) -> SpreadsheetError? {
    let entries = zip.entries
    func has(_ name: String) -> Bool { entries[name] != nil }
    if has("xl/workbook.bin") { return .binaryExcel(zip.file) }
    if has("mimetype"), has("content.xml") { return .openDocument(zip.file) }
    if has("encryptedpackage") { return .encrypted(zip.file) }
    let others: [(entry: String, kind: Wording)] = [
      ("word/document.xml", Wording(zh: "Word 文档", en: "a Word document")),
      ("ppt/presentation.xml", Wording(zh: "PowerPoint 演示文稿", en: "a PowerPoint presentation")),
      ("index/document.iwa", Wording(zh: "苹果 Numbers 或 Pages 文档", en: "an Apple Numbers or Pages document")),
      ("meta-inf/manifest.mf", Wording(zh: "Java 程序包", en: "a Java archive")),
    ]
    if let other = others.first(where: { has($0.entry) }) { return .notASpreadsheet(zip.file, is: other.kind) }
    if has("[content_types].xml") || has("_rels/.rels") || has("xl/workbook.xml") { return nil }
    return .notASpreadsheet(zip.file, is: Wording(zh: "zip 压缩包（请先解压）", en: "a zip archive; unpack it first"))
  }
}
