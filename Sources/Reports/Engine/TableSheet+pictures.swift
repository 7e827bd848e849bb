import Spreadsheets

extension TableSheet {
  /// The pictures of a table with a line a group.
  func charts(_ cells: [Cell], _ heads: [ReportColumn]) -> [ReportChart] {
    // Of a table with subtotals these are drawn, and the first column says of what they are.
    guard let named = plan.hasSubtotals ? heads.first : heads.last, !question.rows.isEmpty else { return [] }
    return plan.charts.compactMap { chart in
      let offered = cells.filter { cell in
        chart.measures.contains(cell.measure.key) && (cell.part == .value || cell.part == .base)
      }
      // A pie has one series: of the columns their sum, where it stands there.
      let whole = chart.kind == .pie ? offered.first { $0.column == .all } : nil
      let drawn = whole.map { [$0] } ?? offered.filter { question.columns == nil || $0.column != .all }
      guard !drawn.isEmpty else { return nil }
      let title = Words(chart.labels, key: "")
      return ReportChart(
        kind: chart.kind, title: title.zh.isEmpty ? Words(plan.labels, key: plan.key) : title, categories: named.key,
        series: drawn.map { column($0).key }, direction: isOverTime(chart.kind, drawn) ? .byRow : .byColumn,
        rowLimit: chart.limit)
    }
  }

  /// Whether a picture is of lines over months that stand side by side: then each line of the table is one.
  private func isOverTime(_ kind: ChartKind, _ drawn: [Cell]) -> Bool {
    guard kind == .line, case .time? = question.columns else { return false }
    return Set(drawn.map(\.measure.key)).count == 1 && drawn.allSatisfy { $0.part == .value }
  }
}
