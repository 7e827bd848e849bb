import Spreadsheets

extension ChartAxis {
  /// The axis of a picture of numbers of one kind, with the least and the greatest of each of its series.
  init(_ measure: ReportColumn.Kind, _ chart: ChartKind, _ spans: [ClosedRange<Double>]) {
    self.init()
    let isStacked = chart == .stackedBar || chart == .stackedColumn
    let least = spans.map(\.lowerBound).min() ?? 0
    let greatest = isStacked ? spans.reduce(0) { $0 + max(0, $1.upperBound) } : spans.map(\.upperBound).max() ?? 0
    // A bar that does not begin at 0 says nothing by its length.
    if least >= 0, chart != .line || measure == .percent { self.least = 0 }
    switch measure {
    case .percent:
      if Self.endsAtWhole(greatest) { self.greatest = 1 }
      format = greatest > 0.05 ? "0%" : "0.0%"
    // Half an order is none.
    case .integer, .mixed: if least >= 0, greatest < 6 { step = 1 }
    case .text, .code, .decimal, .points, .duration, .instant, .deadline, .day: break
    }
  }

  /// Whether an axis of ratios ends at 100 %: where the greatest is over a fifth, or there is none, but no greater.
  static func endsAtWhole(_ greatest: Double) -> Bool { greatest <= 1 && greatest > 0.2 || greatest <= 0 }
}
