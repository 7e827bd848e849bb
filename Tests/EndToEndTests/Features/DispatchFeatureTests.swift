import FoundationEssentials
import Testing

/// Orders on their way through the office, as a tester does and sees it.
@Suite struct DispatchFeatureTests {
  private struct Line: Decodable {
    let position: Int?
    let stream, type: String
    let data: Data

    struct Data: Decodable { let no, parent, relation, action, main, other: String? }
  }

  private struct Shown: Decodable {
    let no, state, kind: String
    let unit, parent, area, category, dueAt, finishedAt, process: String?
    let overdue: Bool
  }

  private struct Item: Decodable { let no, outcome: String }

  /// Does something to an order, or to what it opens, and returns the events.
  @discardableResult
  private static func order(
    _ office: Office, _ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [Line] {
    try await office.expect(
      0, ["order"] + arguments + ["--format", "ndjson"], sourceLocation: sourceLocation
    ).ndjson(Line.self)
  }

  private static func open(_ office: Office, _ process: String, _ title: String, _ more: String...) async throws
    -> String
  {
    let events = try await office.expect(
      0, ["order", "open", "--process", process, "--title", title, "--format", "ndjson"] + more
    ).ndjson(Line.self)
    return try #require(events.first { $0.type.hasPrefix("order.opened") }?.data.no)
  }

  private static func show(_ office: Office, _ no: String) async throws -> Shown {
    try await office.expect(0, "order", "show", no, "--format", "json").json(Shown.self)
  }

  private static func types(_ office: Office, _ no: String) async throws -> [String] {
    try await office.expect(0, "order", "history", no, "--format", "ndjson").ndjson(Version.self).map(\.type)
  }

  private struct Version: Decodable {
    let version: Int
    let type: String
  }

  // MARK: Dispatch

  @Test("M-DISP-01: enforcement: unit from the list, numbers to dial, handed over by system or on paper, all on record")
  func enforcement() async throws {
    let office = try await Office.onTestServer()
    let process = """
      process: enforcement
      labels: {zh: 执法调度, en: Enforcement}
      initial: new
      states:
        new:    {kind: open, clock: hand-over}
        handed: {kind: open, clock: act}
        done:   {kind: closed}
      actions:
        hand-over: {from: new, to: handed, by: agent, needs: main}
        hand-over-on-paper:
          from: new
          to: handed
          by: agent
          needs: main
          asks: [{name: paper-no, type: text, personal: false, required: true}]
        call:
          from: [new, handed]
          to: handed
          by: agent
          needs: note
          asks: [{name: called-at, type: time, required: true}]
        end: {from: handed, to: done, by: agent, needs: result}
      clocks:
        hand-over: {target: 30m}
        act: {target: 4h}
      """
    try await office.expect(0, "process", "publish", try office.write(process, to: "enforcement.yaml"))
    try await office.expect(0, "unit", "add", "city")
    try await office.expect(0, "unit", "add", "patrol", "--parent", "city", "--name", "巡查中队", "--phone", "02100000001")
    let no = try await Self.open(office, "enforcement", "占道经营", "--phone", "13900001234")
    let missing = try await office.expect(2, "order", "act", no, "hand-over-on-paper", "--unit", "patrol")
    #expect(missing.stderr.contains("paper-no"))
    let receipt = try await Self.order(office, "act", no, "hand-over", "--unit", "patrol")
    #expect(receipt.map(\.data.action).last == "hand-over" && receipt.allSatisfy { $0.position != nil } as Bool)
    #expect(try await office.expect(0, "order", "contacts", no).stdout.contains("02100000001"))
    try await Self.order(office, "act", no, "call", "--set", "called-at=14:30", "--note", "两人到场")
    try await Self.order(office, "act", no, "end", "--set", "result=已劝离")
    let history = try await office.expect(0, "order", "history", no, "--format", "ndjson").ndjson(Version.self)
    #expect(history.map(\.version) == Array(1...history.count))
    #expect(history.filter { $0.type.hasPrefix("order.moved") }.count == 3)
    let events = try await office.expect(0, "event", "list", "--stream", "order-\(no)", "--format", "ndjson").stdout
    for word in ["14:30", "两人到场", "已劝离", "patrol"] { #expect(events.contains(word)) }
    let paper = try await Self.open(office, "enforcement", "噪声")
    try await Self.order(
      office, "act", paper, "hand-over-on-paper", "--unit", "patrol", "--set", "paper-no=ZF-2026-17")
    #expect(
      try await office.expect(0, "event", "list", "--stream", "order-\(paper)", "--format", "ndjson").stdout.contains(
        "ZF-2026-17"))
  }

  @Test("M-DISP-02: opened and sent to the unit in one step, or not at all; what is not signed is listed apart")
  func atIntake() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "unit", "add", "city")
    try await office.expect(0, "unit", "add", "gas", "--parent", "city")
    let open = ["order", "open", "--process", "complaint", "--title", "Gas smell", "--dispatch", "--unit"]
    let events = try await office.expect(0, open + ["gas", "--format", "ndjson"]).ndjson(Line.self)
    let no = try #require(events.first { $0.type.hasPrefix("order.opened") }?.data.no)
    #expect(events.contains { $0.data.action == "dispatch" })
    let positions = events.compactMap(\.position)
    #expect(zip(positions, positions.dropFirst()).allSatisfy { $1 == $0 + 1 }, "one append")
    let head = try await office.head()
    try await office.expect(2, open + ["gsa"])
    #expect(try await office.head() == head)
    #expect(try await Self.show(office, no).dueAt != nil)
    #expect(try await office.board("--cell", "unsigned").contains(no))
    try await Self.order(office, "act", no, "sign")
    #expect(try await !office.board("--cell", "unsigned").contains(no))
    #expect(try await office.board("--cell", "running").contains(no))
  }

  @Test("M-DISP-05: to the outlet of the customer's area; what fits nowhere waits for a person")
  func byArea() async throws {
    let office = try await Office.onTestServer()
    let regions = """
      regions: city
      areas:
        pudong: {labels: {zh: 浦东}, addresses: [上海市浦东新区, 浦东], unit: pudong-office}
        suzhou: {phones: ["0512"], unit: suzhou-office}
      """
    try await office.expect(0, "region", "publish", try office.write(regions, to: "regions.yaml"))
    let near = try await Self.open(office, "repair", "Boiler cold", "--address", "上海市浦东新区样例路 1 号")
    let far = try await Self.open(office, "repair", "Stove out", "--address", "样例岛 2 号")
    let items = try await office.expect(
      3, "order", "dispatch", "--where", "process=repair state=new", "--by-area", "--yes", "--format", "ndjson"
    ).ndjson(Item.self)
    #expect(Dictionary(uniqueKeysWithValues: items.map { ($0.no, $0.outcome) }) == [near: "done", far: "refused"])
    let sent = try await Self.show(office, near)
    #expect(sent.unit == "pudong-office" && sent.state == "sent" && sent.area == "pudong")
    let waiting = try await office.board("--unit", "-", "--process", "repair")
    #expect(waiting.contains(far) && !waiting.contains(near))
    #expect(try await office.expect(5, "order", "dispatch", far, "--by-area").stderr.contains("--area"))
    try await office.expect(0, "order", "edit", far, "--area", "suzhou")
    try await office.expect(0, "order", "dispatch", far, "--by-area")
    #expect(try await Self.show(office, far).unit == "suzhou-office")
  }

  // MARK: Flow

  @Test("M-FLOW-01: one order crosses headquarters, branch and outlet; an assisting unit has a clock of its own")
  func acrossUnits() async throws {
    let office = try await Office.onTestServer()
    try await office.expect(0, "unit", "add", "head")
    for (unit, parent) in [("branch", "head"), ("outlet", "branch"), ("survey", "head")] {
      try await office.expect(0, "unit", "add", unit, "--parent", parent)
    }
    let no = try await Self.open(office, "complaint", "Street sinks", "--unit", "head")
    try await Self.order(office, "act", no, "dispatch", "--unit", "branch")
    try await Self.order(office, "assign", no, "--unit", "outlet", "--reason", "nearest")
    #expect(try await office.expect(5, "order", "assist", no, "--unit", "outlet").stderr.contains("cannot help itself"))
    try await Self.order(office, "assist", no, "--unit", "survey", "--for", "4h", "--task", "measure")
    struct Stamp: Decodable { let type, occurredAt: String }
    let stamps = try await office.expect(0, "order", "history", no, "--format", "ndjson").ndjson(Stamp.self)
    #expect(stamps.filter { $0.type.hasPrefix("order.assigned") }.count == 3)
    #expect(stamps.allSatisfy { !$0.occurredAt.isEmpty })
    #expect(try await office.board("--assist", "survey").contains(no))
    try await Self.order(office, "assist", no, "--unit", "survey", "--end", "--note", "measured")
    #expect(try await !office.board("--assist", "survey").contains(no))
    #expect(try await Self.show(office, no).unit == "outlet")
  }

  @Test("M-TKT-09, M-TKT-07: the whole loop: no filing without approval and callback; reopened, the number stays")
  func wholeLoop() async throws {
    let office = try await Office.onTestServer()
    let no = try await Self.open(office, "complaint", "Gas smell", "--phone", "13900001234")
    try await Self.order(office, "act", no, "dispatch", "--unit", "repairs")
    try await Self.order(office, "act", no, "sign")
    try await Self.order(office, "act", no, "finish", "--set", "result=valve replaced")
    #expect(try await office.expect(5, "order", "act", no, "close").stderr.contains("possible now"))
    let approved = try await Self.order(office, "act", no, "approve")
    let callback = try #require(approved.first { $0.data.relation == "callback" && $0.data.no != nil }?.data.no)
    // The answer is in: done, the clock stands, and somebody is to call back.
    let done = try await Self.show(office, no)
    #expect(done.kind == "done" && done.finishedAt != nil && !done.overdue)
    #expect(try await office.board("--process", "callback", "--kind", "open").contains(callback))
    #expect(try await office.expect(5, "order", "act", no, "close").stderr.contains("callback"))
    let objected = try await Self.order(
      office, "act", callback, "object", "--reason", "it smells again", "--set", "resolved=no")
    #expect(objected.map(\.data.action) == ["object", "reopen"])
    #expect(try await Self.show(office, no).state == "working")
    try await Self.order(office, "act", no, "finish", "--set", "result=pipe replaced")
    let second = try #require(
      try await Self.order(office, "act", no, "approve").first { $0.data.relation == "callback" && $0.data.no != nil }?
        .data.no)
    try await Self.order(office, "act", second, "satisfy", "--set", "satisfaction=very", "--set", "resolved=yes")
    struct Possible: Decodable { let action: String, done: Int }
    let possible = try await office.expect(0, "order", "act", no, "--format", "ndjson").ndjson(Possible.self)
    #expect(possible.first { $0.action == "reopen" }?.done == 1, "rounds are counted")
    try await Self.order(office, "act", no, "close")
    #expect(try await Self.show(office, no).kind == "closed")
    #expect(try await office.expect(5, "order", "edit", no, "--title", "x").stderr.contains("reopen"))
  }

  @Test("M-FLOW-05: no closed order lacks result and callback; read models equal a full replay")
  func closedLoop() async throws {
    let office = try await Office.onTestServer()
    for number in 0..<3 {
      _ = try await Self.open(office, "complaint", "Leak \(number)", "--phone", "1390000123\(number)")
    }
    func all(_ filter: String, _ action: String, _ more: String...) async throws {
      try await office.expect(0, ["order", "act", "--where", filter, action, "--yes"] + more)
    }
    try await all("state=new process=complaint", "dispatch", "--unit", "repairs")
    try await all("state=sent", "sign")
    try await office.expect(3, "order", "act", "--where", "state=working", "finish", "--yes")
    // An empty variable of a shell means no order, not all.
    try await office.expect(2, "order", "act", "--where", "", "finish", "--yes")
    try await all("state=working", "finish", "--set", "result=mended")
    try await all("state=review", "approve")
    try await office.expect(3, "order", "act", "--where", "state=finished", "close", "--yes")
    try await all("process=callback", "satisfy", "--set", "satisfaction=content", "--set", "resolved=yes")
    try await all("state=finished", "close")
    let closed = try await office.expect(
      0, "order", "list", "--kind", "closed", "--process", "complaint", "--format", "ndjson"
    )
    .ndjson(OrderAnswer.self)
    #expect(closed.count == 3)
    for order in closed {
      let events = try await office.expect(0, "event", "list", "--stream", "order-\(order.no)", "--format", "ndjson")
        .stdout
      #expect(events.contains("mended") && events.contains(#""relation":"callback""#))
    }
    try await office.expect(0, "projection", "compare", "order-board")
  }

  @Test("M-FLOW-08: a repair opens its sheets once, visible as events; cancelling it handles them")
  func linkedDocuments() async throws {
    let office = try await Office.onTestServer()
    let yaml = """
      process: home-repair
      initial: new
      opens: {spawns: [{process: requisition, relation: parts}, {process: requisition, relation: tools}]}
      states:
        new:       {kind: open, clock: work}
        done:      {kind: closed}
        cancelled: {kind: cancelled}
      actions:
        finish: {from: new, to: done, by: unit}
        cancel: {from: new, to: cancelled, by: agent}
      clocks: {work: {target: 1d}}
      """
    try await office.expect(0, "process", "publish", try office.write(yaml, to: "home-repair.yaml"))
    let events = try await Self.order(office, "open", "--process", "home-repair", "--title", "Stove out")
    let opened = events.filter { $0.type.hasPrefix("order.opened") }
    let no = try #require(opened.first?.data.no)
    #expect(opened.dropFirst().map(\.data.relation) == ["parts", "tools"])
    #expect(opened.dropFirst().allSatisfy { $0.data.parent == no } as Bool)
    struct Keyed: Decodable { let no: String, key: String? }
    let sheets = try await office.expect(0, "order", "list", "--parent", no, "--format", "ndjson").ndjson(Keyed.self)
    #expect(sheets.map(\.key) == ["LL-000001", "LL-000002"])
    try await office.expect(0, "order", "note", no, "nothing follows from a note")
    let cancelled = try await Self.order(office, "act", no, "cancel")
    #expect(cancelled.map(\.data.action) == ["cancel", "cancel", "cancel"])
    #expect(try await office.board("--parent", no, "--kind", "cancelled").split(separator: "\n").count == 2)
    // The whole of it is taken back in one step: the repair and both sheets are open again.
    try await office.expect(0, "order", "undo", no)
    #expect(try await office.board("--kind", "open").split(separator: "\n").count == 3)
  }

  // MARK: Merge, split, reclassify

  @Test("M-TKT-17: merge two, split one, reclassify one: history shows it, counts follow the class from then on")
  func sortMergeReclassify() async throws {
    let office = try await Office.onTestServer()
    let head = try await Self.open(office, "complaint", "Leak", "--category", "water")
    let duplicate = try await Self.open(office, "complaint", "Water on the street", "--category", "water")
    try await Self.order(office, "merge", duplicate, "--into", head, "--reason", "same leak")
    #expect(try await Self.show(office, duplicate).kind == "closed")
    #expect(try await office.expect(5, "order", "merge", head, "--into", duplicate).stderr.contains("one step deep"))
    #expect(try await office.expect(5, "order", "assign", duplicate, "--unit", "x").stderr.contains(head))
    #expect(try await Self.types(office, head).last == "order.linked.v1")
    try await Self.order(office, "unmerge", duplicate)
    #expect(try await Self.show(office, duplicate).state == "new")
    let part = try #require(
      try await Self.order(office, "split", head, "--title", "The lamp is out, too").first { $0.data.no != nil }?.data
        .no)
    try await Self.order(office, "reclassify", part, "--category", "lamp", "--reason", "about the lamp")
    #expect(try await Self.types(office, part).last == "order.edited.v1")
    struct Count: Decodable { let category: String?, orders: Int }
    let counts = try await office.expect(0, "order", "count", "--by", "category", "--format", "ndjson").ndjson(
      Count.self)
    #expect(Dictionary(uniqueKeysWithValues: counts.map { ($0.category ?? "", $0.orders) }) == ["water": 2, "lamp": 1])
    #expect(
      try await office.expect(0, "order", "reclassify", part, "--category", "lamp", "--reason", "again").stderr
        .contains("nothing to change"))
  }
}
