import FoundationEssentials
import Testing

/// Reports as definitions, as an analyst does and sees them.
@Suite struct ReportFeatureTests {
  private typealias Row = ReportWeek.Row

  private func week() async throws -> ReportWeek { try await ReportWeek.shared.value }

  private func sum(_ rows: [Row], _ column: String) -> Double { ReportWeek.sum(rows, column) }

  @Test("M-STAT-10: complaints by class and state, with totals; every class is there")
  func complaintSummary() async throws {
    let rows = try await week().rows("complaint-summary")
    #expect(rows.map { $0["category"] } == ["leak", "bill", "pothole", "light"])
    #expect(rows.map { $0["category/1"] } == ["water", "water", "roads", "roads"])
    #expect(rows[0]["opened-open"] == 1 && rows[0]["opened-done"] == 1 && rows[0]["opened-called-back"] == 1)
    #expect(rows[1]["opened-cancelled"] == 1 && rows[1]["opened-open"] == 0)
    for row in rows {
      let parts = ["opened-open", "opened-done", "opened-cancelled"].reduce(0) { $0 + (row[$1]?.number ?? 0) }
      #expect(row["opened"]?.number == parts)
    }
    let page = try await week().office.expect(
      0, "report", "run", "complaint-summary", "--from", "-10d", "--to", "+2d", "--lang", "zh", "--format", "table")
    #expect(page.stdout.contains("小计") && page.stdout.contains("合计") && page.stdout.contains("供水"))
    let states = try await week().rows("complaint-summary", "--table", "states")
    #expect(sum(states, "opened.total") == 3 && sum(states, "opened.new") == 1 && sum(states, "opened.waiting") == 0)
  }

  @Test("M-STAT-06: questions by class: not viewed, viewed, done; each counts once")
  func adviceSummary() async throws {
    let rows = try await week().rows("advice-summary")
    #expect(sum(rows, "opened-unseen") == 1 && sum(rows, "opened-viewed") == 1 && sum(rows, "opened-done") == 1)
    #expect(sum(rows, "opened") == 3)
    #expect(rows.first { $0["category"] == "light" }?["opened-done"] == 1)
  }

  @Test("M-STAT-18: other business: open and done per kind, with totals")
  func otherSummary() async throws {
    let rows = try await week().rows("other-summary")
    #expect(!rows.contains { $0["process"] == "complaint" || $0["process"] == "consult" })
    #expect(rows.count == 11)
    let request = try #require(rows.first { $0["process"] == "request" })
    #expect(request["opened-open"] == 1 && request["opened-done"] == 1 && request["opened"] == 2)
    // The callback that followed from a complaint opened by itself: nobody came with it.
    #expect(rows.first { $0["process"] == "callback" }?["opened"] == 0)
  }

  @Test("M-STAT-11: counts by state of an instant, the same whenever they are made again")
  func orderStates() async throws {
    let office = try await week().office
    func states(_ asOf: String) async throws -> [Row] {
      try await office.expect(0, "report", "run", "order-states", "--as-of", asOf, "--format", "ndjson").ndjson(
        Row.self)
    }
    let then = try await states("2024-03-01")
    #expect(then.map { $0["standing"] } == [3] && then[0]["state"] == "new")
    let before = try await states("2024-02-29")
    #expect(sum(before, "standing") == 2)
    #expect(try await states("2024-03-01") == then)
    let now = try await states("+1d")
    #expect(sum(now, "standing") == 12)
    // A callback has words of its own for `new`; of other processes no state reads so.
    let read = try await office.expect(
      0, "report", "run", "order-states", "--as-of", "+1d", "--table", "by-state", "--format", "table", "--lang", "zh"
    ).stdout.split(separator: "\n")
    #expect(read.contains { $0.contains("新建") }, "\(read)")
    #expect(read.filter { $0.contains("待回访") }.allSatisfy { $0.hasPrefix("回访") || $0.contains(" 回访 ") }, "\(read)")
  }

