import Spreadsheets

/// The names below upright bars and lines: one beside the other, aslant where they would not fit, and so many as do not overlap.
struct PointNames {
  let texts: [String]
  /// Where the first point's room begins.
  let left: Double
  /// The room of a point.
  let slot: Double
  let isTurned: Bool
  /// Of so many one is written, the first always.
  let every: Int
  /// What they need below the bars.
  let height: Double

  init(_ plot: ReportPlot, from start: Double, to right: Double) {
    texts = plot.points.map { PlotSVG.cut($0, 16) }
    let widths = texts.map { Double(displayWidth($0)) * 6.4 }
    let widest = widths.max() ?? 6.4
    let count = Double(max(1, texts.count))
    let narrow = (right - start) / count
    isTurned = !plot.isOverDays && widest + 12 > narrow
    guard isTurned else {
      (left, slot, height) = (start, narrow, 26)
      every = max(1, Int(((widest + 12) / narrow).rounded(.up)))
      return
    }
    // Aslant, each goes as far to the left as down.
    let aslant = 0.71
    var out = 0.0
    for (index, width) in widths.enumerated() { out = max(out, width * aslant - narrow * (Double(index) + 0.5)) }
    left = max(start, out + 6)
    slot = (right - left) / count
    every = max(1, Int((15 / slot).rounded(.up)))
    height = 18 + widest * aslant
  }
}
