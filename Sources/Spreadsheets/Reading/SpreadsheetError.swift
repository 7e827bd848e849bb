/// Why a file cannot be read as a table. The first value names the file; the text says the way out.
public enum SpreadsheetError: Error, Sendable, Equatable {
  /// There is no such file.
  case notFound(String)
  /// It is a folder.
  case isDirectory(String)
  /// The system refuses to read it; `reason` is the system's text.
  case unreadable(String, reason: String)
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
  case notASpreadsheet(String, is: String)
  /// A table, but named as another kind: `is` is what it holds, `ending` the ending it should have.
  case misnamed(String, is: String, ending: String)
  /// A part is damaged or contradicts itself.
  case broken(String, part: String, reason: String)
  /// It is, or would unpack to, more than a table can sensibly hold.
  case tooLarge(String, part: String, reason: String)
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
  /// The file, the reason and the way out, in one line.
  public var description: String {
    switch self {
    case .notFound(let file): "\(file): there is no such file; check the name and the folder"
    case .isDirectory(let file): "\(file) is a folder; give a file in it"
    case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
    case .empty(let file): "\(file) is empty; export the list again"
    case .oldExcel(let file): "\(file) is an old Excel workbook (.xls); save it as .xlsx in Excel and try again"
    case .binaryExcel(let file): "\(file) is a binary Excel workbook (.xlsb); save it as .xlsx in Excel and try again"
    case .openDocument(let file):
      "\(file) is an OpenDocument spreadsheet (.ods); save it as .xlsx in LibreOffice or Excel and try again"
    case .encrypted(let file): "\(file) is protected by a password; remove it in Excel, save as .xlsx and try again"
    case .notASpreadsheet(let file, let kind): "\(file) is not a spreadsheet but \(kind); give an .xlsx or a .csv"
    case .misnamed(let file, let kind, let ending): "\(file) holds \(kind); rename it to end in \(ending) and try again"
    case .broken(let file, let part, let reason):
      "\(file) is damaged: \(part): \(reason); open it in Excel, save it again, or get a fresh copy"
    case .tooLarge(let file, let part, let reason): "\(file) is too large: \(part): \(reason); split it into several"
    case .dtd(let file, let part):
      "\(file) is refused: \(part) declares a document type, which no spreadsheet program writes; save it again in Excel"
    case .duplicateEntry(let file, let entry):
      "\(file) is refused: it holds \(entry) twice and could be read in two ways; save it again in Excel"
    case .undecodable(let file, let encoding, let offset, let line):
      "\(file) is not \(encoding): byte \(offset) in line \(line) has no meaning there; name another with --encoding"
    case .unknownEncoding(let file):
      "\(file) is neither UTF-8 nor Chinese text (GB18030); name its encoding, such as --encoding windows-1252"
    case .noSuchSheet(let file, let index): "\(file) has no sheet \(index + 1)"
    case .changed(let file): "\(file) changed while it was read; wait until it is saved and try again"
    }
  }
}
