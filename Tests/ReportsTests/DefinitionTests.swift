import Domain
import Reports
import Testing

struct DefinitionTests {
  private func problems(_ yaml: String) -> [ProcessError.Problem] {
    do {
      _ = try ReportLibrary.shipped.check(yaml, called: "mine.yaml")
      return []
    } catch {
      return error.problems
    }
  }

  private func measure(_ lines: String...) -> String {
    (["measure: mine", "labels: {zh: 我的, en: Mine}"] + lines).joined(separator: "\n")
  }

  private func report(_ table: String) -> String {
    """
    report: mine
    labels: {zh: 我的, en: Mine}
    time: period
    tables:
      - {name: one, labels: {zh: 一, en: One}, \(table)}
    """
  }

  @Test func whatComesWithHotlineHolds() {
    #expect(ReportLibrary.shipped.broken.isEmpty)
    #expect(ReportLibrary.shipped.plans.count >= 7)
    for text in ReportLibrary.shipped.texts { #expect(!text.key.isEmpty) }
    for plan in ReportLibrary.shipped.plans.values {
      #expect(plan.labels.zh != nil && plan.labels.en != nil && plan.purpose.zh != nil && plan.purpose.en != nil)
    }
  }

  /// What somebody came with is counted without what orders open by themselves; what people and units do, with it.
  @Test func everyReportSaysWhetherItCountsOrdersThatOpenByThemselves() {
    let matters = ReportFilter(.relation, [nil, "split-from"])
    let everything: Set = [
      "unit-assessment", "timeliness", "satisfaction", "workload", "order-states", "campaign-results",
    ]
    let noOrders: Set = ["import-results", "queue"]
    for plan in ReportLibrary.shipped.plans.values where !noOrders.contains(plan.key) {
      let tables = plan.tables.filter { !$0.measures.contains("customers") }
      let leavesOut = tables.allSatisfy { (plan.filters + $0.filters).contains(matters) }
      #expect(leavesOut != everything.contains(plan.key), "\(plan.key)")
      #expect(!leavesOut || plan.purpose.en?.contains("open by themselves") == true, "\(plan.key)")
    }
  }

  @Test func exceptTakesSeveralThings() throws {
    let yaml = measure("of: orders", "count: {except: [{kind: open}, {channel: phone, kind: done}]}")
    let texts = try ReportLibrary.shipped.check(yaml, called: "mine.yaml")
    let measures = ReportLibrary(published: texts).measures
    let rule = try #require(measures["mine"]).formula(in: measures).rule.en
    #expect(rule.hasSuffix("(orders {except: {kind: open}, except: {channel: phone, kind: done}})"))
  }

  @Test func aMeasureNeedsNoMoreThanItsRule() throws {
    let texts = try ReportLibrary.shipped.check(
      measure("of: orders", "count: {opened: in-period, channel: phone, except: {kind: cancelled}}"),
      called: "mine.yaml")
    #expect(texts.map(\.key) == ["mine"] && texts.map(\.kind) == [.measure])
    let library = ReportLibrary(published: texts)
    let mine = try #require(library.measures["mine"])
    #expect(mine.id == "mine@1" && mine.unit == .count)
    // In the reader's words, and behind them as it is written.
    let rule = mine.formula(in: library.measures).rule
    let written = "(orders {opened: in-period, channel: phone, except: {kind: cancelled}})"
    #expect(rule.en == "orders: opened in the period, Channel = phone, except (Meaning = cancelled) \(written)")
    #expect(rule.zh.hasPrefix("工单：本期受理，渠道 = 电话，不含（含义 = "))
  }

  @Test func aFormulaIsPrintedAsItIsMeant() throws {
    for (text, printed) in [
      ("late / (late + on-time)", "late / (late + on-time)"), ("(late+on-time)", "late + on-time"),
      ("late / (on-time / late)", "late / (on-time / late)"), ("late -(on-time - late)", "late - (on-time - late)"),
      ("2 * (late + 0.5)", "2 * (late + 0.5)"), ("late ÷ （late + on-time）", "late / (late + on-time)"),
    ] {
      let yaml = measure("formula: \(text)", "as: number")
      let library = ReportLibrary(
        published: [DefinitionText(kind: .measure, key: "mine", edition: .published(1), yaml: yaml)])
      guard case .formula(let formula)? = library.measures["mine"]?.body else { continue }
      #expect(formula.description == printed)
    }
    let shipped = ReportLibrary.shipped.measures
    let rule = shipped["on-time-rate"]?.formula(in: shipped).rule
    #expect(rule?.en == "On time / (On time + Late) (on-time / (on-time + late))")
    #expect(rule?.zh == "按时办结 / (按时办结 + 逾期办结)（on-time / (on-time + late)）")
  }

  @Test func anOrderOfFactorsDoesNotMatter() {
    for text in ["late / opened * 1000", "1000 * late / opened", "1000 * (late / opened)", "(late / opened) * 1000"] {
      let yaml = measure("formula: \(text)", "as: number")
      let library = ReportLibrary(
        published: [DefinitionText(kind: .measure, key: "mine", edition: .published(1), yaml: yaml)])
      #expect(library.broken.isEmpty, "\(text)")
    }
  }

  @Test func everyMistakeIsNamedWithItsLineAndTheWayOut() {
    for (yaml, line, reason, wayOut) in [
      (measure("formula: finishd / opened", "as: percent"), 3, "no measure `finishd`", "finished"),
      (measure("formula: opened +", "as: count"), 3, "ends too early", "measure or number"),
      (measure("formula: (opened", "as: count"), 3, "not closed", ")"),
      (measure("formula: opened opened", "as: count"), 3, "not expected", "like"),
      (measure("formula: age-sum + opened", "as: duration"), 3, "cannot be added", "like units"),
      (measure("formula: opened / age-sum", "as: number"), 3, "cannot be divided", "count or a number"),
      (measure("formula: opened + finished", "as: percent"), 3, "not `as: percent`", "as: count"),
      (measure("formula: 2 * 3", "as: number"), 3, "names no measure", "another measure"),
      (measure("formula: mine + opened", "as: count"), 3, "comes back to itself: mine → mine", "leave"),
      (measure("of: orders"), 1, "`count` is missing", "opened: in-period"),
      (measure("of: ordrs", "count: {}"), 3, "not known", "orders"),
      (measure("of: orders", "count: {opend: in-period}"), 4, "no condition `opend`", "opened"),
      (measure("of: orders", "count: {kind: opne}"), 4, "never `opne`", "open"),
      (measure("of: orders", "count: {step: opened}"), 4, "orders have no `step`", "category"),
      (measure("of: calls", "count: {category: x}"), 4, "calls have no `category`", "queue"),
      (measure("of: calls", "count: {ended: hungup}"), 4, "never `hungup`", "abandoned"),
      (measure("of: imports", "sum: age", "count: {}"), 4, "imports have no numbers", "count"),
      (measure("of: steps", "count: {once: false}"), 4, "says nothing", "leave it out"),
      (report("rows: [queue], measures: [opened]"), 5, "orders, which have no `queue`", "leave"),
      (measure("of: orders", "count: {late-by: {over: 3wd}}"), 4, "no length of time", "7d"),
      (
        measure("of: orders", "dated: finished", "count: {opened: in-period}"), 4, "need not be finished",
        "finished: in-period"
      ),
      (report("rows: [categry], measures: [opened]"), 5, "no dimension `categry`", "category"),
      (report("rows: [category], measures: [openned]"), 5, "no measure `openned`", "opened"),
      (report("rows: [category], measures: [opened], every: [operator]"), 5, "has no `operator`", "category"),
      (report("rows: [operator], measures: [opened], every: [operator]"), 5, "nobody knows all", "leave it out"),
      (report("rows: [category], measures: [opened], top: 5"), 5, "what order", "sort"),
      (report("rows: [category], measures: [opened], sort: -late"), 5, "no measure `late`", "opened"),
      (report("rows: [category], measures: [opened], subtotals: true"), 5, "no subtotals", "second"),
      (report("rows: [category], measures: [opened], totals: [columns]"), 5, "no columns", "columns"),
      (report("rows: [hour], measures: [open]"), 5, "what stands, which has no `hour`", "month"),
      (
        "report: mine\nlabels: {zh: 我, en: M}\ntime: instant\ntables:\n  - {name: one, labels: {zh: 一, en: O}, rows: [unit], measures: [opened]}",
        5, "counts what happens in a period", "time: period"
      ),
      (report("rows: [lateness], measures: [open]"), 5, "has no buckets", "buckets: {lateness"),
      (report("rows: [category], measures: [opened], compare: decade"), 5, "nothing to compare", "52-weeks"),
      (report("rows: [category], measures: [opened], chart: {type: donut}"), 5, "no chart `donut`", "pie"),
      ("report: monthly\nlabels: {zh: 月, en: M}\ntime: period\ntables: []", 1, "comes with Hotline", "another name"),
      ("", 1, "empty", "measure"),
    ] {
      let found = problems(yaml)
      #expect(
        found.contains { $0.line == line && $0.reason.contains(reason) && $0.suggestion.contains(wayOut) },
        "\(reason): \(found.map { "\($0.line): \($0.reason); \($0.suggestion)" })")
    }
  }

