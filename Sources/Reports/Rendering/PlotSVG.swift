import Spreadsheets

/// A picture as SVG, without script or font of its own: it prints as sharp as the text around it.
struct PlotSVG {
  private static let width = 680.0
  private static let top = 14.0

  private let plot: ReportPlot
  private let text: ReportText
  private var body = ""

  init(_ plot: ReportPlot, _ text: ReportText) {
    self.plot = plot
    self.text = text
  }

  /// The picture with its title and, where there are several series, what their colours mean.
  var figure: String {
    var drawing = self
    let height =
      switch plot.kind {
      case .column, .stackedColumn, .line: drawing.drawUpright()
      case .bar, .stackedBar: drawing.drawLying()
      case .pie: drawing.drawPie()
      }
    return """
      <figure><figcaption>\(htmlEscaped(plot.title))</figcaption>
      <svg viewBox="0 0 \(Self.text(Self.width)) \(Self.text(height))" role="img" aria-label="\(htmlEscaped(plot.title))">
      \(drawing.body)</svg>\(legend)</figure>

      """
  }

  private var legend: String {
    guard plot.series.count > 1 else { return "" }
    let items = plot.series.enumerated().map { index, series in
      "<span><i style=\"background:\(Self.color(index))\"></i>\(htmlEscaped(series.name))</span>"
    }
    return "<div class=\"legend\">\(items.joined())</div>"
  }

  /// Bars or lines over points from left to right. Returns the height.
  private mutating func drawUpright() -> Double {
    let ticks = plot.ticks
    let labels = ticks.map { text.measure($0, plot.measure) }
    let (right, bottom) = (Self.width - 10, 244.0)
    let names = PointNames(plot, from: 14 + 6.2 * Double(labels.map { displayWidth($0) }.max() ?? 1), to: right)
    let (left, slot) = (names.left, names.slot)
    let height = bottom + names.height
    let (low, high) = (ticks.first ?? 0, ticks.last ?? 1)
    func y(_ value: Double) -> Double { bottom - (value - low) / (high - low) * (bottom - Self.top) }
    for (tick, label) in zip(ticks, labels) {
      line(left, y(tick), right, y(tick), "grid")
      write(label, left - 6, y(tick) + 4, "end")
    }
    for (index, name) in names.texts.enumerated() where index % names.every == 0 {
      let middle = left + slot * (Double(index) + 0.5)
      if names.isTurned {
        write(name, middle + 4, bottom + 12, "end", isTurned: true)
      } else {
        // The last of many stands nearer to the edge than it is wide.
        write(name, min(middle, Self.width - 3.2 * Double(displayWidth(name))), bottom + 18, "middle")
      }
    }
    if plot.kind == .line {
      for (index, series) in plot.series.enumerated() {
        drawLine(series, Self.color(index)) { point, value in (left + slot * (Double(point) + 0.5), y(value)) }
      }
    } else {
      for bar in bars() {
        let thick = slot * 0.7 / Double(bar.of)
        rect(
          left + slot * (Double(bar.point) + 0.15) + thick * Double(bar.place), y(max(bar.from, bar.to)), thick,
          abs(y(bar.from) - y(bar.to)), bar.series, bar.label)
      }
    }
    line(left, y(max(low, 0)), right, y(max(low, 0)), "axis")
    return height
  }

  /// Bars from left to right, their names before them and their values behind.
  private mutating func drawLying() -> Double {
    let isStacked = plot.kind == .stackedBar
    let row = isStacked || plot.series.count == 1 ? 22.0 : 9 + 12 * Double(plot.series.count)
    let height = Self.top + row * Double(plot.points.count) + 8
    let left = 10 + 6.4 * Double(plot.points.map { min(displayWidth($0), 34) }.max() ?? 1)
    let right = Self.width - 64
    let (low, high) = plot.range
    let span = high - low > 0 ? high - low : 1
    func x(_ value: Double) -> Double { left + (value - low) / span * (right - left) }
    for (index, point) in plot.points.enumerated() {
      write(Self.cut(point, 34), left - 6, Self.top + row * (Double(index) + 0.5) + 4, "end")
    }
    for bar in bars() {
      let thick = row * 0.72 / Double(bar.of)
      let y = Self.top + row * (Double(bar.point) + 0.14) + thick * Double(bar.place)
      rect(x(min(bar.from, bar.to)), y, abs(x(bar.to) - x(bar.from)), thick, bar.series, bar.label)
      if !isStacked { write(bar.text, x(max(bar.to, 0)) + 5, y + thick / 2 + 4, "start") }
    }
    line(x(0), Self.top, x(0), height - 8, "axis")
    return height
  }

