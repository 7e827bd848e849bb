import FoundationEssentials
import Testing

/// A city's requests come in: `fixtures/boston-311-2015.overdue.json` says which were overdue when.
@Suite struct BoardTests {
  @Test func overdueIsWhatAnIndependentScriptFinds() async throws {
    let truth = try JSONDecoder().decode(
      [String: [String]].self, from: Data(try Fixtures.text("boston-311-2015.overdue.json").utf8))
    #expect(truth.count == 10)
    let office = try await Office.onTestServer()
    try await office.expect(
      0, .importingRequests(try office.take("boston-311-2015.xlsx"), map: try office.take("boston-311.map.yaml")))
    for (instant, keys) in truth.sorted(by: { $0.key < $1.key }) {
      let ended = try await office.expect(
        0, "order", "list", "--overdue", "--as-of", instant, "--format", "ndjson")
      let orders = try ended.ndjson(OrderAnswer.self)
      #expect(orders.compactMap(\.key).sorted() == keys, "as of \(instant)")
      #expect(!orders.contains { !$0.overdue })
    }
  }

  @Test func aRebuildChangesNothing() async throws {
    let office = try await Office.onTestServer()
    let batch = try #require(
      try await office.importAnswer(.importing(try office.take("outreach-list.xlsx")), status: 3).batch)
    let no = try #require(
      try await office.expect(0, "order", "list", "--limit", "1", "--format", "ndjson").ndjson(OrderAnswer.self).first?
        .no)
    try await office.expect(0, "order", "act", no, "reach")
    try await office.expect(0, "remind", "run")
    func seen() async throws -> [String] {
      var seen: [String] = []
      for arguments in [
        ["order", "list"], ["order", "list", "--as-of", "-1d"], ["import", "list"],
        ["import", "show", batch, "--rows"],
        ["remind", "plan", "--until", "2030-01-01"], ["projection", "parked", "parties"],
      ] {
        // Half a minute may lie between two looks, so no table of "now".
        seen.append(try await office.expect(0, arguments + ["--format", "ndjson"]).stdout)
      }
      return seen
    }
    let before = try await seen()
    for name in ["order-board", "order-counts", "timers", "batches", "parties", "outbox"] {
      try await office.expect(0, "projection", "rebuild", name)
    }
    #expect(try await seen() == before)
    // Nothing is fired or sent again.
    let again = try await office.expect(0, "remind", "run", "--format", "json").stdout
    #expect(again.contains(#""fired":0"#) && again.contains(#""delivered":0"#))
  }
}
