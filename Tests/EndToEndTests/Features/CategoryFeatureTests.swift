import FoundationEssentials
import Testing

/// What orders are about, on the built program.
@Suite struct CategoryFeatureTests {
  private static let tree = """
    categories: city
    labels: {zh: 城市服务, en: City services}
    topics:
      - key: fix
        labels: {zh: 报修, en: Repair}
        children:
          - {key: street-light, labels: {zh: 路灯, en: Street light}}
          - {key: water, labels: {zh: 供水, en: Water}, unit: waterworks}
      - key: praise
        labels: {zh: 表扬, en: Praise}
    """
  private static let process = """
    process: service
    categories: city
    states: {new: {kind: open}, closed: {kind: closed}}
    actions: {close: {from: new, to: closed, by: agent}}
    """

  private struct Entry: Decodable { let key, label: String, topic: String?, retired: Bool }
  private struct Row: Decodable { let topic, category: String?, opened: Int }

  private func topics(_ desk: ProcessDesk, _ from: String, _ to: String, _ more: String...) async throws
    -> Hotline.Ended
  {
    try await desk.office.expect(
      0, ["report", "run", "monthly", "--process", "service", "--from", from, "--to", to, "--table", "by-topic"] + more)
  }

  @Test("M-TKT-15: the contents depend on the topic, and both are dimensions of the report")
  func theContentsDependOnTheTopic() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    try await desk.publish(Self.tree, as: "city", kind: "category")
    try await desk.publish(Self.process, as: "service")
    let under = try await desk.office.expect(0, "category", "list", "city", "--under", "fix", "--format", "ndjson")
      .ndjson(
        Entry.self)
    #expect(under.map(\.key) == ["street-light", "water"])
    let refused = try await desk.office.expect(
      2, "order", "open", "--process", "service", "--title", "x", "--category", "fix")
    #expect(refused.stderr.contains("street-light") && !refused.stderr.contains("praise"))
    for category in ["water", "water", "praise"] {
      _ = try await desk.open("service", "--title", "About \(category)", "--category", category, "--new")
    }
    let rows = try await topics(desk, "-1d", "+1d", "--format", "ndjson").ndjson(Row.self)
    #expect(rows.map(\.topic) == ["fix", "praise"])
    #expect(rows.map(\.category) == ["water", "praise"])
    #expect(rows.map(\.opened) == [2, 1])
  }

  @Test(
    "M-ADM-03: a renamed class holds for new orders, old reports keep their meaning; each area of care is governed and logged"
  )
  func aRenamedClassKeepsOldReports() async throws {
    let desk = ProcessDesk(office: try await Office.onTestServer())
    let office = desk.office
    try await desk.publish(Self.tree, as: "city", kind: "category")
    try await desk.publish(Self.process, as: "service")
    let old = try await desk.open(
      "service", "--title", "Dark", "--category", "street-light", "--opened-at", "-2h")
    try await desk.publish(Self.tree.replacing("en: Street light", with: "en: Lighting"), as: "city", kind: "category")
    _ = try await desk.open("service", "--title", "Flickers", "--category", "street-light", "--new")
    #expect(try await desk.order(old).category == "street-light")
    // Reports and lists go by the label at the end of their time.
    #expect(try await topics(desk, "-1d", "-1h").stdout.contains("Street light"))
    #expect(try await topics(desk, "-1d", "+1d").stdout.contains("Lighting"))
    let then = try await office.expect(0, "category", "list", "city", "--at", "-1h", "--format", "ndjson").ndjson(
      Entry.self)
    #expect(then.first { $0.key == "street-light" }?.label == "Street light")
    // A retired entry stays for old orders, and is not chosen any more.
    try await desk.publish(
      Self.tree.replacing("{key: street-light,", with: "{key: street-light, retired: true,"), as: "city",
      kind: "category")
    try await office.expect(
      2, "order", "open", "--process", "service", "--title", "x", "--category", "street-light")
    #expect(
      try await topics(desk, "-1d", "+1d", "--format", "ndjson").ndjson(Row.self).first?.category == "street-light")

    try await office.expect(0, "unit", "add", "top", "--name", "Top")
    try await office.expect(0, "person", "join", "li", "--unit", "top", "--role", "agent")
    try await office.expect(0, "person", "join", "chief", "--unit", "top", "--role", "admin")
    let agent = office.with(["HOTLINE_USER": "li"])
    _ = try office.write("regions: r\nareas: {a: {addresses: [x], unit: top}}\n", to: "r.yaml")
    _ = try office.write("role: porter\nrights: [order.read]\n", to: "porter.yaml")
    for care in [
      ["process", "publish", "service.yaml"], ["category", "publish", "city.yaml"], ["region", "publish", "r.yaml"],
      ["role", "publish", "porter.yaml"], ["unit", "add", "branch", "--parent", "top", "--name", "Branch"],
      ["function", "disable", "letters"],
    ] {
      try await agent.expect(4, care)
      try await office.with(["HOTLINE_USER": "chief"]).expect(0, care)
    }
    struct Event: Decodable { let type: String }
    let changes = try await office.with(["HOTLINE_USER": "chief"]).expect(
      0, "event", "list", "--by", "chief", "--format", "ndjson"
    ).ndjson(Event.self)
    #expect(changes.count { $0.type.hasPrefix("definition.published") } == 3)
    #expect(changes.contains { $0.type.hasPrefix("unit.created") })
  }
}
