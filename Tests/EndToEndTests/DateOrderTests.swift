import FoundationEssentials
import Testing

/// Dates that can be read in two ways: the column tells, or the clerk does.
@Suite struct DateOrderTests {
  private static func list(_ dates: [String]) -> String {
    "姓名,电话,到期日期\n"
      + dates.enumerated().map { "样例\($0.offset),1390000100\($0.offset),\($0.element)\n" }.joined()
  }

  /// A due day lasts to the midnight behind it.
  private static func due(_ office: Office) async throws -> [String] {
    try await office.expect(0, "order", "list", "--campaign", "spring", "--format", "ndjson").ndjson(Due.self)
      .compactMap(\.dueAt).sorted()
  }

  private struct Due: Decodable {
    let dueAt: String?
  }

  @Test func oneCellTellsForItsColumn() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write(Self.list(["03/04/2024", "25/04/2024"]), to: "told.csv")
    let answer = try await office.importAnswer(.importing(list, hidden: nil))
    #expect(answer.accepted == 2)
    #expect(try await Self.due(office).map { $0.prefix(10) } == ["2024-04-04", "2024-04-26"])
  }

  @Test func whereNoCellTellsTheClerkDoes() async throws {
    let office = try await Office.onTestServer()
    let list = try office.write(Self.list(["03/04/2024", "05/06/2024"]), to: "open.csv")
    let check = ["import", "check"] + [String].importing(list, hidden: nil).dropFirst(2)
    let refused = try await office.expect(3, check)
    #expect(refused.stderr.contains("--dates"))
    #expect(try await office.importAnswer(check + ["--dates", "mdy"]).accepted == 2)
    let answer = try await office.importAnswer(.importing(list, hidden: nil) + ["--dates", "dmy"])
    #expect(answer.accepted == 2)
    #expect(try await Self.due(office).map { $0.prefix(10) } == ["2024-04-04", "2024-06-06"])
    let wrong = try await office.expect(2, check + ["--dates", "day"])
    #expect(wrong.stderr.contains("dmy"))
  }

  @Test func aColumnOfMidnightsHoldsDaysAndOtherMidnightsAreTold() async throws {
    struct Told: Decodable { let accepted: Int, warnings: [String: Int] }
    let office = try await Office.onTestServer()
    func taken(_ dates: [String], _ file: String, status: Int32 = 0) async throws -> Told {
      let list = try office.write(
        "姓名,电话,到期日期\n"
          + dates.enumerated().map { "样例,139\(file.utf8.count)000100\($0.offset),\($0.element)\n" }.joined(), to: file)
      return try await office.expect(
        status, "import", "run", list, "--as", "outreach", "--campaign", "spring", "--format", "json"
      ).json(Told.self)
    }
    let days = try await taken(["2024-03-03 00:00:00", "4/25/2024 12:00:00 AM", "2024-06-07"], "a.csv")
    #expect(days.accepted == 3 && days.warnings.isEmpty)
    #expect(try await Self.due(office).map { $0.prefix(10) } == ["2024-03-04", "2024-04-26", "2024-06-08"])
    // 24:00 is the end of its day, and where one cell tells a time, 00:00 is one.
    let times = try await taken(["2025-03-03 00:00", "2025-04-04 24:00", "2025-05-05 09:30"], "bb.csv")
    #expect(times.accepted == 3 && times.warnings == ["due-at-midnight": 1])
    #expect(
      try await Self.due(office).suffix(3).map { $0.prefix(16) } == [
        "2025-03-03T00:00", "2025-04-05T00:00", "2025-05-05T09:30",
      ])
    #expect(try await taken(["2026-03-03 24:00", "2026-04-04 24:00"], "ccc.csv").warnings.isEmpty)
    #expect(try await Self.due(office).suffix(2).map { $0.prefix(10) } == ["2026-03-04", "2026-04-05"])
    // What says its distance from UTC is one moment, as our own lists write it; 00:00, too.
    let instants = ["2027-03-03T00:00:00+00:00", "2027-03-04T08:00:00-05:00", "2027-03-05T00:00:00Z"]
    let told = try await taken(instants + ["2027-13-05T00:00:00Z"], "eeeee.csv", status: 3)
    #expect(told.accepted == 3 && told.warnings.isEmpty)
    let due = try await Self.due(office).suffix(3)
    #expect(try due.map { try Date($0, strategy: .iso8601) } == instants.map { try Date($0, strategy: .iso8601) })
  }
}
