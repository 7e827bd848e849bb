import Spreadsheets

/// Puts into a workbook what proves it: the checksum runs along while cells are written, and ends up in its properties and
/// at the foot of every printed page.
final class WorkbookStamp {
  private let writer: WorkbookWriter
  private let cover: ReportCover
  private let digest = CellDigest()

  /// Before the first sheet of the workbook.
  init(_ writer: WorkbookWriter, _ cover: ReportCover) {
    self.writer = writer
    self.cover = cover
    writer.onCell = { [digest] sheet, row, column, cell in
      digest.add(sheet: sheet, row: row + 1, column: ColumnName.of(column), cell)
    }
  }

  /// After the last cell, before the workbook is finished.
  func finish() throws {
    try writer.closeSheet()
    let stamp = ReportStamp(cover, checksum: digest.finish())
    for (name, value) in stamp.properties { try writer.setProperty(name, value) }
    try writer.setFooter(left: stamp.mark(cover.request.language) + " · " + cover.foot)
  }
}