  private mutating func drawPie() -> Double {
    guard let series = plot.series.first else { return 0 }
    let values = series.values.map { max(0, $0 ?? 0) }
    let sum = values.reduce(0, +)
    let height = max(220, 24 + 18 * Double(values.count))
    let (centre, radius) = (110.0, 96.0)
    var before = 0.0
    for (index, value) in values.enumerated() {
      let (from, to) = (sum > 0 ? before / sum : 0, sum > 0 ? (before + value) / sum : 0)
      before += value
      let share = ReportText.fixed(sum > 0 ? value / sum * 100 : 0, 2) + "%"
      let label = "\(plot.points[index]): \(series.texts[index]) (\(share))"
      // An arc from a point to itself is nothing: a whole circle is two halves.
      let cuts = to - from > 0.5 ? [from, (from + to) / 2, to] : [from, to]
      for (start, end) in zip(cuts, cuts.dropFirst()) where end > start {
        let (a, b) = (Turn.point(start), Turn.point(end))
        body += """
          <path d="M\(Self.text(centre)) \(Self.text(centre))L\(Self.text(centre + radius * a.x)) \
          \(Self.text(centre + radius * a.y))A\(Self.text(radius)) \(Self.text(radius)) 0 0 1 \
          \(Self.text(centre + radius * b.x)) \(Self.text(centre + radius * b.y))Z" fill="\(Self.color(index))">\
          <title>\(htmlEscaped(label))</title></path>

          """
      }
      let y = 24 + 18 * Double(index)
      body += "<rect x=\"240\" y=\"\(Self.text(y - 9))\" width=\"10\" height=\"10\" fill=\"\(Self.color(index))\"/>\n"
      write(Self.cut(label, 60), 256, y, "start")
    }
    return height
  }

  private struct Bar {
    var point: Int
    var series: Int
    /// Its place beside the others of the point, and how many there are.
    var place: Int
    var of: Int
    var from: Double
    var to: Double
    var text: String
    var label: String
  }

  private func bars() -> [Bar] {
    let isStacked = plot.kind == .stackedBar || plot.kind == .stackedColumn
    return plot.points.indices.flatMap { point -> [Bar] in
      var sum = 0.0
      return plot.series.enumerated().compactMap { index, series in
        guard let value = series.values[point] else { return nil }
        let from = isStacked ? sum : 0
        if isStacked { sum += max(0, value) }
        return Bar(
          point: point, series: index, place: isStacked ? 0 : index, of: isStacked ? 1 : plot.series.count, from: from,
          to: isStacked ? sum : value, text: series.texts[point],
          label: "\(plot.points[point]), \(series.name): \(series.texts[point])")
      }
    }
  }

  private mutating func drawLine(
    _ series: ReportPlot.Series, _ color: String, _ place: (Int, Double) -> (x: Double, y: Double)
  ) {
    var path = ""
    // A point without a value breaks the line.
    var isDown = false
    for (point, value) in series.values.enumerated() {
      guard let value else {
        isDown = false
        continue
      }
      let (x, y) = place(point, value)
      path += "\(isDown ? "L" : "M")\(Self.text(x)) \(Self.text(y))"
      isDown = true
    }
    body += "<path d=\"\(path)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>\n"
    // Points of their own, where the eye can tell them apart.
    guard series.values.count <= 40 else { return }
    for (point, value) in series.values.enumerated() {
      guard let value else { continue }
      let (x, y) = place(point, value)
      let label = "\(plot.points[point]), \(series.name): \(series.texts[point])"
      body +=
        "<circle cx=\"\(Self.text(x))\" cy=\"\(Self.text(y))\" r=\"2.6\" fill=\"\(color)\">"
        + "<title>\(htmlEscaped(label))</title></circle>\n"
    }
  }

  private mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ name: String) {
    body +=
      "<line class=\"\(name)\" x1=\"\(Self.text(x1))\" y1=\"\(Self.text(y1))\""
      + " x2=\"\(Self.text(x2))\" y2=\"\(Self.text(y2))\"/>\n"
  }

  private mutating func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ index: Int, _ label: String)
  {
    body +=
      "<rect x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" width=\"\(Self.text(width))\""
      + " height=\"\(Self.text(height))\" fill=\"\(Self.color(index))\"><title>\(htmlEscaped(label))</title></rect>\n"
  }

  private mutating func write(_ text: String, _ x: Double, _ y: Double, _ anchor: String, isTurned: Bool = false) {
    let (x, y) = (Self.text(x), Self.text(y))
    let turn = isTurned ? " transform=\"rotate(-45 \(x) \(y))\"" : ""
    body += "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\"\(turn)>\(htmlEscaped(text))</text>\n"
  }

  static func cut(_ text: String, _ width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    var kept = ""
    for character in text {
      guard displayWidth(kept) + displayWidth(String(character)) < width else { break }
      kept.append(character)
    }
    return kept + "…"
  }

  private static func text(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  private static func color(_ index: Int) -> String {
    let digits = String(ChartKind.palette[index % ChartKind.palette.count], radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }
}
