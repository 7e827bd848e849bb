import Testing

/// A desk with complaints, questions and other business of a week, one complaint of a leap day and one of the year before.
/// Made once; who uses it adds nothing that others count.
struct ReportWeek: Sendable {
  typealias Row = [String: ReportCell]

  let desk: ProcessDesk
  var office: Office { desk.office }

  func rows(_ report: String, _ more: String...) async throws -> [Row] {
    try await office.expect(
      0, ["report", "run", report, "--from", "-10d", "--to", "+2d", "--format", "ndjson"] + more
    ).ndjson(Row.self)
  }

  static func sum(_ rows: [Row], _ column: String) -> Double { rows.reduce(0) { $0 + ($1[column]?.number ?? 0) } }

  private static let tree = """
    categories: city
    labels: {zh: 城市, en: City}
    topics:
      - key: water
        labels: {zh: 供水, en: Water}
        children: [{key: leak, labels: {zh: 漏水, en: Leak}}, {key: bill, labels: {zh: 水费, en: Bill}}]
      - key: roads
        labels: {zh: 道路, en: Roads}
        children: [{key: pothole, labels: {zh: 坑洼, en: Pothole}}, {key: light, labels: {zh: 路灯, en: Light}}]
    """

  static let shared = Task { () -> ReportWeek in
    let desk = ProcessDesk(office: try await Office.onTestServer())
    try await desk.publish(tree, as: "city", kind: "category")
    func open(_ process: String, _ category: String, _ at: String = "-2d", by: String = "1001") async throws -> String {
      try await ProcessDesk(office: desk.office.with(["HOTLINE_USER": by])).open(
        process, "--title", "样例", "--category", category, "--opened-at", at, "--new")
    }
    _ = try await open("complaint", "leak")
    let called = try await open("complaint", "leak", by: "1002")
    try await desk.act(called, "dispatch", "--unit", "repairs")
    for action in ["sign", "finish", "approve"] {
      try await desk.act(called, action, "--set", "result=已修")
    }
    let callback = try #require(try await desk.orders("--process", "callback").first?.no)
    try await desk.act(callback, "satisfy", "--set", "satisfaction=very", "--set", "resolved=true")
    try await desk.act(try await open("complaint", "bill", "-3d", by: "1002"), "cancel", "--set", "reason=误报")
    _ = try await open("consult", "leak")
    try await desk.act(try await open("consult", "leak", "-3d"), "view")
    try await desk.act(try await open("consult", "light"), "answer", "--set", "reply-state=answered")
    _ = try await open("request", "light")
    try await desk.act(try await open("request", "pothole"), "close")
    for day in ["2024-02-29T10:00", "2024-02-28T10:00", "2023-02-28T10:00"] {
      _ = try await open("request", "pothole", day)
    }
    return ReportWeek(desk: desk)
  }
}
