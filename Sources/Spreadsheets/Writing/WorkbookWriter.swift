import CXlsxWriter
import Glibc

/// Writes an .xlsx workbook in constant memory: sheet after sheet, row after row, no way back.
///
/// The file appears when `finish` returns; before that, and after a failure, `cancel` or the end of the writer's life,
/// nothing is there, and a file that had the name is untouched. The uncompressed sheets lie beside it meanwhile, without
/// a name. About 100,000 rows of ten cells a second; one writer belongs to one task.
///
///     let writer = try WorkbookWriter("月报.xlsx", properties: properties)
///     try writer.addSheet("工单", title: "月报", subtitle: ["2026-10"], columns: columns)
///     try writer.append([.text("K-17"), .integer(4)])
///     let summary = try writer.finish()
public final class WorkbookWriter {
  /// What Excel takes on one sheet; lower only in tests.
  private let rowLimit: Int
  private let path: String
  private var file: ReplacingFile?
  private var workbook: WorkbookHandle?
  private var pen: Pen
  private var sheet: SheetWriter?
  private var template: SheetTemplate?
  /// Sums of the sheets that the open one continues.
  private var carried: [Double]?
  private var names: [String] = []
  private var sheetByteCounts: [Int] = []
  private var rowCount = 0
  private var cutTextCount = 0
  /// Told of every cell with a value as it is written, with its sheet's name and its row and column from 0: as a reader
  /// will find it. Set it before the first sheet.
  public var onCell: ((_ sheet: String, _ row: Int, _ column: Int, Cell) -> Void)?

  /// What a continuation sheet repeats.
  private struct SheetTemplate {
    var name: String
    var title: String?
    var subtitle: [String]
    var columns: [OutputColumn]
    var options: SheetOptions
  }

  /// Starts a workbook; fails when the folder is not there or cannot be written.
  public convenience init(_ path: String, properties: WorkbookProperties) throws(WriteError) {
    try self.init(path, properties: properties, rowLimit: 1_048_576)
  }

  init(_ path: String, properties: WorkbookProperties, rowLimit: Int) throws(WriteError) {
    let file = try ReplacingFile(path)
    let workbook = try WorkbookHandle(path: file.temporaryPath, folder: ReplacingFile.split(file.path).folder)
    try unsafe Self.set(properties, of: workbook.pointer, path: path)
    self.path = path
    self.rowLimit = rowLimit
    unsafe pen = Pen(workbook.pointer)
    self.file = consume file
    self.workbook = consume workbook
  }

  /// Begins the next sheet. The name is made safe for Excel and unique; the header row follows title and subtitle.
  public func addSheet(
    _ name: String, title: String? = nil, subtitle: [String] = [], columns: [OutputColumn],
    options: SheetOptions = SheetOptions()
  ) throws(WriteError) {
    try endSheet(isLast: true)
    carried = nil
    let template = SheetTemplate(name: name, title: title, subtitle: subtitle, columns: columns, options: options)
    self.template = template
    try begin(template)
  }

  /// Writes the next row; cells missing at its end are empty. When the sheet is full, a next one named `… (2)` with the
  /// same top is begun.
  ///
  /// - Parameter marked: a column whose cell alone is on a coloured ground.
  public func append(
    _ row: [OutputCell], emphasis: Emphasis = .none, marked: Int? = nil
  ) throws(WriteError) {
    guard sheet != nil, let template else { preconditionFailure("append before addSheet") }
    if sheet?.hasRoom(rowLimit: rowLimit) == false {
      do throws(SheetWriter.Failure) { try sheet?.settle(pen: &pen) } catch { throw failure(error.code) }
      let sums = sheet?.runningSums ?? []
      try endSheet(isLast: false)
      carried = carried.map { zip($0, sums).map { $0 + $1 } } ?? sums
      try begin(template)
    }
    do throws(SheetWriter.Failure) {
      try sheet?.append(row, emphasis: emphasis, marked: marked, pen: &pen)
    } catch { throw failure(error.code) }
    rowCount += 1
    // Soon enough not to fill a full disk's log, seldom enough to cost nothing.
    if rowCount % 1_000 == 0, let code = sheet?.temporaryFileError() { throw failed(.from(errno: code, path: path)) }
  }

  /// Puts a chart over columns of the open sheet: `categories` along the axis, one series for each of `series`, over the
  /// blocks `rows` of data rows (from 0), or all but the totals. On a sheet without rows it is left out.
  ///
  /// By row, each of the rows is a series named by its cell of `categories`, and the columns of `series`, which must be
  /// neighbours, are its points. A pie shows the first series only.
  public func addChart(
    _ kind: ChartKind, title: String, categories: Int, series: [Int], direction: ChartDirection = .byColumn,
    rows: [Range<Int>]? = nil, at place: ChartPlace = .beside, axis: ChartAxis = ChartAxis()
  ) {
    guard let columns = sheet?.columns else { preconditionFailure("addChart before addSheet") }
    precondition(
      ([categories] + series).allSatisfy(columns.indices.contains), "a chart over a column that is not there")
    sheet?.add(
      SheetChart(
        kind: kind, title: title, categories: categories, series: series, direction: direction, rows: rows,
        place: place,
        axis: axis))
  }

