import Foundation
import Testing

/// What changed between two reports and why, as an analyst sees it.
@Suite struct ReportDiffFeatureTests {
  private struct Figure: Decodable {
    let table, row, column, code: String, before, after: String?, causes: String, by: String, events: String?

    /// What each reason did to it, in the order of the answer.
    var shares: [(name: String, amount: Double?)] {
      by.split(separator: ",").map { text in
        let parts = text.split(separator: "=")
        return (String(parts[0]), parts.count > 1 ? Double(parts[1]) : nil)
      }
    }
    var change: Double { (Double(after ?? "0") ?? 0) - (Double(before ?? "0") ?? 0) }
    var isCount: Bool { Int(after ?? before ?? "") != nil && Int(before ?? after ?? "") != nil }
  }
  private struct Reason: Decodable { let position: Int, cause: String, no: String?, event: String, count, orders: Int }

  @Test("report diff: late facts, corrections and other parameters, with the events behind each figure")
  func diff() async throws {
    let office = try await Requests.office()
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", "a.xlsx")
    try await Requests.take([Requests.line(900, "03/11/2015 10:00:00 AM")], "late.csv", office)
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", "b.xlsx")
    let late = try await office.expect(1, "report", "diff", "a.xlsx", "b.xlsx", "--format", "ndjson")
    let figures = try late.ndjson(Figure.self)
    let opened = try #require(figures.first { $0.table == "summary" && $0.row == "Opened" && $0.column == "value" })
    #expect(opened.before == "72" && opened.after == "73" && opened.causes == "late")
    #expect(late.stderr.contains("late"))
    let reasons = try await office.expect(1, "report", "diff", "a.xlsx", "b.xlsx", "--events", "--format", "ndjson")
      .ndjson(Reason.self)
    // The opening, and that it went to a unit.
    #expect(reasons.map(\.event) == ["order.opened", "order.assigned"])
    #expect(reasons.allSatisfy { $0.cause == "late" && $0.no != nil })
    #expect(opened.events == reasons.map { "\($0.position)" }.joined(separator: ","))
    #expect(reasons.first?.no.map { "order:\($0)=+1" } == opened.by)

    // Taking the list back is a correction; another part is another question.
    struct Batch: Decodable { let batch, file: String }
    let batches = try await office.expect(0, "import", "list", "--format", "ndjson").ndjson(Batch.self)
    let batch = try #require(batches.first { $0.file.hasSuffix("late.csv") }?.batch)
    try await office.expect(0, "import", "undo", batch)
    try await office.expect(
      0, "report", "run", "monthly", "--period", "2015-03", "--unit", "ROAD", "-o", "c.xlsx")
    let corrected = try await office.expect(1, "report", "diff", "b.xlsx", "c.xlsx", "--format", "ndjson")
    let causes = try corrected.ndjson(Figure.self).first { $0.table == "summary" && $0.row == "Opened" }
    #expect(causes?.causes == "correction,parameters" && causes?.before == "73" && causes?.after == "24")
    #expect(causes?.shares.map(\.name).first == "parameters" && causes?.shares.compactMap(\.amount) == [-48, -1])
    #expect(corrected.stderr.contains("parameter unit: - → ROAD"))

    // What went on after the month is no cause beside what came late of the same order.
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", "d.xlsx")
    let closed = Requests.line(901, "03/12/2015 10:00:00 AM", closed: "04/03/2015 10:00:00 AM")
    try await Requests.take([closed], "closed.csv", office)
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", "e.xlsx")
    let lateOnly = try await office.expect(1, "report", "diff", "d.xlsx", "e.xlsx", "--format", "ndjson")
    #expect(try Set(lateOnly.ndjson(Figure.self).map(\.causes)) == ["late"])
    let same = try await office.expect(0, "report", "diff", "a.xlsx", "a.xlsx")
    #expect(same.stdout.isEmpty && same.stderr.contains("nothing changed") && !same.stderr.contains("match"))
    // Another language is no other report; a moment reads by the office's clock.
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "--lang", "zh", "-o", "e-zh.xlsx")
    #expect(try await office.expect(0, "report", "diff", "e.xlsx", "e-zh.xlsx").stderr.contains("nothing changed"))
    try await office.expect(0, "report", "run", "monthly", "--period", "2015-02", "--lang", "zh", "-o", "f-zh.xlsx")
    let other = try await office.expect(1, "report", "diff", "e.xlsx", "f-zh.xlsx", "--lang", "zh")
    #expect(other.stderr.contains("参数 起始时间：2015-03-01 00:00 → 2015-02-01 00:00") && !other.stderr.contains("Z →"))
    #expect(!other.stderr.contains("language") && other.stdout.contains("概要") && !other.stdout.contains("by-unit"))
  }

  @Test("report diff: what orders, an import and a published tree changed adds up to every figure's change")
  func diffAddsUp() async throws {
    let office = try await Requests.office()
    func run(_ name: String) async throws {
      try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "-o", "\(name)-monthly.json")
      try await office.expect(
        0, "report", "run", "unit-assessment", "--period", "2015-03", "--orders", "-o", "\(name)-units.json")
      try await office.expect(
        0, "report", "run", "overdue", "--as-of", "2015-04-01", "-o", "\(name)-overdue.json")
    }
    try await run("a")
    // A large import, a small one, and a tree by which a table reads otherwise.
    let large = (1000..<1060).map {
      Requests.line($0, "03/20/2015 10:00:00 AM", closed: $0 % 3 == 0 ? "03/21/2015 09:00:00 AM" : "")
    }
    try await Requests.take(large, "large.csv", office)
    try await Requests.take(
      [Requests.line(900, "03/11/2015 10:00:00 AM"), Requests.line(901, "04/02/2015 10:00:00 AM")], "small.csv", office)
    try await office.expect(0, "category", "publish", try office.write(Self.tree, to: "tree.yaml"))
    try await run("b")
    for report in ["monthly", "units", "overdue"] {
      let diff = try await office.expect(
        1, "report", "diff", "a-\(report).json", "b-\(report).json", "--format", "ndjson")
      let figures = try diff.ndjson(Figure.self)
      #expect(!figures.contains { $0.causes.contains("unexplained") }, "\(report): \(diff.stdout)")
      for figure in figures where figure.isCount && figure.shares.allSatisfy({ $0.amount != nil }) {
        #expect(figure.shares.compactMap(\.amount).reduce(0, +) == figure.change, "\(report): \(figure)")
      }
      // The large import is one reason, with the file's name for people; every order is named where it is asked for.
      #expect(figures.contains { figure in figure.shares.contains { $0.name.hasPrefix("batch:") } })
      let all = try await office.expect(
        1, "report", "diff", "a-\(report).json", "b-\(report).json", "--all", "--format", "ndjson"
      ).ndjson(Figure.self)
      #expect(!all.contains { figure in figure.shares.contains { $0.name.hasPrefix("batch:") } })
      #expect(
        Set(all.flatMap(\.shares).map(\.name).filter { $0.hasPrefix("order:") }).count
          == (report == "overdue" ? 41 : 61))
      #expect(all.map(\.change) == figures.map(\.change))
    }
    // People read the figures first; the orders behind them are counted, and listed where somebody asks.
    let units = ["report", "diff", "a-units.json", "b-units.json", "--lang", "zh"]
    let brief = try await office.expect(1, units)
    #expect(!brief.stdout.contains(" · 明细") && brief.stderr.contains("处变化，未列出；加 --orders 列出"), "\(brief)")
    // The events are those behind the same figures.
    let behind = try await office.expect(1, units + ["--events"])
    func count(_ text: String) -> Substring? { text.firstMatch(of: /(\d+) 个数字变化/)?.1 }
    #expect(count(brief.stderr) != nil && count(brief.stderr) == count(behind.stderr), "\(behind)")
    let whole = try await office.expect(1, units + ["--orders"])
    #expect(whole.stdout.contains(" · 明细") && !whole.stderr.contains("未列出"))
    // A narrow terminal cuts no figure, and what found no room is said.
    if FileManager.default.isExecutableFile(atPath: "/usr/bin/script") {
      let command = "stty cols 80; \(Hotline.path) \((units + ["--orders"]).joined(separator: " "))"
      let narrow = try await Hotline.run(
        ["-qc", command, "/dev/null"], program: "/usr/bin/script", environment: office.environment,
        directory: office.folder
      ).stdout
      let moments = whole.stdout.matches(of: /\d{4}-\d\d-\d\d \d\d:\d\d/).map(\.output)
      #expect(!moments.isEmpty && moments.allSatisfy(narrow.contains), "\(narrow)")
      #expect(narrow.contains("列未显示：") && narrow.contains("事件"), "\(narrow)")
    }
    let shown = try await office.expect(1, "report", "diff", "a-monthly.json", "b-monthly.json")
    #expect(shown.stdout.contains("large.csv") && shown.stderr.contains("configuration"))
    let events = try await office.expect(
      1, "report", "diff", "a-monthly.json", "b-monthly.json", "--events", "--format", "ndjson"
    ).ndjson(Reason.self)
    #expect(events.contains { $0.event.hasPrefix("batch:") && $0.orders == 60 && $0.cause == "late" })
    #expect(events.contains { $0.event == "definition.published" && $0.cause == "configuration" })
    #expect(!events.contains { $0.event.hasPrefix("batch.") || $0.event.hasPrefix("numbering") })
  }

  private static let tree = """
    categories: works
    labels: {zh: 市政, en: Works}
    topics:
      - key: roads
        labels: {zh: 道路, en: Roads}
        children:
          - {key: Pothole, labels: {zh: 坑洞, en: Pothole}}
    """

  @Test("report diff: a line that another one pushed out of the first, and a report of imports, have their cause")
  func diffOfTheFirstLinesAndOfImports() async throws {
    let office = try await Requests.office()
    let yaml = """
      report: leading
      labels: {zh: 居首, en: Leading}
      time: period
      tables: [{name: units, labels: {zh: 单位, en: Units}, rows: [unit], measures: [opened], sort: -opened, top: 1}]
      """
    try await office.expect(0, "report", "publish", try office.write(yaml, to: "leading.yaml"))
    func run(_ name: String) async throws {
      try await office.expect(0, "report", "run", "leading", "--period", "2015-03", "-o", "\(name)-leading.json")
      try await office.expect(
        0, "report", "run", "import-results", "--from", "2020-01-01", "--to", "2029-01-01", "--table", "by-target",
        "-o", "\(name)-imports.xlsx")
      for file in ["\(name)-zh.xlsx", "\(name)-zh.html"] {
        try await office.expect(0, "report", "run", "leading", "--period", "2015-03", "--lang", "zh", "-o", file)
      }
    }
    func runShort(_ name: String, _ asOf: String) async throws {
      try await office.expect(0, "report", "run", "monthly", "--period", "2015-03", "--as-of", asOf, "-o", name)
    }
    try await run("a")
    try await runShort("a-short.json", "2015-03-15")
    // 24 of ROAD behind 48 of PARK; then 30 more.
    let road = (1000..<1030).map { Requests.line($0 * 3, "03/\($0 < 1012 ? 10 : 20)/2015 10:00:00 AM") }
    try await Requests.take(road, "road.csv", office)
    try await run("b")
    try await runShort("b-short.json", "2015-03-25")
    // The line of all others is made again as it was, by the orders of then.
    for file in ["a-zh.xlsx", "a-zh.html", "b-zh.xlsx", "b-zh.html"] {
      #expect(try await office.expect(0, "report", "verify", file).stderr.contains("\(file): equal ("))
    }
    // One import is of one size, also where some of it came late and some happened since.
    let short = try await office.expect(1, "report", "diff", "a-short.json", "b-short.json", "--lang", "zh").stdout
    #expect(short.contains("迟报、后续发生") && short.contains("（30 单一并统计）"), "\(short)")
    let named = short.split(separator: "\n").map { line in line.matches(of: /（\d+ 单/).map { String($0.output) } }
    #expect(named.allSatisfy { $0.isEmpty || $0 == ["（30 单"] }, "\(short)")
    // Two lines of one name have each its own reasons: overdue of what was finished, and of what is open.
    #expect(!short.contains("原因不明"), "\(short)")
    func figures(_ name: String) async throws -> [Figure] {
      try await office.expect(
        1, "report", "diff", "a-\(name)", "b-\(name)", "--format", "ndjson"
      ).ndjson(Figure.self)
    }
    let leading = try await figures("leading.json")
    let lines = Dictionary(leading.map { ($0.row, $0) }) { first, _ in first }
    #expect(lines["ROAD"]?.causes == "late,ranking" && lines["ROAD"]?.shares.compactMap(\.amount) == [30, 24])
    #expect(lines["ROAD"]?.code == "ROAD" && lines["others"]?.code == "others")
    #expect(lines["PARK"]?.by == "ranking=-48" && lines["others"]?.by == "ranking=+24")
    #expect(lines["Total"]?.causes == "late" && leading.count == 4)
    let imports = try await figures("imports.xlsx")
    let total = try #require(imports.first { $0.table == "by-target" && $0.column == "import-rows" })
    #expect(total.before == "72" && total.after == "102" && total.by.hasPrefix("batch:") && total.by.hasSuffix("=+30"))
    #expect(!imports.contains { $0.causes.contains("unexplained") })
  }
}
