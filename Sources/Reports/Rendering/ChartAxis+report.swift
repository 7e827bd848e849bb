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
    case .duration:
      let isFlat = chart == .line && least > 0 && greatest > least && greatest - least < greatest / 6
      let step = Self.step(ofSeconds: (greatest - (isFlat ? least : min(0, least))) / 5)
      // The cells are parts of days.
      self.step = step / 86_400
      if isFlat { self.least = (least / step).rounded(.down) * step / 86_400 }
      format = step < 60 ? "[h]:mm:ss" : "[h]:mm"
    case .text, .code, .decimal, .points, .instant, .deadline, .day: break
    }
  }

  /// The least step of whole seconds, minutes, hours or days that is no shorter.
  static func step(ofSeconds rough: Double) -> Double {
    let parts: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
    ]
    if let part = parts.first(where: { $0 >= rough * 0.999 }) { return part }
    var days = 1.0
    while days * 864_000 < rough * 0.999 { days *= 10 }
    return ([1, 2, 5].map { $0 * days }.first { $0 * 86_400 >= rough * 0.999 } ?? days * 10) * 86_400
  }

  /// Whether an axis of ratios ends at 100 %: where the greatest is over a fifth, or there is none, but no greater.
  static func endsAtWhole(_ greatest: Double) -> Bool { greatest <= 1 && greatest > 0.2 || greatest <= 0 }
}
