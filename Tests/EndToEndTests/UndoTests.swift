import Testing

/// An import is taken back and brought back.
@Suite struct UndoTests {
  @Test func undoneAndRunAgainTheBoardIsTheSame() async throws {
    let office = try await Office.onTestServer()
    let arguments = [String].importingRequests(
      try office.take("boston-311-2015.xlsx"), map: try office.take("boston-311.map.yaml"))
    let batch = try #require(try await office.importAnswer(arguments).batch)
    let instants = ["2015-01-05", "2015-03-01T12:00", "2015-06-30", "now"]
    func boards() async throws -> [String] {
      var boards: [String] = []
      for instant in instants { boards.append(try await office.board("--as-of", instant)) }
      return boards
    }
    let before = try await boards()
    let undone = try await office.expect(0, "import", "undo", batch, "--format", "json").stdout
    #expect(undone.contains(#""withdrawn":5000,"left":0,"leftOrders":[]"#))
    #expect(try await boards().allSatisfy(\.isEmpty))
    try await office.expect(5, "import", "undo", batch)
    #expect(try await office.importAnswer(arguments).accepted == 5000)
    #expect(try await boards() == before)
  }

  @Test func anOrderSomebodyWorkedOnIsListedAndLeft() async throws {
    let office = try await Office.onTestServer()
    let arguments = [String].importing(try office.take("outreach-list.xlsx"))
    let batch = try #require(try await office.importAnswer(arguments, status: 3).batch)
    let orders = try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self)
    let (acted, noted) = (orders[1].no, orders[2].no)
    try await office.expect(0, "order", "act", acted, "reach")
    try await office.expect(0, "order", "note", noted, "rings again")
    // A reminder that went out is nobody's work.
    try await office.expect(0, "remind", "run")
    let before = try await office.board()
    let undone = try await office.expect(0, "import", "undo", batch, "--format", "json").stdout
    #expect(undone.contains(#""left":2,"leftOrders":["\#(acted)","\#(noted)"]"#), "\(undone)")
    #expect(
      try await office.expect(0, "order", "list", "--format", "ndjson").ndjson(OrderAnswer.self).map(\.no) == [
        acted, noted,
      ])
    try await office.expect(3, arguments)
    #expect(try await office.board() == before)
  }

  @Test func aWithdrawnOrderTakesNoAction() async throws {
    let office = try await Office.onTestServer()
    let batch = try #require(
      try await office.importAnswer(.importing(try office.take("outreach-list.xlsx")), status: 3).batch)
    let order = try #require(
      try await office.expect(0, "order", "list", "--limit", "1", "--format", "ndjson").ndjson(OrderAnswer.self).first)
    try await office.expect(0, "import", "undo", batch)
    let refused = try await office.expect(5, "order", "act", order.no, "reach")
    #expect(refused.stderr.contains("withdrawn"))
  }
}
