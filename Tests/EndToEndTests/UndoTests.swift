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

  @Test func importsTakenBackOneAfterTheOtherLeaveNobody() async throws {
    let office = try await Office.onTestServer()
    func taken(_ file: String, _ rows: String) async throws -> String {
      let list = try office.write("户号,户名,电话,地址\n" + rows, to: file)
      let run = try await office.expect(
        0, "import", "run", list, "--as", "customers", "--on-match", "update", "--format", "json")
      return try #require(try run.json(ImportAnswer.self).batch)
    }
    let first = try await taken("one.csv", "C-1,样例甲,13900020001,旧路1号\nC-2,样例乙,13900020002,旧路2号\n")
    let second = try await taken("two.csv", "C-1,样例丙,13900020003,新路1号\nC-2,样例乙,13900020002,新路2号\n")
    try await office.expect(0, "party", "correct", "C-2", "--set", "note=来电核实")
    try await office.expect(0, "import", "undo", second)
    // What somebody said at the desk stays, and is told.
    let undone = try await office.expect(0, "import", "undo", first, "--lang", "en").stdout
    #expect(undone.contains("C-2") && !undone.contains("C-1"), "\(undone)")
    let book = try await office.expect(0, "party", "list", "--format", "csv").stdout
    #expect(book.contains("C-2") && !book.contains("C-1"), "\(book)")
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

  @Test func afterAnUndoTheFileSaysWhatBecameOfItsRows() async throws {
    struct Told: Decodable { let batch, takenBackAt, takenBackBy: String?, rowsGone: Int }
    struct Run: Decodable, Equatable { let run: Int, by, stage: String, accepted: Int, undoneBy: String? }
    struct Shown: Decodable { let undoneAt: String?, rowsGone: Int, runs: [Run] }
    let office = try await Office.onTestServer()
    let asCustomers = ["--as", "customers", "--format", "json"]
    let first = try office.write("户号,户名\nC-1,样例甲\nC-2,样例乙\n", to: "one.csv")
    let second = try office.write("户号,户名\nC-1,样例甲\nC-3,样例丙\n", to: "two.csv")
    let batch = try #require(try await office.expect(0, ["import", "run", first] + asCustomers).json(Told.self).batch)
    let other = try #require(try await office.expect(0, ["import", "run", second] + asCustomers).json(Told.self).batch)
    let actor = try #require(
      try await office.expect(0, "import", "show", batch, "--format", "json").json(Shown.self).runs.first?.by)
    try await office.expect(0, "import", "undo", batch)
    // What stands in the other file only as a repeat is nowhere now.
    let again = try await office.expect(0, ["import", "run", second, "--lang", "en"] + asCustomers)
    #expect(try again.json(Told.self).rowsGone == 1, "\(again)")
    #expect(
      again.stderr.contains("1 row was passed over as a repeat of import \(batch.prefix(8)) one.csv, which was taken"))
    #expect(again.stderr.contains("hotline import undo \(other.prefix(8))"))
    let check = try await office.expect(0, ["import", "check", first, "--lang", "zh"] + asCustomers)
    #expect(check.stderr.contains("由 \(actor) 撤销；再次导入会恢复 2 行。"), "\(check.stderr)")
    #expect(try check.json(Told.self).takenBackBy == actor)
    let back = try await office.expect(0, ["import", "run", first, "--lang", "en"] + asCustomers)
    #expect(back.stderr.contains("by \(actor): this run brought 2 rows back."), "\(back.stderr)")
    // It is there, and the undo is not forgotten.
    let shown = try await office.expect(0, "import", "show", batch, "--format", "json").json(Shown.self)
    #expect(
      shown.undoneAt == nil
        && shown.runs == [
          Run(run: 1, by: actor, stage: "undone", accepted: 2, undoneBy: actor),
          Run(run: 2, by: actor, stage: "finished", accepted: 2, undoneBy: nil),
        ])
    let told = try await office.expect(0, "import", "show", other, "--lang", "en")
    #expect(!told.stderr.contains("passed over"), "\(told.stderr)")
    // The way out: taken back and run again, every row is in.
    try await office.expect(0, "import", "undo", batch)
    #expect(
      try await office.expect(0, "import", "show", other, "--lang", "en").stderr.contains("1 row was passed over"))
    #expect(try await office.expect(0, "import", "show", other, "--format", "json").json(Shown.self).rowsGone == 1)
    try await office.expect(0, "import", "undo", other)
    #expect(try await office.importAnswer(["import", "run", second, "--as", "customers"]).accepted == 2)
    // What another import holds by now does not come back, and is said to be its.
    let third = try office.write("户号,户名\nC-1,样例甲\n", to: "three.csv")
    let small = try #require(try await office.expect(0, ["import", "run", third] + asCustomers).json(Told.self).batch)
    try await office.expect(0, "import", "undo", small)
    let would = try await office.expect(0, ["import", "check", third, "--lang", "en"] + asCustomers).stderr
    #expect(would.contains("a run would bring nothing back: 1 row only repeats what is there."), "\(would)")
    let nothing = try await office.expect(0, ["import", "run", third, "--lang", "zh"] + asCustomers).stderr
    #expect(
      nothing.contains("这次没有恢复任何行：1 行与已有的重复或相同（1 行来自批次 \(other.prefix(8)) two.csv）"), "\(nothing)")
    let rest = try await office.expect(0, ["import", "run", first, "--lang", "en"] + asCustomers).stderr
    #expect(
      rest.contains("this run brought 1 row back; 1 row only repeats what is there (1 of import \(other.prefix(8))"),
      "\(rest)")
  }
}
