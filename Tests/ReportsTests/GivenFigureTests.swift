import Domain
import FoundationEssentials
import Projections
import Reports
import Testing

/// Ratios over figures that were told by month: a numerator of three months has no base of two.
struct GivenFigureTests {
  static let yaml = """
    measure: sold
    labels: {zh: 销量, en: Sold}
    of: given
    as: count
    given:
      - {value: 40, category: Noise, month: 2015-01}
      - {value: 40, category: Noise, month: 2015-02}
      - {value: 20, category: Noise, month: 2015-03}
      - {value: 60, category: Pothole, month: 2015-01}
      - {value: 60, category: Pothole, month: 2015-02}
    ---
    measure: taken-back
    labels: {zh: 退货, en: Taken back}
    of: given
    as: count
    given:
      - {value: 4, category: Noise, month: 2015-01}
      - {value: 4, category: Noise, month: 2015-02}
      - {value: 2, category: Noise, month: 2015-03}
      - {value: 6, category: Pothole, month: 2015-01}
      - {value: 6, category: Pothole, month: 2015-02}
    ---
    measure: rate
    labels: {zh: 率, en: Rate}
    formula: opened / sold
    as: percent
    ---
    measure: back-rate
    labels: {zh: 退货率, en: Back rate}
    formula: taken-back / sold
    as: percent
    ---
    report: mine
    labels: {zh: 我的, en: Mine}
    time: period
    tables:
      - {name: by-category, labels: {zh: 类, en: C}, rows: [category], measures: [opened, sold, rate, back-rate]}
      - {name: by-month, labels: {zh: 月, en: M}, rows: [month], measures: [opened, sold, rate, back-rate]}
      - {name: both, labels: {zh: 全, en: B}, rows: [category], columns: month, measures: [rate], totals: [rows, columns]}
    """

  /// The golden vector: opened by month and category, sold as told above.
  ///
  /// | | 2015-01 | 2015-02 | 2015-03 | all |
  /// | --- | --- | --- | --- | --- |
  /// | Noise | 4 of 40 | 2 of 40 | 1 of 20 | 7 of 100 |
  /// | Pothole | 6 of 60 | 3 of 60 | 9, not told | not 18 of 120 |
  /// | all | 10 of 100 | 5 of 100 | not 10 of 20 | not 25 of 220 |
  static let opened = [
    ("Noise", 1, 4), ("Noise", 2, 2), ("Noise", 3, 1), ("Pothole", 1, 6), ("Pothole", 2, 3), ("Pothole", 3, 9),
  ]

  private func tables(_ log: SmallLog, _ from: Date, _ to: Date) async throws -> [ReportTable] {
    let texts = try ReportLibrary.shipped.check(Self.yaml, called: "mine.yaml")
    let asked = try ReportRequest(
      try ReportLibrary(published: texts).report("mine"), from: from, to: to, lookedAt: .newYork(2016, 1, 1),
      language: .en, zone: log.zone, program: "hotline test")
    try await ProjectionRunner(log.connection, pageSize: 97).catchUp(asked.models)
    return try await asked.tables(on: log.connection)
  }

  @Test func aRatioOverMonthsIsMadeOnlyWhereEveryMonthWasTold() async throws {
    var facts: [Fact] = []
    for (category, month, count) in Self.opened {
      for day in 1...count { facts.append(Fact(category: category, openedAt: try .newYork(2015, month, day, 9))) }
    }
    let log = try await SmallLog(facts)
    func percents(_ table: ReportTable, _ column: Int) -> [ReportValue] { table.rows.map { $0.values[column] } }
    func percent(_ part: Double, _ base: Double) -> ReportValue { .percent(part / base) }
    let quarter = try await tables(log, .newYork(2015, 1, 1), .newYork(2015, 4, 1))
    #expect(percents(quarter[0], 2) == [.integer(100), .integer(120), .integer(220)])
    #expect(percents(quarter[0], 3) == [percent(7, 100), .percent(nil), .percent(nil)])
    #expect(percents(quarter[1], 3) == [percent(10, 100), percent(5, 100), .percent(nil), .percent(nil)])
    // Both told of the same: nothing is mixed.
    #expect(percents(quarter[0], 4) == [percent(10, 100), percent(12, 120), percent(22, 220)])
    #expect(
      quarter[2].rows.map { Array($0.values.dropFirst()) } == [
        [percent(4, 40), percent(2, 40), percent(1, 20), percent(7, 100)],
        [percent(6, 60), percent(3, 60), .percent(nil), .percent(nil)],
        [percent(10, 100), percent(5, 100), .percent(nil), .percent(nil)],
      ])
    let notes = quarter[0].sheet.notes.filter { $0.en.contains("not told of every month") }
    #expect(notes.count == 1 && notes[0].en.hasPrefix("Rate: ") && notes[0].en.contains("Sold lacks 2015-03 Pothole)"))
    #expect(notes[0].zh.contains("“销量”缺 2015-03 Pothole"))
    // Of the months that were told there is a total; of a month that is counted in part only there is none.
    let told = try await tables(log, .newYork(2015, 1, 1), .newYork(2015, 3, 1))
    #expect(percents(told[0], 3) == [percent(6, 80), percent(9, 120), percent(15, 200)])
    #expect(!told[0].sheet.notes.contains { $0.en.contains("not told") })
    let part = try await tables(log, .newYork(2015, 1, 3), .newYork(2015, 3, 1))
    #expect(percents(part[1], 3) == [.percent(nil), percent(5, 100), .percent(nil)])
    #expect(part[0].sheet.notes.contains { $0.en.contains("Sold lacks 2015-01 Noise, 2015-01 Pothole)") })
  }
}
