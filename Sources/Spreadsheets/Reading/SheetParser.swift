/// One worksheet part: XML in, rows out; memory is one row.
///
///     <worksheet>
///       <cols><col min="3" max="3" hidden="1"/></cols>
///       <sheetData>
///         <row r="2" hidden="1">
///           <c r="A2" t="s"><v>0</v></c>                     shared string 0
///           <c r="B2" s="4"><v>45352</v></c>                 a number, by style 4 a date
///           <c r="C2" t="inlineStr"><is><t>电话</t></is></c>
///           <c r="D2" t="str"><f>A2&amp;"x"</f><v>…</v></c>  a formula and its cached value
///       <autoFilter ref="A1:D9"/>                            known only now
///       <mergeCells><mergeCell ref="A1:D1"/></mergeCells>
///
/// Rows and cells without `r` follow the one before. `<dimension>` is not believed: it is often wrong, and a table of
/// that size may not fit. Source: ECMA-376 part 1, 18.3.1.
struct SheetParser {
  /// Excel's own limits.
  static let maximumRows = 1_048_576
  static let maximumColumns = 16_384
  /// Far beyond any honest row: one text of the greatest length in every cell would take a gigabyte.
  static let maximumRowBytes = 32 << 20
  static let maximumMergedRangesKept = 100

  private(set) var info: SheetInfo
  private let book: Workbook

  /// Where we are; everything we do not read is `.other` down to its end.
  private var path: [Place] = []
  private var rowNumber = 0
  private var isRowHidden = false
  private var cells: [Cell] = []
  private var rowBytes = 0
  private var column = -1
  private var style = 0
  private var kind = CellKind.number
  private var hasFormula = false
  private var columnGroups = 0
  private var hiddenColumns: [Bool] = []
  private var columnsChanged = false
  /// Long shared texts already made, by index: a sheet may use one of 32,767 characters in every cell.
  private var longTexts: [Int: String] = [:]
  private var longTextBytes = 0
  private var value = CellText()
  private var inline = CellText()

  private enum Place: UInt8 { case worksheet, columns, rows, row, cell, value, inline, run, inlineText, merges, other }

  init(_ info: SheetInfo, of book: Workbook) {
    self.info = info
    self.book = book
  }

  mutating func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    guard let parent = path.last else {
      guard name.vocabulary == .sheet, case "worksheet" = name else {
        throw XMLProblem.unexpected(Wording(zh: "它不是工作表", en: "it is not a worksheet"))
      }
      return path.append(.worksheet)
    }
    path.append(name.vocabulary == .sheet ? try place(of: name, in: parent, attributes) : .other)
  }

  private mutating func place(of name: XMLName, in parent: Place, _ attributes: XMLAttributes) throws -> Place {
    switch parent {
    case .cell:
      switch name {
      case "v":
        value.markPresent()
        return .value
      case "is": return .inline
      case "f":
        hasFormula = true
        return .other
      default: return .other
      }
    case .row:
      guard case "c" = name else { return .other }
      try startCell(attributes)
      return .cell
    case .rows:
      // One writer seen puts its filter among the rows.
      guard case "row" = name else { return startSection(name) }
      try startRow(attributes)
      return .row
    case .inline:
      switch name {
      case "t": return startInlineText()
      case "r": return .run
      default: return .other  // rPh: a phonetic guide
      }
    case .run:
      guard case "t" = name else { return .other }
      return startInlineText()
    case .worksheet:
      return startSection(name)
    case .columns:
      if case "col" = name { try hideColumns(attributes) }
      return .other
    case .merges:
      if case "mergeCell" = name { addMergedRange(attributes) }
      return .other
    case .value, .inlineText, .other: return .other
    }
  }

  private mutating func startSection(_ name: XMLName) -> Place {
    switch name {
    case "sheetData": return .rows
    case "cols": return .columns
    case "mergeCells": return .merges
    case "autoFilter":
      info.hasAutoFilter = true
      return .other
    default: return .other
    }
  }

  private mutating func startInlineText() -> Place {
    inline.markPresent()
    return .inlineText
  }

  mutating func text(_ bytes: Span<UInt8>) {
    switch path.last {
    case .value: value.append(bytes)
    case .inlineText: inline.append(bytes)
    default: break
    }
  }

  /// The row that ended here, if one did.
  mutating func end() throws -> TableRow? {
    switch path.popLast() {
    case .cell:
      try endCell()
      return nil
    case .row: return endRow()
    case .columns:
      endColumns()
      return nil
    default: return nil
    }
  }
}

extension SheetParser {
  private mutating func startRow(_ attributes: XMLAttributes) throws {
    if let number = attributes["r"] {
      guard let number = number.integer, number > 0 else {
        throw XMLProblem.unexpected(
          Wording(zh: "第 \(rowNumber) 行之后的行号无效", en: "the row after row \(rowNumber) has no valid number"))
      }
      rowNumber = number
    } else {
      rowNumber += 1
    }
    guard rowNumber <= Self.maximumRows else {
      throw XMLProblem.unexpected(
        Wording(
          zh: "第 \(rowNumber) 行超出 Excel 的最后一行 \(Self.maximumRows)",
          en: "row \(rowNumber) is beyond Excel's last, \(Self.maximumRows)"))
    }
    isRowHidden = attributes["hidden"]?.isTrue ?? false
    if !isRowHidden, let height = attributes["ht"] { isRowHidden = height.isZero }
    column = -1
  }

  private mutating func endRow() -> TableRow {
    let row = TableRow(number: rowNumber, isHidden: isRowHidden, cells: cells)
    cells = []
    rowBytes = 0
    cells.reserveCapacity(row.cells.count)
    return row
  }

