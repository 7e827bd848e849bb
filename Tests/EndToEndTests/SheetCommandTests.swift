import FoundationEssentials
import Spreadsheets
import Testing

/// Looking into files, without a database.
@Suite struct SheetCommandTests {
  /// An office whose database cannot be reached: no command here may want it.
  private func office() async throws -> Office {
    try await Office.onOwnCluster().with(["HOTLINE_DATABASE": "host=/nonexistent dbname=none"])
  }

  @Test func aWorkbookIsShownAsItIsRead() async throws {
    let office = try await office()
    let list = try office.take("outreach-list.xlsx")
    let shown = try await office.with(["COLUMNS": "80"]).expect(0, "sheet", "show", list)
    for word in [
      "回访名单", "代码表", "hidden", "heading in row 4, data from row 5", "hidden rows: 1", "A1:G1", "00000000000",
    ] {
      #expect(shown.stdout.contains(word), "\(word)")
    }
    for line in shown.lines { #expect(displayWidth(String(line)) <= 80, "\(line)") }
    #expect(shown.stderr.isEmpty && !office.has("home/postgres"))
  }

  @Test func aCSVShowsItsEncodingInChineseToo() async throws {
    let office = try await office()
    let list = try office.take("outreach-list.csv")
    let shown = try await office.expect(0, "sheet", "show", list, "--lang", "zh")
    #expect(shown.stdout.contains("编码 GB18030，分隔符 ','") && shown.stdout.contains("表头在第 4 行"))
    #expect(shown.stdout.contains("客户名称*") && shown.stdout.contains("钱样例001"))
  }

  @Test func whatIsShownIsThereForScripts() async throws {
    let office = try await office()
    struct Shown: Decodable {
      struct Sheet: Decodable {
        struct Column: Decodable {
          let column: String
          let field: String?
          let types: [String: Int]
        }
        let name: String
        let visibility: String
        let headingRow: Int?
        let hiddenRows: Int?
        let columns: [Column]?
      }
      let kind: String
      let sheets: [Sheet]
    }
    let list = try office.take("outreach-list.xlsx")
    let ended = try await office.expect(0, "sheet", "show", list, "--sheet", "回访名单", "--format", "json")
    let shown = try JSONDecoder().decode(Shown.self, from: Data(ended.stdout.utf8))
    #expect(shown.kind == "workbook" && shown.sheets.map(\.visibility) == ["visible", "hidden"])
    #expect(shown.sheets[0].headingRow == 4 && shown.sheets[0].hiddenRows == 1 && shown.sheets[1].headingRow == nil)
    let phone = shown.sheets[0].columns?.first { $0.field == "phone" }
    #expect(phone?.column == "C" && phone?.types["text", default: 0] ?? 0 > 300)
    let columns = try await office.expect(0, "sheet", "show", list, "--format", "csv")
    #expect(columns.stdout.hasPrefix("sheet,column,heading,field,hidden,text,number"))
    #expect(columns.stdout.contains("回访名单,B,客户名称*,name,false,488,0,"))
  }

  @Test func everyCellComesOutTyped() async throws {
    let office = try await office()
    let list = try office.write("姓名;电话\n甲;\"1\n2\"\n\n乙;0871\n", to: "list.csv")
    let rows = try await office.expect(0, "sheet", "dump", list)
    #expect(
      rows.stdout == """
        {"sheet":"list","row":1,"hidden":false,"cells":["姓名","电话"]}
        {"sheet":"list","row":2,"hidden":false,"cells":["甲","1\\n2"]}
        {"sheet":"list","row":3,"hidden":false,"cells":[]}
        {"sheet":"list","row":4,"hidden":false,"cells":["乙","0871"]}

        """)
    let cells = try await office.expect(0, "sheet", "dump", list, "--format", "csv")
    #expect(cells.stdout.contains("list,4,B,false,text,0871,\r\n"))
    let array = try await office.expect(0, "sheet", "dump", list, "--format", "json")
    #expect(array.stdout.hasPrefix("[\n{") && array.stdout.hasSuffix("}\n]\n"))
    try await office.expect(0, "sheet", "dump", list, "-o", "rows.ndjson")
    #expect(office.has("rows.ndjson"))
    let typed = try await office.expect(0, "sheet", "dump", try office.take("outreach-list.xlsx"))
    #expect(
      typed.stdout.contains(#"{"date":"2024-03-03"}"#) && typed.stdout.contains(#""format":"00000000000","shown":"0"#))
    #expect(typed.stdout.contains(#""hidden":true"#) && typed.stderr.contains("sheet 代码表 is hidden"))
  }

  @Test func refusalsSayTheWayOut() async throws {
    let office = try await office()
    let page = try office.write("<html><table><tr><td>电话</td></tr></table></html>", to: "list.xls")
    let refused = try await office.expect(1, "sheet", "show", page, "--lang", "zh")
    #expect(refused.stderr.contains("网页") && refused.stderr.contains("另存为 .xlsx") && refused.stdout.isEmpty)
    #expect(try await office.expect(1, "sheet", "dump", "none.csv").stderr.contains("there is no such file"))
    let list = try office.take("outreach-list.xlsx")
    #expect(try await office.expect(2, "sheet", "dump", list, "--sheet", "3").stderr.contains("回访名单, 代码表"))
    #expect(try await office.expect(2, "sheet", "show", list, "--encoding", "klingon").stderr.contains("UTF-8"))
    for arguments in [["--format", "table"], ["-o", "rows.xlsx"]] {
      #expect(try await office.expect(2, ["sheet", "dump", list] + arguments).stderr.contains("sheet show"))
    }
  }

  @Test func aDamagedSheetGivesNoRowAtAll() async throws {
    let office = try await office()
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: Fixtures.path("outreach-list.xlsx"))))
    let name = Array("xl/worksheets/sheet1.xml".utf8)
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: name) })
    bytes[place + name.count + 4_000] ^= 0x10
    try Data(bytes).write(to: URL(filePath: "\(office.folder)/damaged.xlsx"))
    let ended = try await office.expect(1, "sheet", "dump", "damaged.xlsx", "--sheet", "1")
    #expect(ended.stdout.isEmpty && ended.stderr.contains("sheet1.xml"))
  }

  @Test func aReaderThatWantsOneLineEndsIt() async throws {
    let office = try await office()
    let list = try office.write(String(repeating: "样例,17000001119,昆明市\n", count: 50_000), to: "long.csv")
    let ended = try await office.hotline("sheet", "dump", list, closingOutputAfter: 1)
    #expect(ended.status == 141 && ended.stderr.isEmpty, "\(ended.status) \(ended.stderr)")
  }
}
