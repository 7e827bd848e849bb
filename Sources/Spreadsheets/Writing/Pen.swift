import CXlsxWriter
import Glibc

/// What sheets draw with: the workbook's formats and charts. Safe as long as the workbook's handle lives.
@safe
struct Pen {
  private let workbook: UnsafeMutablePointer<lxw_workbook>
  private var formats = WorkbookFormats()

  init(_ workbook: UnsafeMutablePointer<lxw_workbook>) { unsafe self.workbook = workbook }

  mutating func format(_ style: CellStyle, _ emphasis: Emphasis = .none) -> UnsafeMutablePointer<lxw_format>? {
    unsafe formats.format(style, CellMarks(emphasis: emphasis), in: workbook)
  }

  mutating func format(_ style: CellStyle, _ marks: CellMarks) -> UnsafeMutablePointer<lxw_format>? {
    unsafe formats.format(style, marks, in: workbook)
  }

  mutating func noteFormat() -> UnsafeMutablePointer<lxw_format>? { unsafe formats.note(in: workbook) }

  /// The next sheet; `nil` when its temporary file could not be made, with `errno` set.
  func addSheet(_ name: String) -> UnsafeMutablePointer<lxw_worksheet>? {
    errno = 0
    return unsafe workbook_add_worksheet(workbook, name)
  }

  func setFooter(_ text: String, of sheet: String) -> lxw_error {
    unsafe worksheet_set_footer(workbook_get_worksheet_by_name(workbook, sheet), text)
  }

  func setProperty(_ name: String, _ value: String) -> lxw_error {
    unsafe workbook_set_custom_property_string(workbook, name, value)
  }

  func chart(_ kind: ChartKind) -> UnsafeMutablePointer<lxw_chart>? {
    let type =
      switch kind {
      case .column: LXW_CHART_COLUMN
      case .bar: LXW_CHART_BAR
      case .line: LXW_CHART_LINE
      case .stackedColumn: LXW_CHART_COLUMN_STACKED
      case .stackedBar: LXW_CHART_BAR_STACKED
      case .pie: LXW_CHART_PIE
      }
    return unsafe workbook_add_chart(workbook, UInt8(type.rawValue))
  }
}
