import Testing

/// A cell of the corpus, and what one sees in it by at least one other reader.
struct CorpusCell: Sendable, CustomTestStringConvertible {
  let file: String
  let sheet: String
  let row: Int
  let column: Int
  let shown: String

  init(_ file: String, _ sheet: String, _ row: Int, _ column: Int, _ shown: String) {
    self.file = file
    self.sheet = sheet
    self.row = row
    self.column = column
    self.shown = shown
  }

  var testDescription: String { "\(file) \(sheet) \(row):\(column)" }

  /// From `scripts/peer-check --cells`, and below them what only we and the specification know.
  static let all = [
    CorpusCell("001-InvalidFirstPageNumber.xlsx", "TestLookup", 3, 1, "Key1"),
    CorpusCell("002-tdf111974.xlsm", "OP PLAN", 109, 87, "September"),
    CorpusCell("002-tdf111974.xlsm", "17 CY Downweeks", 13, 14, "0"),
    CorpusCell("003-formats.xlsx", "Sheet1", 3, 2, "-1234"),
    CorpusCell("003-formats.xlsx", "Sheet4", 2, 2, "1966-12-29"),
    CorpusCell("004-preserve_space.xlsx", "Sheet1", 1, 2, "123\n456"),
    CorpusCell("006-jewelershealthcare.com-census.1.xlsx", "Sheet1", 6, 3, "31406"),
    CorpusCell("007-root_relationships.xlsx", "Sheet", 1, 2, "This"),
    CorpusCell("008-NoDimensionOrCellReferenceAttribute.xlsx", "Continent", 3, 7, "5"),
    CorpusCell("008-NoDimensionOrCellReferenceAttribute.xlsx", "Country", 10, 5, "0"),
    CorpusCell("009-Test_BigFormatted.xlsx", "TjpAvgift", 27873, 3, "Btp"),
    CorpusCell("010-Test_git_issue_385_backslash.xlsx", "Sheet1", 6, 7, "10x20"),
    CorpusCell("011-Test_Encoding_Formula_Date_1520.xlsx", "Sheet1", 4, 3, "8"),
    CorpusCell("012-Test_LotsOfSheets.xlsx", "$E GUIDANCE NOTES ", 13, 2, "DETAILED NOTES"),
    CorpusCell("012-Test_LotsOfSheets.xlsx", "DeNormalisedData", 526, 6, "Other"),
    CorpusCell("013-roo_1904_base.xlsx", "Prices", 2, 1, "2013-04-19"),
    CorpusCell("014-formulae_test_simple.xlsx", "Sheet1", 4, 1, "4"),
    CorpusCell("015-large_strings.xlsx", "Large Strings", 19, 7, "aaaaaaaaaaaaaaaaaaa"),
    CorpusCell("015-large_strings.xlsx", "longwordslist", 8811, 2, "mastersinger"),
    CorpusCell("016-sheet_visibility_strict.xlsx", "Visible", 2, 4, "105"),
    CorpusCell("016-sheet_visibility_strict.xlsx", "VeryHidden", 2, 6, "105"),
    CorpusCell("017-wtf_path.xlsx", "SheetJS", 3, 2, "baz"),
    CorpusCell("017-wtf_path.xlsx", "Hidden", 3, 1, "2"),
    CorpusCell("018-stress002.xlsx", "Start Here", 61, 2, "4)  Saving the File"),
    CorpusCell("018-stress002.xlsx", "BCSO", 300, 7, "3183"),
    CorpusCell("019-stress020.xlsx", "Sheet1", 29, 1, "3.非银行业金融机构贷款"),
    CorpusCell("027-datetime.xlsx", "Sheet1", 1, 1, "2011-09-15 15:22:00"),
    CorpusCell("028-sheets_order.xlsx", "b", 14, 2, "8"),
    CorpusCell("028-sheets_order.xlsx", "a", 6, 1, "AAA"),
    CorpusCell("029-skip_empty_lines.xlsx", "Реестр", 2, 2, "url"),
    CorpusCell("030-issue139.xlsx", "bad_xlsx_dates", 2, 1, "2994626"),
    CorpusCell("031-inlineStr.xlsx", "inlineStr", 2, 1, "78 ก.ม.3"),
    CorpusCell("032-with_xml_prefix.xlsx", "sheet", 2, 1, "foo"),
    CorpusCell("033-phonetic.xlsx", "Sheet1", 2, 1, "foo"),
    CorpusCell("035-test-issue-877.xlsx", "Ersatzteilliste", 19, 7, "Stück"),
    CorpusCell("035-test-issue-877.xlsx", "Schweißgerät", 13, 4, "Prüfung in Ordnung"),
    CorpusCell("036-test-issue-880.xlsx", "A", 4, 1, "#REF!"),
    CorpusCell("036-test-issue-880.xlsx", "Schweißgerät", 13, 4, "Prüfung in Ordnung"),
    CorpusCell("037-chart_gradient02.xlsx", "Sheet1", 3, 2, "6"),
    CorpusCell("038-hyperlink04.xlsx", "Sheet1", 12, 5, "Sheet1!J1"),
    CorpusCell("039-MergeCell.xlsx", "Sheet1", 11, 4, "D11"),
    CorpusCell("042-bad_link.xlsx", "bad_link", 1, 1, "Test"),
    CorpusCell("043-implicit_coordinates.xlsx", "Sheet1", 1, 1, "Test"),
    CorpusCell("044-name_with_leading_slash.xlsx", "Лист1", 208, 7, "Москва, м. Бауманская"),
    CorpusCell("045-x000D.xlsx", "情人节活动", 1, 7, "用例分级"),
    CorpusCell("046-date_iso.xlsx", "Sheet", 2, 1, "2021-01-01 10:10:10"),
    CorpusCell("047-inlineStr_cdata.xlsx", "Sheet1", 2, 1, "12345"),
    CorpusCell("049-issue_174.xlsx", "Sheet1", 1, 11, "Your Company"),
    CorpusCell("050-rph.xlsx", "Sheet1", 1, 1, "課きく　毛こ"),
    CorpusCell("051-bug304.xlsx", "Sheet1", 4, 49, "00:00:00"),
    CorpusCell("053-vba+comments.xlsm", "Form Controls", 8, 2, "2"),
    CorpusCell("054-embedded-chartsheet.xlsx", "iris", 79, 3, "5"),
    CorpusCell("054-embedded-chartsheet.xlsx", "quakes", 500, 5, "23"),
    CorpusCell("055-types.xlsx", "guess_me", 3, 3, "2017-02-28"),
    CorpusCell("055-types.xlsx", "text_coercion", 6, 2, "floating point"),
    CorpusCell("056-utf8-sheet-names.xlsx", "µ", 2, 1, "1"),
    CorpusCell("056-utf8-sheet-names.xlsx", "∂", 2, 1, "1"),
    CorpusCell("060-Issue492_empty_row.xlsx", "BLS Data Series", 4, 1, "Series Id:"),
    // Line ends that Excel wrote as _x000D_.
    CorpusCell(
      "045-x000D.xlsx", "情人节活动", 2, 8, "1、实物奖中奖概率设置为100%\r\n2、抽到的是卡片1\r\n3、虚拟奖中奖概率设置为100%"),
    // A time alone, and a day of the 1904 system.
    CorpusCell("046-date_iso.xlsx", "Sheet", 3, 1, "0.423726851851852"),
    CorpusCell("011-Test_Encoding_Formula_Date_1520.xlsx", "Sheet1", 3, 5, "0.458333333333333"),
    // A serial number beyond the year 9999.
    CorpusCell("030-issue139.xlsx", "bad_xlsx_dates", 2, 1, "2994626"),
  ]
}
