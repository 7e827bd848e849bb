extension ReportColumn.Part {
  var heading: Words {
    switch self {
    case .value: Words(zh: "本期", en: "Now")
    case .base: Words(zh: "同期", en: "Base")
    case .difference: Words(zh: "增减", en: "Difference")
    case .points: Words(zh: "增减（百分点）", en: "Difference (pp)")
    case .change: Words(zh: "增减率", en: "Change")
    }
  }

  /// What stands in a column of figures of a kind.
  func kind(_ own: ReportColumn.Kind) -> ReportColumn.Kind {
    switch self {
    case .value, .base, .difference: own
    case .points: .points
    case .change: .percent
    }
  }
}
