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
}
