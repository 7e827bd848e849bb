import CXlsxWriter

/// How a cell is shown.
enum CellStyle: Hashable {
  case plain
  /// Words, set off from a number that ends before them.
  case text
  /// Words of several lines.
  case wrapped
  /// Words in a column of numbers, as `n/a`: where the numbers are.
  case remark
  case code
  case integer
  case decimal(Int)
  case percent
  /// A number with its unit.
  case measured(Int, String)
  case duration
  case day
  case dateTime
  case title
  case subtitle
  case header
  /// What stands above several headings.
  case group

  /// The number format.
  var code: String? {
    switch self {
    case .plain, .text, .wrapped, .remark, .title, .subtitle, .header, .group: nil
    case .code: "@"
    case .integer: "#,##0"
    case .decimal(let places): Self.decimal(places)
    case .percent: "0.00%"
    case .measured(let places, let unit): Self.decimal(places) + "\" \(unit)\""
    case .duration: "[h]:mm:ss"
    case .day: "yyyy-mm-dd"
    case .dateTime: "yyyy-mm-dd hh:mm"
    }
  }

  /// A word that can stand between the quotes of a number format.
  static func word(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0 != "\"" }).prefix(12))
  }

  private static func decimal(_ places: Int) -> String {
    places > 0 ? "#,##0." + String(repeating: "0", count: places) : "#,##0"
  }
}

/// What a cell has beside its style.
struct CellMarks: Hashable {
  var emphasis = Emphasis.none
  var isSigned = false
  var band: OutputBand?
}

/// The formats of one workbook, made once each; the library frees them with the workbook.
@safe
struct WorkbookFormats {
  /// On every Windows since Vista and known to WPS, LibreOffice and macOS by this name, which they replace by their own CJK
  /// font; 等线 came only with Office 2016.
  static let fontName = "Microsoft YaHei"

  private struct Key: Hashable {
    var style: CellStyle
    var marks: CellMarks
  }

  private var made: [Key: UnsafeMutablePointer<lxw_format>] = unsafe [:]
  private var noteMade: UnsafeMutablePointer<lxw_format>?

  /// The format of a style; `nil` when memory ran out, and then the cell is shown plain.
  mutating func format(
    _ style: CellStyle, _ marks: CellMarks, in workbook: UnsafeMutablePointer<lxw_workbook>
  ) -> UnsafeMutablePointer<lxw_format>? {
    let key = Key(style: style, marks: marks)
    if let format = unsafe made[key] { return unsafe format }
    guard let format = unsafe workbook_add_format(workbook) else { return nil }
    unsafe format_set_font_name(format, Self.fontName)
    unsafe format_set_font_size(format, 10)
    if style == .code {
      // Excel's own number for it: only this one is shown as "Text" in its list.
      unsafe format_set_num_format_index(format, 49)
    } else if let code = Self.code(style, marks) {
      unsafe format_set_num_format(format, code)
    }
    unsafe format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    unsafe Self.set(style, of: format)
    switch marks.emphasis {
    case .none: break
    case .subtotal:
      unsafe format_set_bold(format)
      unsafe format_set_bg_color(format, 0xF2_F2F2)
    case .total:
      unsafe format_set_bold(format)
      unsafe format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
      unsafe format_set_bottom(format, UInt8(LXW_BORDER_DOUBLE.rawValue))
    case .warning:
      unsafe format_set_bg_color(format, 0xFF_E699)
    }
    // The colours that Excel itself offers as "good", "neutral" and "bad".
    switch marks.band?.tone {
    case nil: break
    case .good:
      unsafe format_set_bg_color(format, 0xC6_EFCE)
      unsafe format_set_font_color(format, 0x00_6100)
    case .fair:
      unsafe format_set_bg_color(format, 0xFF_EB9C)
      unsafe format_set_font_color(format, 0x7F_6000)
    case .poor:
      unsafe format_set_bg_color(format, 0xFF_C7CE)
      unsafe format_set_font_color(format, 0x9C_0006)
    }
    unsafe made[key] = format
    return unsafe format
  }

  /// Of the small note in a heading.
  mutating func note(in workbook: UnsafeMutablePointer<lxw_workbook>) -> UnsafeMutablePointer<lxw_format>? {
    if let noteMade = unsafe noteMade { return unsafe noteMade }
    guard let format = unsafe workbook_add_format(workbook) else { return nil }
    unsafe format_set_font_name(format, Self.fontName)
    unsafe format_set_font_size(format, 7)
    unsafe format_set_font_color(format, 0x59_5959)
    unsafe noteMade = format
    return unsafe format
  }

  private static func set(_ style: CellStyle, of format: UnsafeMutablePointer<lxw_format>) {
    switch style {
    case .title:
      unsafe format_set_bold(format)
      unsafe format_set_font_size(format, 14)
      unsafe format_set_text_wrap(format)
    case .subtitle:
      unsafe format_set_font_color(format, 0x59_5959)
      unsafe format_set_text_wrap(format)
    case .header, .group:
      unsafe format_set_bold(format)
      unsafe format_set_bg_color(format, 0xD9_E1F2)
      unsafe format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
      unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
      unsafe format_set_text_wrap(format)
      if style == .group {
        unsafe format_set_left(format, UInt8(LXW_BORDER_THIN.rawValue))
        unsafe format_set_right(format, UInt8(LXW_BORDER_THIN.rawValue))
      }
    case .day, .dateTime: unsafe format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
    case .text, .code: unsafe format_set_indent(format, 1)
    case .wrapped:
      unsafe format_set_indent(format, 1)
      unsafe format_set_text_wrap(format)
    case .remark: unsafe format_set_align(format, UInt8(LXW_ALIGN_RIGHT.rawValue))
    case .plain, .integer, .decimal, .percent, .measured, .duration: break
    }
  }

  /// With the sign of a difference, and with the word of a band behind the number: `0.00%" 偏低"`.
  static func code(_ style: CellStyle, _ marks: CellMarks) -> String? {
    guard var code = style.code else { return nil }
    if let word = marks.band?.shownWord { code += "\" \(word)\"" }
    return marks.isSigned ? "+\(code);-\(code);\(code)" : code
  }
}

extension OutputBand {
  /// What a number format can hold of it: the library has room for 127 bytes.
  var shownWord: String? {
    let word = CellStyle.word(word)
    return word.isEmpty ? nil : word
  }
}
