import Testing

@testable import Spreadsheets

@Suite struct SheetChoicesTests {
  private func sheet(_ choices: [String], rows: Int) throws -> (isSet: Bool, xml: String) {
    var result = (isSet: false, xml: "")
    try withFolder { folder in
      let path = folder + "/list.xlsx"
      let writer = try WorkbookWriter(path, properties: WorkbookProperties(title: "t", createdUnixSeconds: 1))
      try writer.addSheet("名单", title: "样例", columns: [OutputColumn("工单号", .code), OutputColumn("结果")])
      for number in 0..<rows { try writer.append([.text("\(number)")]) }
      result.isSet = try writer.offer(choices, inColumn: 1)
      _ = try writer.finish()
      result.xml = try #require(parts(of: path)["xl/worksheets/sheet1.xml"])
    }
    return result
  }

  @Test func theCellsOfEveryRowOfferTheChoices() throws {
    let (isSet, xml) = try sheet(["miss 无人接听", "complete 完成"], rows: 3)
    #expect(isSet)
    #expect(xml.contains("type=\"list\"") && xml.contains("sqref=\"B3:B5\""))
    #expect(xml.contains("<formula1>\"miss 无人接听,complete 完成\"</formula1>"))
  }

  @Test func whatExcelWouldNotTakeIsNotSet() throws {
    for (choices, rows) in [(Array(repeating: "0123456789", count: 25), 3), ([], 3), (["a"], 0)] {
      let (isSet, xml) = try sheet(choices, rows: rows)
      #expect(!isSet && !xml.contains("dataValidation"))
    }
  }
}
