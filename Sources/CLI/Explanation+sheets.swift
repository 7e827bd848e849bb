import Spreadsheets

extension Explanation {
  /// Why a file cannot be read as a table.
  static func sheet(_ error: SpreadsheetError) -> Text {
    let words = error.words
    return Text(zh: words.zh, en: words.en)
  }
}
