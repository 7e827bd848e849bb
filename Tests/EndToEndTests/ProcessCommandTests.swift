import Testing

/// `hotline process`, `category` and `region`, beside what the features say.
@Suite struct ProcessCommandTests {
  private static let cycle = """
    process: ping
    states: {new: {kind: open}, closed: {kind: closed}}
    actions: {close: {from: new, to: closed, by: agent, spawns: pong}}
    """

  @Test func filesAreCheckedTogetherAndEveryProblemHasItsLine() async throws {
    let office = try await ProcessDesk.shared.value.office
    let ping = try office.write(Self.cycle, to: "ping.yaml")
    let pong = try office.write(
      Self.cycle.replacing("ping", with: "PONG").replacing("pong", with: "ping").replacing("PONG", with: "pong"),
      to: "pong.yaml")
    let refused = try await office.expect(1, "process", "check", ping, pong)
    #expect(refused.stderr.contains("ping.yaml:3: actions.close.spawns: orders would open one another without end"))
    #expect(refused.stderr.contains("pong → ping → pong"))
    #expect(try await office.expect(1, "process", "check", ping).stderr.contains("there is no process `pong`"))
    struct Problem: Decodable { let file, path: String, line: Int }
    let problems = try await office.expect(1, "process", "check", ping, pong, "--format", "ndjson").ndjson(Problem.self)
    #expect(problems.map(\.file) == ["ping.yaml", "pong.yaml"] && problems.allSatisfy { $0.line == 3 })
    try await office.expect(1, "process", "publish", ping, pong)
    #expect(!(try await office.expect(0, "process", "list").stdout.contains("ping")))
    let roles = try office.write(
      Self.cycle.replacing(", spawns: pong", with: "").replacing("agent", with: "porter"), to: "role.yaml")
    #expect(
      try await office.expect(1, "process", "check", roles, "--office").stderr.contains("there is no role `porter`"))
  }

  @Test func openOrdersMoveByAMapAndOthersStay() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let first = """
      process: errand
      states: {new: {kind: open}, going: {kind: open}, closed: {kind: closed}}
      actions:
        go: {from: new, to: going, by: agent}
        close: {from: going, to: closed, by: agent}
      """
    try await desk.publish(first, as: "errand")
    var numbers: [String] = []
    for title in ["One", "Two", "Three"] { numbers.append(try await desk.open("errand", "--title", title)) }
    try await desk.act(numbers[1], "go")
    try await desk.act(numbers[2], "go")
    try await desk.act(numbers[2], "close")
    try await desk.publish(first.replacing("going", with: "away"), as: "errand")
    let office = desk.office
    let map = try office.write("process-map: errand\nfrom: 1\nto: 2\n", to: "map.yaml")
    let refused = try await office.expect(1, "process", "move", "errand", "--map", map, "--yes")
    #expect(refused.stderr.contains("map.yaml:1") && refused.stderr.contains("nothing is said of orders in `going`"))
    _ = try office.write("process-map: errand\nfrom: 1\nto: 2\nstates: {going: away}\n", to: "map.yaml")
    struct Count: Decodable { let from, to: String, orders: Int }
    let counts = try await office.expect(
      0, "process", "move", "errand", "--map", map, "--dry-run", "--format", "ndjson"
    )
    .ndjson(Count.self)
    #expect(counts.map { "\($0.from) \($0.to) \($0.orders)" } == ["new new 1", "going away 1"])
    try await office.expect(2, "process", "move", "errand", "--map", map)
    try await office.expect(0, "process", "move", "errand", "--map", map, "--yes")
    let orders = try await desk.orders().sorted { $0.no < $1.no }
    #expect(orders.map(\.processVersion) == [2, 2, 1])
    #expect(orders.map(\.state) == ["new", "away", "closed"])
    try await desk.act(numbers[1], "close")
    #expect(
      try await office.expect(0, "order", "history", numbers[0], "--format", "csv").stdout.contains(
        "order.process-changed"))
  }

  @Test func aTextOfTheOfficesOwnIsToldFromAShippedOne() async throws {
    let office = try await Office.onTestServer()
    struct Line: Decodable { let key, shipped: String, version: Int }
    func line(_ key: String) async throws -> Line? {
      try await office.expect(0, "process", "list", "--format", "ndjson").ndjson(Line.self).first { $0.key == key }
    }
    #expect(try await line("desk")?.shipped == "current")
    let text = try await office.expect(0, "process", "show", "desk").stdout
    _ = try office.write(text.replacing("2wd", with: "3wd"), to: "desk.yaml")
    try await office.expect(0, "process", "publish", "desk.yaml")
    #expect(try await line("desk")?.shipped == "own")
    #expect(try await office.expect(0, "process", "publish", "--shipped").stderr.contains("no process is missing"))
    try await office.expect(0, "process", "publish", "--shipped", "desk")
    let back = try await line("desk")
    #expect(back?.shipped == "current" && back?.version == 3)
    try await office.expect(2, "process", "rollback", "desk", "--to", "9")
    try await office.expect(2, "process", "show", "nothing")
  }

  @Test func everyShippedProcessIsDrawnWithinEightyColumns() async throws {
    let office = try await ProcessDesk.shared.value.office
    for key in ["complaint", "repair"] {
      for language in ["zh", "en"] {
        let drawn = try await office.expect(0, "process", "diagram", key, "--lang", language).lines
        // Chinese letters take two columns.
        #expect(drawn.allSatisfy { line in line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) } <= 80 })
      }
    }
    let mermaid = try await office.expect(0, "process", "diagram", "callback", "--format", "mermaid").lines
    #expect(mermaid.contains("stateDiagram-v2") && mermaid.contains { $0.contains("s_new --> s_no_answer") })
  }

  @Test func anAddressLeadsToItsArea() async throws {
    let office = try await ProcessDesk.shared.value.office
    _ = try office.write(
      """
      regions: districts
      areas:
        pudong: {labels: {zh: 浦东}, addresses: [上海市浦东新区], unit: pudong-office}
        suzhou: {phones: ["0512"], unit: suzhou-office}
      """, to: "districts.yaml")
    try await office.expect(0, "region", "check", "districts.yaml")
    try await office.expect(0, "region", "publish", "districts.yaml")
    struct Area: Decodable { let area, unit: String }
    let found = try await office.expect(0, "region", "find", "上海市 浦东新区 张江路1号", "--format", "json").json(Area.self)
    #expect(found.unit == "pudong-office")
    let phone = try await office.expect(0, "region", "find", "--phone", "0512-6543210", "--format", "json").json(
      Area.self)
    #expect(phone.area == "suzhou")
    #expect(try await office.expect(1, "region", "find", "北京市").stderr.contains("no area"))
    #expect(try await office.expect(0, "region", "show", "districts").stdout.contains("pudong-office"))
  }
}
