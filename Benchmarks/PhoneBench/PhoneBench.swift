import Foundation
import Spreadsheets

/// Measures how long a million phone cells and a million date cells take to clean.
///
///     PhoneBench [CELLS]
///
/// Made of cells as call lists hold them, cleaned one after the other on one core; the median of five rounds. Ends with 1 when
/// the mix of a real list, most of it plain mobile numbers, takes over a second for a million.
@main
struct PhoneBench {
  private static let limit = 1.0

  static func main() {
    let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
    let phones = PhoneCleaner(areaCode: "0871")
    var isKept = true
    func measure(_ what: String, _ make: (Int) -> Cell, mostSeconds: Double = .infinity) {
      // A thousand cells over and over: the cells' own memory is not what is measured.
      let cells = (0..<1000).map(make)
      var refused = 0
      let times = (0..<5).map { _ in
        let begin = ContinuousClock.now
        for index in 0..<count {
          if case .failure = phones.clean(cells[index % 1000]) { refused += 1 }
        }
        return seconds(since: begin)
      }.sorted()
      if times[2] > mostSeconds * Double(count) / 1_000_000 { isKept = false }
      report(what, count, times[2], refused / 5)
    }
    measure("plain mobile, text", mobile, mostSeconds: limit)
    measure("plain mobile, number cell", { .number(13_900_000_000 + Double($0), format: nil) }, mostSeconds: limit)
    measure("a list: 8 of 10 plain, 2 lines 0871-6…", { $0 % 10 < 8 ? mobile($0) : line($0) }, mostSeconds: limit)
    measure("a line, 0871-60001234", line)
    measure("a line with extension, full width") { .text("（０８７１）\(60_000_000 + $0)转８０１２") }
    measure("two with labels") { .text("家：0871-\(60_000_000 + $0)、手机：\(13_900_000_000 + $0)") }
    measure("another country's, +1 202 555 0123") { .text("+1 202 555 0\(100 + $0 % 100)") }
    let dates = DateCleaner(order: .dayFirst)
    for (what, text) in [("2024-03-01", "2024-03-01"), ("2024年3月1日", "2024年3月1日"), ("25/04/2024", "25/04/2024")] {
      let begin = ContinuousClock.now
      for _ in 0..<count { _ = dates.clean(.text(text)) }
      report("date \(what)", count, seconds(since: begin), 0)
    }
    exit(isKept ? 0 : 1)
  }

  private static func mobile(_ index: Int) -> Cell { .text(String(13_900_000_000 + index)) }
  private static func line(_ index: Int) -> Cell { .text("0871-\(60_000_000 + index)") }

  private static func seconds(since begin: ContinuousClock.Instant) -> Double {
    let passed = (ContinuousClock.now - begin).components
    return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
  }

  private static func report(_ what: String, _ count: Int, _ seconds: Double, _ refused: Int) {
    let perCell = Int(seconds / Double(count) * 1e9)
    print("\(what): \((seconds * 1000).rounded() / 1000) s for \(count), \(perCell) ns each, \(refused) refused")
  }
}
