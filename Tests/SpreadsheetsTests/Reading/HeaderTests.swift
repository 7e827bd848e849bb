import Spreadsheets
import Testing

@Suite struct HeaderTests {
  private let fields = [
    HeaderField(name: "phone", synonyms: ["电话", "手机", "手机号码", "联系电话", "Phone"], required: true),
    HeaderField(name: "phone2", synonyms: ["备用电话"]),
    HeaderField(name: "name", synonyms: ["姓名", "客户姓名", "Name"]),
    HeaderField(name: "address", synonyms: ["地址"], required: true),
  ]

  private func table(_ rows: [[String]]) -> [TableRow] {
    rows.enumerated().map { index, row in
      TableRow(number: index + 1, cells: row.map { $0.isEmpty ? .empty : .text($0) })
    }
  }

  @Test(arguments: [
    ("手机\n号码", "手机号码"), (" *姓　名（必填）", "姓名"), ("ＰＨＯＮＥ：", "phone"), ("地址\u{200B}", "地址"), ("（必填）电话*", "电话"), ("***", ""),
  ])
  func headingsAreComparedByWhatMatters(written: String, normal: String) {
    #expect(Header.normalise(written) == normal)
  }

  @Test func theHeadingIsFoundBelowTitlesAndNotes() throws {
    let found = try #require(
      Header.find(
        in: table([
          ["2024年外呼名单"], [], ["说明：电话必填"], ["序号", "姓名", "联系电话", "备注"], [], ["1", "张三", "13900000000"],
        ]), fields: fields))
    #expect(found.row == 4 && found.firstDataRow == 6)
    #expect(found.columns == ["name": 1, "phone": 2] && found.unmatched == ["序号", "备注"])
    #expect(found.headings == ["序号", "姓名", "联系电话", "备注"] && found.missing == ["address"] && found.ambiguous.isEmpty)
  }

  @Test func twoColumnsOfOneFieldAreAQuestion() throws {
    let found = try #require(Header.find(in: table([["电话", "手机", "姓名"], ["1", "2", "甲"]]), fields: fields))
    #expect(found.ambiguous.map(\.field) == ["phone"] && found.ambiguous.map(\.columns) == [[0, 1]])
    #expect(found.columns == ["name": 2] && found.missing == ["address"])
  }

  @Test func numberedHeadingsAreTheFieldsSoNamed() throws {
    let found = try #require(Header.find(in: table([["电话1", "电话2", "电话3"], ["1", "2", "3"]]), fields: fields))
    #expect(found.columns == ["phone": 0, "phone2": 1] && found.unmatched == ["电话3"])
  }

  @Test func ofTwoHeadingsTheLowerCounts() throws {
    let found = try #require(Header.find(in: table([["姓名", "电话"], ["客户姓名", "手机"], ["甲", "1"]]), fields: fields))
    #expect(found.row == 2)
  }

  @Test func aListWithoutAHeadingHasNone() {
    #expect(Header.find(in: table([["张三", "13900000000"], ["李四", "13900000001"]]), fields: fields) == nil)
    #expect(
      Header.find(in: table(Array(repeating: ["x"], count: 20) + [["姓名", "电话"], ["甲", "1"]]), fields: fields) == nil)
    #expect(Header.find(in: [], fields: fields) == nil)
  }

  @Test func aHeadingWithNothingBelowCounts() {
    #expect(Header.find(in: table([["姓名", "电话"]]), fields: fields)?.firstDataRow == 2)
  }
}
