import Foundation
import Spreadsheets
import Testing

@Suite struct SurveyTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  private func survey(_ text: String) throws -> SheetSurvey {
    try TableFile.open(try scratch.file("list.csv", text)).survey(0)
  }

  @Test func aListIsUnderstoodBelowItsTitle() throws {
    let survey = try survey("客户回访名单\n\n姓名,联系电话,金额,产品\n甲,13900000000,1.5,\n乙,0871-6000000,2,A1\n\n")
    #expect(survey.heading?.row == 3 && !survey.isHeadingGuessed && survey.heading?.firstDataRow == 4)
    #expect(survey.heading?.columns == ["name": 0, "phone": 1, "amount": 2])
    #expect(survey.rowCount == 6 && survey.blankRowCount == 2 && survey.lastRow == 5 && survey.cellCount == 12)
    #expect(survey.columns.map(\.counts) == [[.text: 2], [.text: 2], [.text: 2], [.text: 1]])
    #expect(survey.columns.map(\.digitTextCount) == [0, 1, 1, 0])
    #expect(survey.firstRows.map(\.number) == [1, 3, 4, 5])
  }

  @Test func unknownWordsAreAHeadingByTheirLooks() throws {
    let survey = try survey("colour,weight,maker\nred,1,x\nblue,2,y\n")
    #expect(survey.isHeadingGuessed && survey.heading?.row == 1 && survey.heading?.columns == [:])
    #expect(survey.heading?.headings == ["colour", "weight", "maker"])
  }

  @Test func rowsOfDataAreNoHeading() throws {
    #expect(try survey("1,2\n3,4\n").heading == nil)
    #expect(try survey("甲,13900000000\n乙,13900000001\n").heading == nil)
  }

  @Test func numbersKeepTheirFormatsAndKindsAreCounted() throws {
    let rows = (0..<5).map {
      "<row><c s=\"1\"><v>\($0)</v></c><c s=\"2\"><v>45352</v></c><c t=\"e\"><v>#REF!</v></c></row>"
    }
    let book = MadeWorkbook(sheet: "<sheetData>\(rows.joined())</sheetData>", formats: ["00000000000", "yyyy/m/d"])
    let survey = try TableFile.open(try scratch.file("kinds.xlsx", book.bytes)).survey(0)
    #expect(survey.columns.map(\.counts) == [[.number: 5], [.date: 5], [.error: 5]])
    #expect(survey.columns[0].formats == ["00000000000"])
  }

  @Test func itEndsWhenItIsCancelled() throws {
    let file = try TableFile.open(try scratch.file("long.csv", String(repeating: "甲,1\n", count: 9_000)))
    #expect(throws: CancellationError.self) { try file.survey(0, isCancelled: { true }) }
  }
}
