import CXlsxWriter
import Glibc

extension WorkbookWriter {
  /// What Excel takes for a list of choices, commas included.
  private static let longestChoices = 255

  /// Lets the cells of a column of the open sheet be filled from a list: Excel shows an arrow and refuses anything else. For
  /// the rows that were appended so far.
  ///
  /// - Returns: false where nothing is set: there are no rows, or the choices are longer together than Excel takes.
  @discardableResult
  public func offer(_ choices: [String], inColumn column: Int) throws(WriteError) -> Bool {
    let length = choices.reduce(max(0, choices.count - 1)) { $0 + $1.utf16.count }
    guard !choices.isEmpty, length <= Self.longestChoices else { return false }
    return try setChoices(choices, column)
  }
}

extension SheetWriter {
  /// Sets the choices of a column from the first row of data to the last.
  func setChoices(_ choices: [String], column: Int) throws(Failure) -> Bool {
    guard let rows = dataRows else { return false }
    // The library asks for pointers it could change, and copies what they point to.
    var texts = unsafe choices.map { unsafe strdup($0) } + [nil]
    defer { unsafe texts.forEach { unsafe free($0) } }
    let code = unsafe texts.withUnsafeMutableBufferPointer { buffer in
      var validation = unsafe lxw_data_validation()
      unsafe validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      unsafe validation.value_list = buffer.baseAddress
      return unsafe worksheet_data_validation_range(
        sheet, UInt32(rows.lowerBound), UInt16(column), UInt32(rows.upperBound), UInt16(column), &validation)
    }
    if code != LXW_NO_ERROR { throw Failure(code: code) }
    return true
  }
}
