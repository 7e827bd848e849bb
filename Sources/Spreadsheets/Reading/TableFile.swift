/// A spreadsheet or a csv, opened for reading: what it is, its sheets, and their rows.
///
/// A value without an open handle: each reading opens the file anew and refuses to go on if it changed since `open`.
public struct TableFile: Sendable {
  /// The two kinds that are read.
  public enum Format: Sendable {
    /// An Office Open XML workbook, with or without macros, which are ignored.
    case xlsx
    /// Delimited text.
    case csv
  }

  /// As given to `open`.
  public let path: String
  /// By the content, which the name must not contradict.
  public let format: Format
  /// The encoding of a csv, given or found: `UTF-8`, `GB18030`, `UTF-16LE`; `nil` for a workbook. Show it: a guess may be wrong.
  public let encoding: String?
  /// The delimiter of a csv, given in a `sep=` line or found; `nil` for a workbook.
  public let delimiter: Character?
  /// How many NUL characters of a csv are left out.
  public let nulCount: Int
  /// The sheets with rows, in the order of their tabs; charts and macro sheets are left out. A csv has one.
  public let sheets: [SheetInfo]
  /// The names of tabs without rows: charts, dialogs and macros, in their order.
  public let otherSheets: [String]
  /// The size of the file.
  public var byteCount: Int { fingerprint.size }

  private enum Content: Sendable {
    case workbook(Workbook)
    case text(TextSurvey, delimiter: UInt8, skip: Int)
  }

  private let content: Content
  let fingerprint: InputFile.Fingerprint

  /// Opens a file by what it holds.
  ///
  /// Costs a pass over a csv, or the workbook's directory, styles and shared strings (half a second for a million). A csv
  /// is checked whole for its encoding. `encoding` overrides what would be found; a workbook ignores it.
  public static func open(_ path: String, encoding: TextEncoding? = nil) throws(SpreadsheetError) -> TableFile {
    let file = try InputFile(path)
    let start = try file.next()
    guard !start.isEmpty else { throw .empty(path) }
    switch FileKind(start) {
    case .zip: return try TableFile(workbook: file)
    case .ole: throw try FileKind.refusal(ofOLE: file)
    case .other(let kind): throw .notASpreadsheet(path, is: kind)
    case .text: return try TableFile(text: file, encoding: encoding)
    }
  }

  private init(workbook file: borrowing InputFile) throws(SpreadsheetError) {
    path = file.path
    format = .xlsx
    encoding = nil
    delimiter = nil
    nulCount = 0
    fingerprint = file.fingerprint
    do {
      let zip = try ZipArchive(file.path, fileSize: file.fingerprint.size)
      if let refusal = FileKind.refusal(of: zip) { throw refusal }
      let book = try Workbook(zip)
      if Self.ending(of: path).isText {
        throw SpreadsheetError.misnamed(path, is: Wording(zh: "Excel 工作簿", en: "an Excel workbook"), ending: ".xlsx")
      }
      content = .workbook(book)
      sheets = book.sheets.map(\.info)
      otherSheets = book.otherSheets
    } catch let error as SpreadsheetError {
      throw error
    } catch {
      throw .unreadable(path, reason: Wording("\(error)"))
    }
  }

  private init(text file: borrowing InputFile, encoding given: TextEncoding?) throws(SpreadsheetError) {
    path = file.path
    format = .csv
    fingerprint = file.fingerprint
    if Self.ending(of: path).isWorkbook { throw try Self.refusal(ofText: file) }
    let survey = try TextSurvey(file, encoding: given)
    guard !survey.head.isEmpty else { throw .empty(path) }
    let (delimiter, skip) = Delimiter.find(in: survey.head)
    content = .text(survey, delimiter: delimiter, skip: skip)
    encoding = survey.encoding.name
    self.delimiter = Character(Unicode.Scalar(delimiter))
    nulCount = survey.nulCount
    let name = path.split(separator: "/").last.map(String.init) ?? path
    sheets = [SheetInfo(name: name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name)]
    otherSheets = []
  }

  /// Why a file named as a workbook, that is none, cannot be read.
  private static func refusal(ofText file: borrowing InputFile) throws(SpreadsheetError) -> SpreadsheetError {
    file.rewind()
    let isText = try file.next().allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
    return isText
      ? .misnamed(file.path, is: Wording(zh: "文本而不是工作簿", en: "text, not a workbook"), ending: ".csv")
      : .notASpreadsheet(file.path, is: Wording(zh: "不明类型的数据", en: "data of an unknown kind"))
  }

  private static func ending(of path: String) -> (isWorkbook: Bool, isText: Bool) {
    let ending = path.split(separator: ".").last?.lowercased() ?? ""
    return (["xlsx", "xlsm", "xltx", "xltm"].contains(ending), ["csv", "tsv", "tab", "txt"].contains(ending))
  }
}

extension TableFile {
  /// Hands over a sheet's rows in the order of the file, one at a time; `body` returns false to stop.
  ///
  /// Memory is one row. Rows without a cell come only if the file has them; numbers stay true. Whether a part is whole is
  /// known at its end only: **rows handed over before an error is thrown, or when `body` stopped, may come from a damaged
  /// part**. Keep nothing before a reading to the end, or `check`, has gone through.
  ///
  /// Returns the sheet with what is known only after its rows. Throws `SpreadsheetError`, or what `body` throws.
  @discardableResult
  public func readRows(of sheet: Int, _ body: (TableRow) throws -> Bool) throws -> SheetInfo {
    let file = try reopen(sheet)
    switch content {
    case .workbook(let book):
      let zip = try ZipArchive(path, fileSize: fingerprint.size)
      return try withoutActuallyEscaping(body) { body in
        let reader = SheetReader(book.sheets[sheet].info, of: book, body)
        do {
          try zip.parse(try entry(of: sheet, of: book, in: zip), limit: ZipArchive.Limit.sheet, into: reader)
        } catch is SheetReader.Stopped {}
        return reader.info
      }
    case .text(let survey, let delimiter, var skip):
      var source = try TextSource(file, encoding: survey.encoding, markLength: survey.markLength)
      try withoutActuallyEscaping(body) { body in
        try CSVReader(path, body).read(delimiter: delimiter) {
          guard var bytes = try source.next(file)?.bytes else { return nil }
          if skip > 0, !bytes.isEmpty {
            let count = min(skip, bytes.count)
            bytes.removeFirst(count)
            skip -= count
          }
          return bytes
        }
      }
      return sheets[sheet]
    }
  }

  /// Unpacks a sheet to its end and compares length and checksum, without looking at its rows: some ten times faster
  /// than reading them. Nothing to do for a csv, which has no checksum.
  public func check(_ sheet: Int) throws {
    let file = try reopen(sheet)
    guard case .workbook(let book) = content else { return }
    let zip = try ZipArchive(file.path, fileSize: fingerprint.size)
    try zip.check(try entry(of: sheet, of: book, in: zip), limit: ZipArchive.Limit.sheet)
  }

  private func reopen(_ sheet: Int) throws(SpreadsheetError) -> InputFile {
    guard sheets.indices.contains(sheet) else { throw .noSuchSheet(path, index: sheet) }
    let file = try InputFile(path)
    guard file.fingerprint == fingerprint else { throw .changed(path) }
    return file
  }

  private func entry(
    of sheet: Int, of book: Workbook, in zip: borrowing ZipArchive
  ) throws(SpreadsheetError) -> ZipArchive.Entry {
    guard let entry = zip.entries[book.sheets[sheet].part] else { throw .changed(path) }
    return entry
  }
}
