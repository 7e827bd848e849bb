import FoundationEssentials
import Testing

/// Processes as data, on the built program.
@Suite struct ProcessFeatureTests {
  @Test("M-FLOW-02: a changed flow holds for new orders; each order shows its version; the wrong post cannot act")
  func aChangedFlowHoldsForNewOrders() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let first = """
      process: inspection
      states: {new: {kind: open}, fine: {kind: closed}, ordered: {kind: closed}}
      actions:
        pass: {from: new, to: fine, by: unit}
        order: {from: new, to: ordered, by: supervisor, needs: basis}
      """
    try await desk.publish(first, as: "inspection")
    let old = try await desk.open("inspection", "--title", "Kitchen")
    let second = first.replacing("fine: {kind: closed}", with: "seen: {kind: open}, fine: {kind: closed}")
      .replacing("pass: {from: new, to: fine, by: unit}", with: "pass: {from: seen, to: fine, by: unit}")
      .replacing("actions:", with: "actions:\n  see: {from: new, to: seen, by: unit}")
    try await desk.publish(second, as: "inspection")
    let new = try await desk.open("inspection", "--title", "Cellar")
    #expect(try await desk.order(old).processVersion == 1)
    #expect(try await desk.order(new).processVersion == 2)
    // Each outcome leads to another step.
    try await desk.act(old, "pass")
    #expect(try await desk.order(old).state == "fine")
    #expect(try await desk.act(new, "pass", status: 5).stderr.contains("see"))
    try await desk.office.expect(0, "process", "rollback", "inspection", "--to", "1")
    let third = try await desk.open("inspection", "--title", "Roof")
    #expect(try await desk.order(third).processVersion == 3)
    struct Version: Decodable { let key: String, version: Int, by: String }
    let versions = try await desk.office.expect(0, "process", "list", "--versions", "--format", "ndjson").ndjson(
      Version.self)
    #expect(versions.filter { $0.key == "inspection" }.map(\.version) == [1, 2, 3])