  @Test func aCircleThroughOthersIsFound() {
    let yaml = """
      measure: one
      labels: {zh: 一, en: One}
      formula: two + opened
      as: count
      ---
      # between
      measure: two
      labels: {zh: 二, en: Two}
      formula: one + opened
      as: count
      """
    let found = problems(yaml)
    #expect(found.map(\.line) == [3, 9])
    #expect(found.first?.reason.contains("one → two → one") == true)
  }

  @Test func aPublishedMeasureStandsInForTheShippedOneInAllReports() throws {
    let own = "measure: on-time-rate\nlabels: {zh: 率, en: Rate}\nformula: on-time / finished\nas: percent\n"
    let library = ReportLibrary(
      published: [DefinitionText(kind: .measure, key: "on-time-rate", edition: .published(3), yaml: own)])
    let volume = try library.report("volume")
    #expect(volume.formulas.contains { $0.id == "on-time-rate@3" })
    #expect(!volume.formulas.contains { $0.id.hasPrefix("on-time-rate@0") })
    #expect(volume.formulas.contains { $0.id == "opened@0.1" })
  }

  @Test func whatNamesSomethingThatIsGoneIsBrokenAndTheRestHolds() throws {
    let uses = "measure: twice\nlabels: {zh: 倍, en: Twice}\nformula: gone * 2\nas: number\n"
    let more = "measure: thrice\nlabels: {zh: 三, en: Thrice}\nformula: twice * 3\nas: number\n"
    let library = ReportLibrary(published: [
      DefinitionText(kind: .measure, key: "twice", edition: .published(1), yaml: uses),
      DefinitionText(kind: .measure, key: "thrice", edition: .published(1), yaml: more),
    ])
    #expect(Set(library.broken.map(\.text.key)) == ["twice", "thrice"])
    #expect(library.measures["opened"] != nil && library.measures["twice"] == nil)
  }
}