  /// Completes the open sheet: the last rows may be written, and told, only now.
  public func closeSheet() throws(WriteError) { try endSheet(isLast: true) }

  /// Gives the workbook a property of its own, which Excel and LibreOffice keep when they save it; at any time before
  /// `finish`, one of a name.
  ///
  /// - Parameter value: at most 255 characters.
  public func setProperty(_ name: String, _ value: String) throws(WriteError) {
    precondition(value.unicodeScalars.count <= 255, "a property of more than 255 characters")
    guard workbook != nil else { preconditionFailure("setProperty after the end") }
    let code = pen.setProperty(name, ExcelText.prepared(value).text)
    if code != LXW_NO_ERROR { throw failure(code) }
  }

  /// Puts a text at the left foot of every printed page of all sheets so far, beside the page number.
  public func setFooter(left text: String) throws(WriteError) {
    guard workbook != nil else { preconditionFailure("setFooter after the end") }
    for name in names {
      let code = pen.setFooter(SheetWriter.foot(text), of: name)
      if code != LXW_NO_ERROR { throw failure(code) }
    }
  }

  /// See ``offer(_:inColumn:)``.
  func setChoices(_ choices: [String], _ column: Int) throws(WriteError) -> Bool {
    guard let sheet else { preconditionFailure("choices before addSheet") }
    do throws(SheetWriter.Failure) {
      return try sheet.setChoices(choices, column: column)
    } catch { throw failure(error.code) }
  }

  /// Completes the file, reads it back and puts it in its place. Call once, last.
  public func finish() throws(WriteError) -> WriteSummary {
    try endSheet(isLast: true)
    guard let workbook = workbook.take(), let file = file.take() else { preconditionFailure("finish after the end") }
    if names.isEmpty { sheetByteCounts = [0] }
    errno = 0
    let code = workbook.close()
    if code != LXW_NO_ERROR {
      let reason = errno
      throw reason == ENOSPC || reason == EDQUOT || reason == EFBIG
        ? .from(errno: reason, path: path) : Self.library(code, path)
    }
    if let part = WorkbookCheck.firstDamage(file.temporaryPath, sheetByteCounts: sheetByteCounts) {
      throw .damaged(path: path, part: part)
    }
    return WriteSummary(byteCount: try file.commit(), rowCount: rowCount, cutTextCount: cutTextCount)
  }

  /// Gives up; nothing is left. Later calls other than `cancel` are a bug.
  public func cancel() {
    sheet = nil
    _ = workbook.take()
    _ = file.take()
  }

  private func begin(_ template: SheetTemplate) throws(WriteError) {
    guard workbook != nil else { preconditionFailure("addSheet after the end") }
    let name = SheetName.safe(template.name, taken: names)
    names.append(name)
    guard let pointer = unsafe pen.addSheet(name) else {
      throw failed(errno == 0 ? Self.library(LXW_ERROR_CREATING_TMPFILE, path) : .from(errno: errno, path: path))
    }
    do throws(SheetWriter.Failure) {
      sheet = unsafe try SheetWriter(
        pointer, name: name, title: template.title, subtitle: template.subtitle, columns: template.columns,
        options: template.options, onCell: onCell, pen: &pen)
    } catch { throw failure(error.code) }
  }

  private func endSheet(isLast: Bool) throws(WriteError) {
    guard sheet != nil else { return }
    do throws(SheetWriter.Failure) {
      try sheet?.end(carried: carried, isLast: isLast, pen: &pen)
    } catch { throw failure(error.code) }
    if let code = sheet?.temporaryFileError() { throw failed(.from(errno: code, path: path)) }
    sheetByteCounts.append(sheet?.temporaryByteCount() ?? 0)
    cutTextCount += sheet?.cutTextCount ?? 0
    sheet = nil
  }

  private func failure(_ code: lxw_error) -> WriteError { failed(Self.library(code, path)) }

  /// After an error the writer is of no more use: its file goes at once.
  private func failed(_ error: WriteError) -> WriteError {
    cancel()
    return error
  }

  private static func library(_ code: lxw_error, _ path: String) -> WriteError {
    let message = unsafe lxw_strerror(code).map { unsafe String(cString: $0) } ?? "unknown"
    return .library(path: path, code: code.rawValue, message: message)
  }

  private static func set(
    _ properties: WorkbookProperties, of workbook: UnsafeMutablePointer<lxw_workbook>, path: String
  ) throws(WriteError) {
    // The library asks for pointers it could change, and copies what they point to.
    let texts = unsafe [
      properties.title, properties.subject, properties.author, properties.company, properties.comments,
    ].map { unsafe strdup(ExcelText.prepared(String($0.prefix(255))).text) }
    defer { unsafe texts.forEach { unsafe free($0) } }
    var all = unsafe lxw_doc_properties()
    unsafe all.title = texts[0]
    unsafe all.subject = texts[1]
    unsafe all.author = texts[2]
    unsafe all.company = texts[3]
    unsafe all.comments = texts[4]
    // 0 would mean now.
    unsafe all.created = max(1, properties.createdUnixSeconds)
    let code = unsafe workbook_set_properties(workbook, &all)
    if code != LXW_NO_ERROR { throw library(code, path) }
  }
}
