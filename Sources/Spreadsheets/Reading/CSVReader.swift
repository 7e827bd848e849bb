import CCSV

/// Records out of decoded text, through libcsv.
///
/// libcsv calls back for every field and every record end; it can not be stopped, so what the consumer throws waits until
/// the chunk is through.
final class CSVReader {
  /// A record so long is not one: a quote was opened and never closed.
  private static let maximumFieldSize = 16 << 20

  private(set) var wasStopped = false
  private var failure: (any Error)?
  private let file: String
  private let body: (TableRow) throws -> Bool
  private var cells: [Cell] = []
  private var fieldCount = 0
  private var recordBytes = 0
  private var recordNumber = 0
  private var lastEnd: Int32 = 0

  init(_ file: String, _ body: @escaping (TableRow) throws -> Bool) {
    self.file = file
    self.body = body
  }

  /// Reads all chunks that `next` gives, until it gives `nil` or the consumer has enough.
  func read(delimiter: UInt8, _ next: () throws -> [UInt8]?) throws {
    let parser = try Parser(delimiter: delimiter)
    while let chunk = try next(), !wasStopped {
      unsafe csv_parse(
        parser.handle, chunk, chunk.count, Self.onField, Self.onRecord, Unmanaged.passUnretained(self).toOpaque())
      try check(parser)
    }
    guard !wasStopped else { return }
    // Strict only now: within the text a stray quotation mark is kept, but one that is still open took the rest with it.
    unsafe csv_set_opts(parser.handle, UInt8(CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI))
    let status = unsafe csv_fini(parser.handle, Self.onField, Self.onRecord, Unmanaged.passUnretained(self).toOpaque())
    if let failure { throw failure }
    guard status == 0 else { throw unclosedQuote }
  }

  private func check(_ parser: borrowing Parser) throws {
    if let failure { throw failure }
    guard unsafe csv_error(parser.handle) == CSV_SUCCESS else { throw ResourceProblem.outOfMemory }
    guard unsafe parser.handle.pointee.entry_pos <= Self.maximumFieldSize else { throw unclosedQuote }
  }

  private var unclosedQuote: SpreadsheetError {
    broken(Wording(zh: "引号打开后没有关闭", en: "a quotation mark is opened and never closed"))
  }

  private func broken(_ reason: Wording) -> SpreadsheetError {
    .broken(
      file, part: Wording(zh: "第 \(recordNumber + 1) 条记录", en: "record \(recordNumber + 1)"), reason: reason)
  }

  private func field(_ bytes: UnsafeBufferPointer<UInt8>) {
    fieldCount += 1
    lastEnd = 0
    guard !bytes.isEmpty, failure == nil, !wasStopped else { return }
    recordBytes += bytes.count
    guard fieldCount <= SheetParser.maximumColumns, recordBytes <= SheetParser.maximumRowBytes else {
      let (fields, size) = (SheetParser.maximumColumns, SheetParser.maximumRowBytes >> 20)
      failure = broken(
        Wording(
          zh: "超过 \(fields) 个字段或 \(size) MiB；分隔符对吗？",
          en: "it has more than \(fields) fields or \(size) MiB; is the delimiter right?"))
      return
    }
    while cells.count < fieldCount - 1 { cells.append(.empty) }
    let text =
      bytes.count <= CellText.maximumUnits
      ? unsafe String(decoding: bytes, as: UTF8.self)
      : unsafe String(decoding: CellText.cut(Array(bytes)), as: UTF8.self)
    cells.append(.text(text))
  }

  /// At each line end outside quotes, as `CSV_REPALL_NL` asks: blank records come too, and CR LF comes as two.
  private func record(endedBy end: Int32) {
    let isSecondHalf = fieldCount == 0 && lastEnd == 0x0D && end == 0x0A
    lastEnd = isSecondHalf ? 0 : end
    guard !isSecondHalf, failure == nil, !wasStopped else { return }
    recordNumber += 1
    let row = TableRow(number: recordNumber, cells: cells)
    fieldCount = 0
    recordBytes = 0
    cells = []
    cells.reserveCapacity(row.cells.count)
    do {
      wasStopped = try !body(row)
    } catch {
      failure = error
    }
  }

  private static let onField: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
    bytes, count, user in
    guard let user = unsafe user else { return }
    let reader = unsafe Unmanaged<CSVReader>.fromOpaque(user).takeUnretainedValue()
    unsafe reader.field(
      UnsafeBufferPointer(start: bytes?.assumingMemoryBound(to: UInt8.self), count: bytes == nil ? 0 : count))
  }

  private static let onRecord: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { end, user in
    guard let user = unsafe user else { return }
    unsafe Unmanaged<CSVReader>.fromOpaque(user).takeUnretainedValue().record(endedBy: end)
  }
}

/// One libcsv parser. Spaces are kept: libcsv would trim them.
@safe private struct Parser: ~Copyable {
  let handle: UnsafeMutablePointer<csv_parser>

  init(delimiter: UInt8) throws {
    unsafe handle = UnsafeMutablePointer<csv_parser>.allocate(capacity: 1)
    guard unsafe csv_init(handle, UInt8(CSV_REPALL_NL)) == 0 else {
      unsafe handle.deallocate()
      throw ResourceProblem.outOfMemory
    }
    unsafe csv_set_delim(handle, delimiter)
    unsafe csv_set_space_func(handle) { _ in 0 }
    unsafe csv_set_blk_size(handle, 4_096)
  }

  deinit {
    unsafe csv_free(handle)
    unsafe handle.deallocate()
  }
}
