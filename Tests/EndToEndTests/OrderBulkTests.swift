import Testing

/// Many orders at once, and back.
@Suite struct OrderBulkTests {
  private struct Item: Decodable, Equatable { let no, outcome: String }

  private static func orders(_ count: Int, _ office: Office) async throws -> [String] {
    let file = try office.write(
      (0..<count).map { #"{"process":"complaint","title":"Leak \#($0)"}"# }.joined(separator: "\n"), to: "new.ndjson")
    try await office.expect(0, "order", "open", "--json", file)
    return try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).map(\.no)
  }

  @Test func aBulkIsDoneOneByOneAndTakenBackWhereNothingHappenedSince() async throws {
    let office = try await Office.onTestServer()
    let numbers = try await Self.orders(4, office)
    let filter = ["order", "act", "--where", "state=new", "dispatch", "--unit", "repairs"]
    let asked = try await office.expect(2, filter)
    #expect(asked.stderr.contains("4 orders") && asked.stderr.contains("--yes"))
    let head = try await office.head()
    #expect(try await office.expect(0, filter + ["--dry-run"]).stderr.contains("nothing was written"))
    #expect(try await office.head() == head)
    // One of them is beyond it already: told, and the others are done.
    try await office.expect(0, "order", "act", numbers[0], "dispatch", "--unit", "roads")
    let done = try await office.expect(
      3, ["order", "act"] + numbers + ["dispatch", "--unit", "repairs", "--format", "ndjson"])
    #expect(try done.ndjson(Item.self).map(\.outcome) == ["refused", "done", "done", "done"])
    let words = done.stderr.split(whereSeparator: \.isWhitespace).map(String.init)
    let id = try #require(words.last { $0.split(separator: "-").count == 5 })
    try await office.expect(0, "order", "act", numbers[3], "sign")
    let rehearsed = try await office.expect(3, "order", "undo", id, "--dry-run", "--format", "ndjson")
    let undone = try await office.expect(3, "order", "undo", id, "--format", "ndjson")
    #expect(try rehearsed.ndjson(Item.self) == undone.ndjson(Item.self))
    #expect(try undone.ndjson(Item.self).map(\.outcome) == ["undone", "undone", "conflict"])
    let states = try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).map(\.state)
    #expect(states == ["sent", "new", "new", "working"])
    #expect(try await office.board("--unit", "-").split(separator: "\n").count == 2)
    // What was taken back is not taken back again.
    try await office.expect(3, "order", "undo", id)
    #expect(
      try await office.expect(1, "order", "undo", "0199f3c2-7a10-7cc4-9a51-0242ac120002").stderr.contains("no command"))
    try await office.expect(0, "projection", "compare", "order-board")
  }

  @Test func ordersThatHangTogetherGoBackTogether() async throws {
    let office = try await Office.onTestServer()
    let numbers = try await Self.orders(2, office)
    try await office.expect(0, "order", "merge", numbers[1], "--into", numbers[0])
    try await office.expect(0, "order", "undo", numbers[1])
    let states = try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).map(\.state)
    #expect(states == ["new", "new"])
    try await office.expect(0, "order", "merge", numbers[1], "--into", numbers[0])
    try await office.expect(0, "order", "edit", numbers[0], "--priority", "high")
    // The head was changed since: the duplicate stays in it.
    let undone = try await office.expect(3, "order", "undo", numbers[1], "--format", "ndjson").ndjson(Item.self)
    #expect(undone.allSatisfy { $0.outcome == "conflict" } && undone.count == 2)
    try await office.expect(0, "order", "unmerge", numbers[1])
  }
}
