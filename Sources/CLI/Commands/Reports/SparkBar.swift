/// Pictures of numbers in one line of text, without colour: block elements, which every terminal font has.
enum SparkBar {
  private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// A series from left to right, from its least to its greatest: `▁▂▃▅▇`. A blank for what has no value;
  /// more values than `width` are put together by their mean.
  static func line(_ values: [Double?], width: Int) -> String {
    let shown = gathered(values, into: max(1, width))
    let known = shown.compactMap(\.self)
    guard let greatest = known.max() else { return "" }
    let least = known.min() ?? 0
    let span = greatest - least
    return String(
      shown.map { value -> Character in
        guard let value else { return " " }
        let level = span > 0 ? Int((value - least) / span * 8) : 0
        return levels[max(0, min(7, level))]
      })
  }

  /// A share of the whole width: `██████▌`. At least the thinnest bar for what is not nothing.
  static func bar(_ share: Double, width: Int) -> String {
    guard share > 0, width > 0 else { return "" }
    let count = max(1, Int((min(share, 1) * Double(width * 8)).rounded()))
    let rest = count % 8
    return String(repeating: "█", count: count / 8) + (rest > 0 ? String(eighths[rest - 1]) : "")
  }

  private static func gathered(_ values: [Double?], into count: Int) -> [Double?] {
    guard values.count > count else { return values }
    return (0..<count).map { place in
      let part = values[(place * values.count / count)..<((place + 1) * values.count / count)].compactMap(\.self)
      return part.isEmpty ? nil : part.reduce(0, +) / Double(part.count)
    }
  }
}