  private mutating func startCell(_ attributes: XMLAttributes) throws {
    if let written = attributes["r"] {
      guard let reference = written.reference else {
        throw XMLProblem.unexpected(
          Wording(
            zh: "第 \(rowNumber) 行有位置无效的单元格：\(written.start)",
            en: "row \(rowNumber) has a cell without a valid place: \(written.start)"))
      }
      column = reference.column
    } else {
      column += 1
    }
    guard column < Self.maximumColumns else {
      throw XMLProblem.unexpected(
        Wording(
          zh: "第 \(rowNumber) 行超出 Excel 的 \(Self.maximumColumns) 列",
          en: "row \(rowNumber) is wider than Excel's \(Self.maximumColumns) columns"))
    }
    style = attributes["s"]?.integer ?? 0
    kind = CellKind(attributes["t"])
    hasFormula = false
    value.removeAll()
    inline.removeAll()
  }

  private mutating func endCell() throws {
    let cell = try cell()
    if case .empty = cell { return }
    if case .text(let text) = cell {
      rowBytes += text.utf8.count
      guard rowBytes <= Self.maximumRowBytes else {
        throw XMLProblem.unexpected(
          Wording(
            zh: "第 \(rowNumber) 行的文本超过 \(Self.maximumRowBytes >> 20) MiB",
            en: "row \(rowNumber) holds more than \(Self.maximumRowBytes >> 20) MiB of text"))
      }
    }
    while cells.count < column { cells.append(.empty) }
    if column < cells.count {
      cells[column] = cell
    } else {
      cells.append(cell)
    }
  }

  private mutating func cell() throws -> Cell {
    // A value beside an inline string is not part of it.
    if kind == .inline, inline.isPresent { return text(inline.finish()) }
    if value.bytes.isEmpty {
      // A formula whose text came out empty was saved as such; one without any value was never calculated.
      return hasFormula && !(value.isPresent && kind == .text) ? .noCachedValue : .empty
    }
    switch kind {
    case .shared: return try sharedText()
    case .text, .inline: return text(value.finish())
    case .number: return number()
    case .boolean: return .boolean(value.bytes == [UInt8(ascii: "1")] || value.bytes.elementsEqual("true".utf8))
    case .error: return .error(String(decoding: value.bytes, as: UTF8.self))
    case .date:
      let written = String(decoding: value.finish(), as: UTF8.self)
      return SerialDate.date(iso: written).map { .date($0) } ?? .text(written)
    }
  }

  private func text(_ bytes: [UInt8]) -> Cell {
    bytes.isEmpty ? .empty : .text(String(decoding: bytes, as: UTF8.self))
  }

  private mutating func sharedText() throws -> Cell {
    guard let index = NumberText.index(value.bytes) else { throw noSuchText }
    if !longTexts.isEmpty, let text = longTexts[index] { return .text(text) }
    guard let text = book.strings[index] else { throw noSuchText }
    if text.utf8.count > Self.longText {
      longTextBytes += text.utf8.count
      if longTextBytes > Self.longTextsKept {
        longTexts = [:]
        longTextBytes = text.utf8.count
      }
      longTexts[index] = text
    }
    return text.isEmpty ? .empty : .text(text)
  }

  private static let longText = 1_024
  private static let longTextsKept = 8 << 20

  private var noSuchText: XMLProblem {
    .unexpected(
      Wording(
        zh: "第 \(rowNumber) 行引用了工作簿中没有的文本", en: "row \(rowNumber) refers to a text that the workbook does not hold"))
  }

  private func number() -> Cell {
    // Some writers put text into a cell without a type.
    guard let number = NumberText.parse(value.bytes) else { return text(value.finish()) }
    switch book.styles[style] {
    case .general: return .number(number, format: nil)
    case .number(let code): return .number(number, format: code)
    case .date(let showsTime):
      let date = SerialDate.date(number, showsTime: showsTime, from1904: book.countsFrom1904)
      return date.map { .date($0) } ?? .number(number, format: nil)
    }
  }

  private mutating func addMergedRange(_ attributes: XMLAttributes) {
    info.mergedRangeCount += 1
    guard info.mergedRanges.count < Self.maximumMergedRangesKept, let range = attributes["ref"] else { return }
    info.mergedRanges.append(range.start)
  }

  private mutating func hideColumns(_ attributes: XMLAttributes) throws {
    columnGroups += 1
    guard columnGroups <= Self.maximumColumns else {
      throw XMLProblem.unexpected(
        Wording(zh: "列的定义超过 \(Self.maximumColumns) 个", en: "it defines more than \(Self.maximumColumns) columns"))
    }
    let isHidden = attributes["hidden"]?.isTrue ?? false
    let isFlat = attributes["width"]?.isZero ?? false
    guard isHidden || isFlat, let first = attributes["min"]?.integer, let last = attributes["max"]?.integer, first > 0,
      first <= last, first <= Self.maximumColumns
    else { return }
    // The schema wants them in order and apart; a file that has them otherwise must not hide one from us.
    if hiddenColumns.isEmpty { hiddenColumns = [Bool](repeating: false, count: Self.maximumColumns) }
    for column in (first - 1)..<min(last, Self.maximumColumns) { hiddenColumns[column] = true }
    columnsChanged = true
  }

  private mutating func endColumns() {
    guard columnsChanged else { return }
    info.hiddenColumns = hiddenColumns.indices.filter { hiddenColumns[$0] }
    columnsChanged = false
  }
}
