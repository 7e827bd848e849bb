import FoundationEssentials
import Testing

/// A city's months: what our reports say is what a script that knows nothing of them counts, to the digit.
@Suite struct BostonReportTests {
  /// What `fixtures/generate/boston_report_truth.py` prints.
  private struct Truth: Decodable {
    let months: [String: [[ReportCell]]]
    let comparison: [String: [String: [[Double?]]]]
  }

  private typealias Row = [String: ReportCell]

  private static let columns = ["opened", "finished", "on-time", "late", "open", "overdue", "on-time-rate"]

  @Test func theMonthsOfFiveThousandRequestsAreThoseOfAnIndependentScript() async throws {
    let office = try await Self.boston()
    try await office.expect(
      0, .importingRequests(try office.take("boston-311-2015.xlsx"), map: try office.take("boston-311.map.yaml")))
    try await compare(office, with: try Fixtures.text("boston-311-2015.report.json"))
  }

  @Test(
    .enabled(
      if: Fixtures.city != nil && Fixtures.hasPython,
      "../shared/data/boston-311 is not beside the repository, or there is no python3"),
    .enabled(
      if: ProcessInfo.processInfo.environment["HOTLINE_WHOLE_CITY"] != nil,
      "takes a minute and more: HOTLINE_WHOLE_CITY=1 runs it"))
  func theMonthsOfTheWholeCityAreThoseOfAnIndependentScript() async throws {
    let city = try #require(Fixtures.city)
    let office = try await Self.boston()
    let truth = try await Hotline.run(
      ["-c", "python3 \"$0\" \"$1\"", Fixtures.path("generate/boston_report_truth.py"), city], program: "/bin/sh",
      environment: office.environment, directory: office.folder)
    #expect(truth.status == 0, "\(truth.stderr)")
    let unpacked = try await Hotline.run(
      ["-c", "gzip -dc \"$0\" > city.csv", city], program: "/bin/sh", environment: office.environment,
      directory: office.folder)
    #expect(unpacked.status == 0, "\(unpacked.stderr)")
    try await office.expect(0, .importingRequests("city.csv", map: try office.take("boston-311.map.yaml")))
    try await compare(office, with: truth.stdout)
  }

  /// An office in the city: an office takes the zone of its first command.
  private static func boston() async throws -> Office {
    try await Office.onTestServer().with(["HOTLINE_TIME_ZONE": "America/New_York"])
  }

  /// A share as reports tell it to scripts: four decimals.
  private static func told(_ figure: Double?) -> Double? { figure.map { ($0 * 10_000).rounded() / 10_000 } }

  private func compare(_ office: Office, with text: String) async throws {
    let truth = try JSONDecoder().decode(Truth.self, from: Data(text.utf8))
    #expect(truth.months.count == 6 && truth.comparison.count == 5)
    let yaml = """
      report: city-months
      labels: {zh: 月度, en: Months}
      purpose: {zh: 按部门和类型, en: by department and type}
      time: period
      tables:
        - name: all
          labels: {zh: 总体, en: All}
          rows: []
          measures: [\(Self.columns.joined(separator: ", "))]
        - name: units
          labels: {zh: 部门, en: Departments}
          rows: [unit]
          measures: [\(Self.columns.joined(separator: ", "))]
        - name: types
          labels: {zh: 类型, en: Types}
          rows: [category]
          measures: [\(Self.columns.joined(separator: ", "))]
        - name: cells
          labels: {zh: 部门和类型, en: Cells}
          rows: [unit, category]
          measures: [\(Self.columns.joined(separator: ", "))]
      """
    try await office.expect(0, "report", "publish", try office.write(yaml, to: "city-months.yaml"))
    struct Document: Decodable { let tables: [String: [Row]] }
    for (month, expected) in truth.months.sorted(by: { $0.key < $1.key }) {
      let tables = try await run(office, "city-months", month, "--format", "json").json(Document.self).tables
      var told: [[String]: [Double?]] = [:]
      for (table, keys) in [
        ("all", [String]()), ("units", ["unit"]), ("types", ["category"]), ("cells", ["unit", "category"]),
      ] {
        for row in tables[table] ?? [] {
          let place = ["unit", "category"].map { keys.contains($0) ? row[$0]?.text ?? "-" : "*" }
          told[place] = Self.columns.map { row[$0]?.number }
        }
      }
      var (same, count) = (0, 0)
      for line in expected {
        let place = line.prefix(2).map { $0.text ?? "" }
        let figures = told[place] ?? []
        count += 1
        if figures == line.dropFirst(2).map({ Self.told($0.number) }) {
          same += 1
        } else if same + 3 > count {
          Issue.record("\(month) \(place): \(figures), the script says \(line.dropFirst(2))")
        }
      }
      #expect(same == count && told.count == count, "\(month): \(same) of \(count), told \(told.count)")
    }
    // Each month beside the one before, by department: value, base, difference, share; of the rate the points.
    for (month, departments) in truth.comparison {
      let rows = try await run(
        office, "city-months", month, "--table", "units", "--compare", "previous", "--format", "ndjson"
      ).ndjson(Row.self)
      for (department, expected) in departments where department != "*" {
        guard let row = rows.first(where: { $0["unit"]?.text == department }) else {
          Issue.record("\(month) \(department) is not told")
          continue
        }
        for (column, figures) in zip(Self.columns, expected) {
          var told = [column, "\(column).base", "\(column).difference", "\(column).change"].map { row[$0]?.number }
          // 1.21 percentage points are 0.0121.
          if let points = row["\(column).difference-pp"]?.number { told[2] = (points * 100).rounded() / 10_000 }
          #expect(Array(told.prefix(figures.count)) == figures.map(Self.told), "\(month) \(department) \(column)")
        }
      }
    }
  }

  private func run(_ office: Office, _ report: String, _ month: String, _ more: String...) async throws -> Hotline.Ended
  {
    try await office.expect(0, ["report", "run", report, "--period", month] + more)
  }
}

extension Fixtures {
  /// The city's whole table, where it lies beside the repository.
  fileprivate static let city: String? = {
    let table = Fixtures.path("../../shared/data/boston-311/2015-h1.csv.gz")
    return FileManager.default.fileExists(atPath: table) ? table : nil
  }()

  fileprivate static let hasPython = FileManager.default.fileExists(atPath: "/usr/bin/python3")
}
