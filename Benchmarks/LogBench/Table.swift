import Foundation

/// The figures as Markdown.
enum Table {
  static func cases(_ section: Section, _ results: Results, rounds: Int) -> String {
    var rows = [["\(section.name): case", "events/s", "server µs", "own µs", "p50", "p99"]]
    for one in section.cases {
      rows.append([
        one.name, grouped(results.median(one.name, \.eventsPerSecond)),
        decimal(results.median(one.name, \.serverMicroseconds)), decimal(results.median(one.name, \.ownMicroseconds)),
        time(results.median(one.name) { $0.latency(0.5) }), time(results.median(one.name) { $0.latency(0.99) }),
      ])
    }
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
    return text(rows) + "\n\nMedians of \(rounds) rounds in turn; load \(load) at the end.\n"
  }

  static func promises(_ section: Section, _ results: Results) -> (String, isKept: Bool) {
    var rows = [["promised of \(section.name)", "limit", "measured", "kept"]]
    var areAllKept = true
    for promise in section.promises {
      let figure = promise.figure(results)
      let (limit, isKept) =
        switch promise.limit {
        case .atLeast(let bound): ("≥ \(short(bound))", figure >= bound)
        case .atMost(let bound): ("≤ \(short(bound))", figure <= bound)
        }
      areAllKept = areAllKept && isKept
      rows.append([promise.what, limit, short(figure), isKept ? "yes" : "NO"])
    }
    return (section.promises.isEmpty ? "" : text(rows) + "\n", areAllKept)
  }

  private static func text(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      return "| " + padded.joined(separator: " | ") + " |"
    }
    let rule = "| " + widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ") + " |"
    return ([line(rows.first ?? []), rule] + rows.dropFirst().map(line)).joined(separator: "\n")
  }

  /// `150,000`, `12.4`, `0.57`
  private static func short(_ value: Double) -> String {
    value >= 1000 ? grouped(value) : String(format: value >= 10 ? "%.1f" : "%.2f", value)
  }

  private static func decimal(_ value: Double) -> String { String(format: "%.1f", value) }

  private static func grouped(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    var digits = String(Int(value.rounded()))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }

  private static func time(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "-" }
    return seconds < 1 ? String(format: "%.2f ms", seconds * 1000) : String(format: "%.2f s", seconds)
  }
}
