import Spreadsheets
import Testing

/// The cleaners against the truth that the fixtures' generator wrote by its own reading of the rules.
@Suite struct OutreachListTests {
  private struct Truth {
    var row: Int
    var reason: String
    var number: String
    var dialled: String
  }

  /// This file lies three folders below the repository.
  private static let fixtures = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/fixtures"

  /// Rows a cleaner decides: accepted, duplicate or rejected.
  private static func truth() throws -> [Truth] {
    var rows: [Truth] = []
    _ = try TableFile.open(fixtures + "/outreach-list.truth.csv").readRows(of: 0) { row in
      let cells = (0..<6).map { row[$0].shown }
      if let number = Int(cells[1]), cells[2] != "skipped" {
        let isRejected = cells[2] == "rejected"
        rows.append(Truth(row: number, reason: isRejected ? cells[3] : "", number: cells[4], dialled: cells[5]))
      }
      return true
    }
    return rows
  }

  @Test(arguments: ["outreach-list.xlsx", "outreach-list.csv"])
  func everyRowIsCleanedAsTheTruthSays(file: String) throws {
    var rows: [Int: TableRow] = [:]
    _ = try TableFile.open("\(Self.fixtures)/\(file)").readRows(of: 0) { row in
      rows[row.number] = row
      return true
    }
    // 序号 | 客户名称* | 联系电话（必填） | 地址 | 到期日期 | 产品型号 | 备注
    let (phones, dates) = (PhoneCleaner(), DateCleaner())
    let truth = try Self.truth()
    #expect(truth.count > 400)
    for expected in truth {
      let row = try #require(rows[expected.row], "row \(expected.row)")
      let said = "row \(expected.row): \(row[2]) \(row[4])"
      switch (phones.clean(row[2]), dates.clean(row[4])) {
      case (.failure(let problem), _): #expect(problem.rawValue == expected.reason, "\(said)")
      case (.success, .failure(let problem)): #expect(problem.rawValue == expected.reason, "\(said)")
      case (.success(let numbers), .success):
        #expect(expected.reason == "", "\(said)")
        // A duplicate's number is not told.
        if !expected.number.isEmpty {
          #expect(numbers.first?.number == expected.number, "\(said)")
          #expect(numbers.first?.extension ?? "" == expected.dialled, "\(said)")
        }
      }
    }
  }
}