    try await desk.office.expect(0, "unit", "add", "city", "--name", "City")
    try await desk.office.expect(0, "person", "join", "li", "--unit", "city", "--role", "unit")
    try await desk.office.expect(0, "person", "join", "wang", "--unit", "city", "--role", "supervisor")
    try await desk.office.expect(0, "person", "join", "chief", "--unit", "city", "--role", "admin")
    let li = ProcessDesk(office: desk.office.with(["HOTLINE_USER": "li"]))
    let wang = ProcessDesk(office: desk.office.with(["HOTLINE_USER": "wang"]))
    #expect(try await li.act(third, "order", "--set", "basis=x", status: 4).stderr.contains("supervisor"))
    try await wang.act(third, "order", "--set", "basis=Rule 4")
    #expect(try await wang.order(third).state == "ordered")
  }

  @Test("M-FLOW-03: a closed repair sheet starts what follows; documents of the branches have flows of their own")
  func documentsHaveFlowsOfTheirOwn() async throws {
    let desk = try await ProcessDesk.shared.value
    let repair = try await desk.open("repair", "--title", "Boiler cold", "--address", "Sample Street 1")
    for step in [
      ["dispatch", "--unit", "outlet-3"], ["sign"], ["visit", "--set", "technician=t7"],
      ["finish", "--set", "result=Valve replaced", "--set", "signed-by=Sample", "--set", "signed-on=2026-11-20"],
    ] {
      try await desk.office.expect(0, ["order", "act", repair] + step)
    }
    let followed = try await desk.orders("--parent", repair)
    #expect(followed.map(\.process).sorted() == ["requisition", "survey"])

    func document(_ key: String, approvers: [String]) -> String {
      let states = approvers.indices.map { "  step\($0): {kind: open}" }.joined(separator: "\n")
      let actions = approvers.enumerated().map { index, role in
        let to = index + 1 < approvers.count ? "step\(index + 1)" : "granted"
        return "  agree\(index): {from: step\(index), to: \(to), by: \(role)}"
      }.joined(separator: "\n")
      return """
        process: \(key)
        series: {prefix: \(key.prefix(2).uppercased())-}
        states:
        \(states)
          granted: {kind: closed}
          refused: {kind: cancelled}
        actions:
        \(actions)
          refuse: {from: [\(approvers.indices.map { "step\($0)" }.joined(separator: ", "))], to: refused, by: [\(approvers.joined(separator: ", "))], needs: reason}
        """
    }
    let kinds = [
      ("work-report", ["supervisor"]), ("fund-request", ["supervisor", "approver"]),
      ("plan-of-parts", ["clerk", "approver"]),
    ]
    for (key, approvers) in kinds {
      try await desk.publish(document(key, approvers: approvers), as: key)
      let no = try await desk.open(key, "--title", "November")
      for step in approvers.indices { try await desk.act(no, "agree\(step)") }
      #expect(try await desk.order(no).state == "granted")
      #expect(try await desk.order(no).key == "\(key.prefix(2).uppercased())-000001")
    }
  }

  @Test("M-FLOW-09: states defined by the user are shown, and moves they do not allow are refused")
  func statesAreDefinedByTheUser() async throws {
    let desk = try await ProcessDesk.shared.value
    let shown = try await desk.office.expect(0, "process", "show", "desk").stdout
    let yaml = shown.replacing("process: desk", with: "process: accounts")
      .replacing("  filed:\n", with: "  parked:\n    kind: open\n    labels: {zh: 已挂起, en: Parked}\n  filed:\n")
      .replacing(
        "actions:\n",
        with:
          "actions:\n  park: {from: in-hand, to: parked, by: supervisor}\n  unpark: {from: parked, to: in-hand, by: supervisor}\n"
      )
    try await desk.publish(yaml, as: "accounts")
    let no = try await desk.open("accounts", "--title", "Line rental", "--set", "asks-for=request")
    try await desk.act(no, "park")
    #expect(try await desk.office.expect(0, "order", "show", no, "--lang", "zh").stdout.contains("已挂起"))
    let refused = try await desk.act(no, "close", status: 5)
    #expect(refused.stderr.contains("unpark"))
    for step in [["unpark"], ["file", "--set", "result=Done"], ["close"]] {
      try await desk.office.expect(0, ["order", "act", no] + step)
    }
    #expect(try await desk.order(no).state == "closed")
    #expect(
      try await desk.office.expect(0, "process", "diagram", "accounts", "--lang", "zh").stdout.contains("已挂起 parked"))
  }

  @Test("M-ADM-04: a new kind of order is set up from existing parts while orders come in; functions can be left out")
  func aNewBusinessIsSetUpFromExistingParts() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let yaml = """
      process: permit
      labels: {zh: 许可, en: Permit}
      series: {prefix: P-}
      form: [{name: purpose, type: choice, required: true, choices: [works, event]}]
      states: {new: {kind: open, clock: decide}, granted: {kind: closed}}
      actions: {grant: {from: new, to: granted, by: approver}}
      clocks: {decide: {target: 5wd}}
      rules: [{clock: decide, at: 0, to: approver}]
      """
    _ = try desk.office.write(yaml, to: "permit.yaml")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<4 {
        group.addTask { _ = try await desk.open("request", "--title", "While it changes \(number)", "--new") }
      }
      group.addTask { try await desk.office.expect(0, "process", "publish", "permit.yaml") }
      try await group.waitForAll()
    }
    #expect(try await desk.orders().count == 4)
    let no = try await desk.open("permit", "--title", "Street fair", "--set", "purpose=event")
    #expect(try await desk.order(no).dueAt != nil)
    try await desk.act(no, "grant")
    let report = try await desk.office.expect(
      0, "report", "run", "monthly", "--from", "-30d", "--to", "+1d", "--table", "by-state", "--format", "csv")
    #expect(report.stdout.contains("permit"))
    try await desk.office.expect(0, "function", "disable", "reports")
    #expect(try await desk.office.hotline("report", "run", "monthly").status != 0)
    _ = try await desk.open("permit", "--title", "Works", "--set", "purpose=works")
  }
}
