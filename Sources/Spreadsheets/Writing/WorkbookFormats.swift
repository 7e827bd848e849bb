import CXlsxWriter

/// How a cell is shown.
enum CellStyle: Hashable {
  case plain
  /// Words, set off from a number that ends before them.
  case text
  /// Words in a column of numbers, as `n/a`: where the numbers are.
  case remark
  case code
  case integer
  case decimal(Int)
  case percent
  case duration
  case day
  case dateTime
  case title
  case subtitle
  case header

  /// The number format.
  var code: String? {
    switch self {
    case .plain, .text, .remark, .title, .subtitle, .header: nil
    case .code: "@"
    case .integer: "#,##0"
    case .decimal(let places): places > 0 ? "#,##0." + String(repeating: "0", count: places) : "#,##0"
    case .percent: "0.00%"
    case .duration: "[h]:mm:ss"
    case .day: "yyyy-mm-dd"
    case .dateTime: "yyyy-mm-dd hh:mm"
    }
  }
}

/// The formats of one workbook, made once each; the library frees them with the workbook.
@safe
struct WorkbookFormats {
  private struct Key: Hashable {
    var style: CellStyle
    var emphasis: Emphasis
  }

  private var made: [Key: UnsafeMutablePointer<lxw_format>] = unsafe [:]

  /// The format of a style; `nil` when memory ran out, and then the cell is shown plain.
  mutating func format(
    _ style: CellStyle, _ emphasis: Emphasis, in workbook: UnsafeMutablePointer<lxw_workbook>
  ) -> UnsafeMutablePointer<lxw_format>? {
    let key = Key(style: style, emphasis: emphasis)
    if let format = unsafe made[key] { return unsafe format }
    guard let format = unsafe workbook_add_format(workbook) else { return nil }
    // On every Windows since Vista and known to WPS, LibreOffice and macOS by this name, which they replace by their own
    // CJK font; 等线 came only with Office 2016.
    unsafe format_set_font_name(format, "Microsoft YaHei")
    unsafe format_set_font_size(format, 10)
    if style == .code {
      // Excel's own number for it: only this one is shown as "Text" in its list.
      unsafe format_set_num_format_index(format, 49)
    } else if let code = style.code {
      unsafe format_set_num_format(format, code)
    }
    unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    switch style {
    case .title:
      unsafe format_set_bold(format)
      unsafe format_set_font_size(format, 14)
    case .subtitle:
      unsafe format_set_font_color(format, 0x59_5959)
    case .header:
      unsafe format_set_bold(format)
      unsafe format_set_bg_color(format, 0xD9_E1F2)
      unsafe format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
      unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
      unsafe format_set_text_wrap(format)
    case .day, .dateTime: unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
    case .text, .code: unsafe format_set_indent(format, 1)
    case .remark: unsafe format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
    case .plain, .integer, .decimal, .percent, .duration: break
    }
    switch emphasis {
    case .none: break
    case .subtotal:
      unsafe format_set_bold(format)
      unsafe format_set_bg_color(format, 0xF2_F2F2)
    case .total:
      unsafe format_set_bold(format)
      unsafe format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
    case .warning:
      unsafe format_set_bg_color(format, 0xFF_E699)
    }
    unsafe made[key] = format
    return unsafe format
  }
}