  @Test("M-STAT-27: volume by date, operator and class; subtotals add to totals, an unknown operator is a line")
  func volume() async throws {
    let week = try await week()
    let days = try await week.rows("volume")
    #expect(sum(days, "opened") == 8 && days.count >= 11)
    let operators = try await week.rows("volume", "--table", "by-operator")
    #expect(sum(operators, "opened") == 8)
    #expect(sum(operators.filter { $0["operator"] == "1002" }, "opened") == 2)
    let table = try await week.office.expect(
      0, "report", "run", "volume", "--from", "-10d", "--to", "+2d", "--table", "by-operator", "--format", "table",
      "--lang", "en")
    #expect(table.stdout.contains("Subtotal") && table.stdout.contains("Total"))
    let filtered = try await week.rows("volume", "--table", "by-class", "--where", "category=water")
    // The callback is about what its complaint was about, and opened by itself.
    #expect(sum(filtered, "opened") == 5)
    #expect(Set(filtered.map { $0["category/1"] }) == ["water"])
    let refused = try await week.office.expect(
      2, "report", "run", "volume", "--where", "category=watre", "--from", "-10d", "--to", "+2d")
    #expect(refused.stderr.contains("watre") && refused.stderr.contains("water"))
  }

  @Test("M-STAT-05: three depths of one day: summary = sum of general = sum of detail")
  func depths() async throws {
    let week = try await week()
    var totals: [Double] = []
    for depth in ["summary", "general", "detailed"] {
      totals.append(sum(try await week.rows("volume", "--table", "by-class", "--depth", depth), "opened"))
    }
    #expect(totals == [8, 8, 8])
    #expect(try await week.rows("volume", "--table", "by-class", "--depth", "summary").count == 1)
  }

  @Test("M-STAT-04: class by month by area has every combination, zeros among them, and its totals are plain counts")
  func crossTable() async throws {
    let rows = try await week().office.expect(
      0, "report", "run", "hot-topics", "--table", "class-month-area", "--from", "2024-01-01", "--to", "2024-04-01",
      "--format", "ndjson"
    ).ndjson(Row.self)
    #expect(rows.count == 4)
    #expect(rows.allSatisfy { $0["opened.2024-01"] == 0 && $0["opened.2024-03"] == 0 })
    #expect(sum(rows, "opened.2024-02") == 2 && sum(rows, "opened.total") == 2)
    let ranking = try await week().rows("hot-topics")
    #expect(ranking.first?["category"] == "leak")
  }

  @Test("M-STAT-24: any two periods: value, base, difference, percent; an empty base is n/a, a leap day is defined")
  func samePeriod() async throws {
    let office = try await week().office
    func compare(_ from: String, _ to: String, _ more: String...) async throws -> Hotline.Ended {
      try await office.expect(
        0, ["report", "run", "same-period", "--from", from, "--to", to, "--table", "by-process"] + more)
    }
    func line(_ ended: Hotline.Ended) throws -> Row {
      try #require(try ended.ndjson(Row.self).first { $0["process"] == "request" })
    }
    let february = try line(try await compare("2024-02-01", "2024-03-01", "--format", "ndjson"))
    #expect(february["opened"] == 2 && february["opened.base"] == 1)
    #expect(february["opened.difference"] == 1 && february["opened.change"] == 1)
    let leapDay = try line(try await compare("2024-02-29", "2024-03-01", "--format", "ndjson"))
    #expect(leapDay["opened"] == 1 && leapDay["opened.base"] == 1)
    let empty = try line(try await compare("2023-02-01", "2023-03-01", "--format", "ndjson"))
    #expect(empty["opened.base"] == 0 && empty["opened.change"] == .nothing)
    let page = try await compare("2023-02-01", "2023-03-01", "--format", "table", "--lang", "en")
    #expect(page.stdout.contains("n/a"))
    let any = try line(
      try await compare("2024-02-28", "2024-02-29", "--compare", "2024-02-29..2024-03-01", "--format", "ndjson"))
    #expect(any["opened"] == 1 && any["opened.base"] == 1 && any["opened.difference"] == 0)
    let note = try await compare("2024-02-01", "2024-03-01", "--format", "table", "--lang", "en")
    #expect((note.stdout + note.stderr).contains("29") && (note.stdout + note.stderr).contains("differ"))
  }

  @Test("M-STAT-26: the workbook has the table and a chart of the same numbers, and the orders behind them")
  func tablesAndCharts() async throws {
    let week = try await week()
    try await week.office.expect(
      0, "report", "run", "complaint-summary", "--from", "-10d", "--to", "+2d", "--orders", "-o", "matrix.xlsx")
    #expect(week.office.has("matrix.xlsx"))
    let orders = try await week.rows("complaint-summary", "--orders", "--table", "matrix-orders")
    for measure in ["opened", "opened-open", "opened-done", "opened-cancelled", "opened-called-back"] {
      let figure = sum(try await week.rows("complaint-summary"), measure)
      #expect(Double(orders.count { $0["measure"] == .text(measure) }) == figure)
    }
  }
}
