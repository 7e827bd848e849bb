import Spreadsheets
import Synchronization

/// How far a long command has come, on one line of standard error; silent where that is not a terminal, or a dumb one.
///
///     importing  48% · 48,000 of 100,000 · 3,900/s · 13 s left
///
/// May be advanced from any task; draws at most ten times a second. The line is wiped by `finish`.
final class Progress: Sendable {
  private struct State {
    var done = 0
    var drawn: ContinuousClock.Instant?
  }

  private let total: Int?
  private let label: Text
  private let console: Console
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  /// - Parameter total: how many there will be; nil when nobody knows, then there is no per cent and no time left.
  init(total: Int?, label: Text, console: Console) {
    self.total = total
    self.label = label
    self.console = console
  }

  /// So many more are done.
  func advance(by count: Int = 1) {
    state.withLock { state in
      state.done += count
      guard console.showsProgress else { return }
      let now = ContinuousClock.now
      if let drawn = state.drawn, now - drawn < .milliseconds(100) { return }
      state.drawn = now
      let line = Self.line(label(console.language), state.done, of: total, after: now - start, console.language)
      let room = (Descriptor.standardError.columns ?? 80) - 1
      console.statusLine.show(displayWidth(line) > room ? cut(line, to: room) : line)
    }
  }

  /// Wipes the line.
  func finish() {
    if console.showsProgress { console.statusLine.clear() }
  }

  /// The line itself; the rate is the average since the start.
  static func line(
    _ label: String, _ done: Int, of total: Int?, after elapsed: Duration, _ language: Language
  ) -> String {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var parts: [String] = []
    if let total, total > 0 {
      parts.append("\(min(100, done * 100 / total))%")
      parts.append(
        Text(zh: "\(grouped(done)) / \(grouped(total))", en: "\(grouped(done)) of \(grouped(total))")(language))
    } else {
      parts.append(grouped(done))
    }
    if seconds >= 0.5 { parts.append(Text(zh: "\(grouped(Int(rate)))/秒", en: "\(grouped(Int(rate)))/s")(language)) }
    if let total, seconds >= 1, rate > 0, done <= total {
      let left = Self.time(Int((Double(total - done) / rate).rounded(.up)))
      parts.append(Text(zh: "剩余 \(left)", en: "\(left) left")(language))
    }
    return label + "  " + parts.joined(separator: " · ")
  }

  private static func time(_ seconds: Int) -> String {
    seconds < 60
      ? "\(seconds) s"
      : seconds < 3600 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
  }
}

/// `1234567` as `1,234,567`.
func grouped(_ number: Int) -> String {
  var digits = String(number.magnitude)
  var index = digits.count - 3
  while index > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
    index -= 3
  }
  return number < 0 ? "-" + digits : digits
}

/// A number of things in English: `1 row`, `1,204 rows`.
func counted(_ number: Int, _ one: String, _ many: String) -> String {
  "\(grouped(number)) \(number == 1 ? one : many)"
}
