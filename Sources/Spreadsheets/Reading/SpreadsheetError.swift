/// Why a file cannot be read as a table. The first value names the file; the words say the way out.
public enum SpreadsheetError: Error, Sendable, Equatable {
  /// There is no such file.
  case notFound(String)
  /// It is a folder.
  case isDirectory(String)
  /// The system refuses to read it; `reason` is the system's text.
  case unreadable(String, reason: Wording)
  /// It has no bytes, or no rows could ever be in it.
  case empty(String)
  /// The old binary .xls.
  case oldExcel(String)
  /// The binary .xlsb.
  case binaryExcel(String)
  /// An OpenDocument spreadsheet, .ods.
  case openDocument(String)
  /// A workbook with a password.
  case encrypted(String)
  /// Something else; `is` says what it looks like ("a PDF document").
  case notASpreadsheet(String, is: Wording)
  /// A table, but named as another kind: `is` is what it holds, `ending` the ending it should have.
  case misnamed(String, is: Wording, ending: String)
  /// A part is damaged or contradicts itself.
  case broken(String, part: Wording, reason: Wording)
  /// It is, or would unpack to, more than a table can sensibly hold.
  case tooLarge(String, part: Wording, reason: Wording)
  /// A part declares a document type, as only attacks do.
  case dtd(String, part: String)
  /// Two entries have one name, so that two readers could see two different tables.
  case duplicateEntry(String, entry: String)
  /// A byte that the encoding does not have, `offset` from 0, `line` from 1.
  case undecodable(String, encoding: String, offset: Int, line: Int)
  /// Neither UTF-8 nor plausible GB18030.
  case unknownEncoding(String)
  /// There is no sheet with this index.
  case noSuchSheet(String, index: Int)
  /// It is not the file any more that was opened.
  case changed(String)
}

extension SpreadsheetError: CustomStringConvertible {
  /// The English words.
  public var description: String { words.en }

  /// The file, the reason and the way out, in one line.
  public var words: Wording {
    switch self {
    case .notFound(let file):
      Wording(zh: "\(file)：没有这个文件；请检查文件名和文件夹", en: "\(file): there is no such file; check the name and the folder")
    case .isDirectory(let file): Wording(zh: "\(file) 是文件夹；请给出其中的文件", en: "\(file) is a folder; give a file in it")
    case .unreadable(let file, let reason):
      Wording(zh: "\(file) 无法读取：\(reason.zh)", en: "\(file) cannot be read: \(reason.en)")
    case .empty(let file): Wording(zh: "\(file) 是空的；请重新导出", en: "\(file) is empty; export the list again")
    case .oldExcel(let file):
      Wording(
        zh: "\(file) 是旧版 Excel 工作簿（.xls）；请在 Excel 中另存为 .xlsx 后再试",
        en: "\(file) is an old Excel workbook (.xls); save it as .xlsx in Excel and try again")
    case .binaryExcel(let file):
      Wording(
        zh: "\(file) 是二进制 Excel 工作簿（.xlsb）；请在 Excel 中另存为 .xlsx 后再试",
        en: "\(file) is a binary Excel workbook (.xlsb); save it as .xlsx in Excel and try again")
    case .openDocument(let file):
      Wording(
        zh: "\(file) 是 OpenDocument 表格（.ods）；请在 LibreOffice 或 Excel 中另存为 .xlsx 后再试",
        en: "\(file) is an OpenDocument spreadsheet (.ods); save it as .xlsx in LibreOffice or Excel and try again")
    case .encrypted(let file):
      Wording(
        zh: "\(file) 有密码保护；请在 Excel 中取消密码，另存为 .xlsx 后再试",
        en: "\(file) is protected by a password; remove it in Excel, save as .xlsx and try again")
    case .notASpreadsheet(let file, let kind):
      Wording(
        zh: "\(file) 不是表格，而是\(kind.zh)；请给出 .xlsx 或 .csv 文件",
        en: "\(file) is not a spreadsheet but \(kind.en); give an .xlsx or a .csv")
    case .misnamed(let file, let kind, let ending):
      Wording(
        zh: "\(file) 的内容是\(kind.zh)；请把文件名改成以 \(ending) 结尾后再试",
        en: "\(file) holds \(kind.en); rename it to end in \(ending) and try again")
    case .broken(let file, let part, let reason):
      Wording(
        zh: "\(file) 已损坏：\(part.zh)：\(reason.zh)；请用 Excel 打开后重新保存，或重新获取该文件",
        en: "\(file) is damaged: \(part.en): \(reason.en); open it in Excel, save it again, or get a fresh copy")
    case .tooLarge(let file, let part, let reason):
      Wording(
        zh: "\(file) 太大：\(part.zh)：\(reason.zh)；请拆成几个文件",
        en: "\(file) is too large: \(part.en): \(reason.en); split it into several")
    case .dtd(let file, let part):
      Wording(
        zh: "\(file) 被拒绝：\(part) 声明了文档类型，表格软件从不这样写；请用 Excel 重新保存",
        en:
          "\(file) is refused: \(part) declares a document type, which no spreadsheet program writes; save it again in Excel"
      )
    case .duplicateEntry(let file, let entry):
      Wording(
        zh: "\(file) 被拒绝：其中有两个 \(entry)，可以读出两种内容；请用 Excel 重新保存",
        en: "\(file) is refused: it holds \(entry) twice and could be read in two ways; save it again in Excel")
    case .undecodable(let file, let encoding, let offset, let line):
      Wording(
        zh: "\(file) 不是 \(encoding) 编码：第 \(line) 行的字节 \(offset) 在该编码中没有意义；请用 --encoding 指定其他编码",
        en:
          "\(file) is not \(encoding): byte \(offset) in line \(line) has no meaning there; name another with --encoding"
      )
    case .unknownEncoding(let file):
      Wording(
        zh: "\(file) 既不是 UTF-8 也不像中文（GB18030）；请用 --encoding 指定编码，例如 --encoding windows-1252",
        en: "\(file) is neither UTF-8 nor Chinese text (GB18030); name its encoding, such as --encoding windows-1252")
    case .noSuchSheet(let file, let index):
      Wording(zh: "\(file) 没有第 \(index + 1) 张工作表", en: "\(file) has no sheet \(index + 1)")
    case .changed(let file):
      Wording(
        zh: "\(file) 在读取时被修改；请等它保存完后再试", en: "\(file) changed while it was read; wait until it is saved and try again")
    }
  }
}

extension Wording {
  static let container = Wording(zh: "压缩容器", en: "the zip container")
  static let workbook = Wording(zh: "工作簿", en: "the workbook")
  static let missing = Wording(zh: "缺失", en: "it is missing")
  static let suspicious = Wording(
    zh: "展开后远大于文件本身，只有恶意文件才这样", en: "it unpacks to far more than it is, as only attacks do")
}
