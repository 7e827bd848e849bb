import BackOffice
import EventStore
import Foundation
import Spreadsheets

/// A trace for people: what one command did under one line, what came of it further right.
struct TraceTree {
  private let trace: Trace
  private let language: Language
  private let zone: TimeZone
  /// Columns of the terminal; nil for no limit.
  private let width: Int?
  private let colors: Bool

  init(_ trace: Trace, _ language: Language, _ zone: TimeZone, width: Int?, colors: Bool) {
    self.trace = trace
    self.language = language
    self.zone = zone
    self.width = width
    self.colors = colors
  }

  var lines: [String] {
    var clock = WallClock(zone: zone)
    // Event to its place in the log, by which people speak of it.
    let places = Dictionary(
      trace.steps.flatMap(\.events).map { ($0.recorded.id, $0.recorded.position) }, uniquingKeysWith: { $1 })
    return trace.steps.flatMap { step -> [String] in
      let indent = String(repeating: "  ", count: min(step.depth, 8))
      let actor = step.events.first?.recorded.authorship.actor ?? ""
      var head =
        "\(indent)\(step.depth > 0 ? "↳ " : "")\(clock.text(step.happenedAt, .minute))  \(ValueText.oneLine(actor))"
      if let cause = step.cause {
        let name = places[cause].map { "#\($0)" } ?? shortID(cause)
        head += Text(zh: "  起因 \(name)", en: "  because of \(name)")(language)
      }
      let rest = step.events.enumerated().flatMap { index, entry in
        self.lines(entry, indent: indent, isLast: index == step.events.count - 1, &clock)
      }
      return [fit(head, .bold)] + rest
    }
  }

  private func lines(_ entry: Trace.Entry, indent: String, isLast: Bool, _ clock: inout WallClock) -> [String] {
    let recorded = entry.recorded
    let mark = recorded.id == trace.asked ? "▶" : "─"
    let name = EventWords.name(recorded.type)(language)
    let erased = recorded.isErased ? Text(zh: "（个人信息已删除）", en: " (personal part erased)")(language) : ""
    let start = "\(indent)  \(isLast ? "└" : "├")\(mark) "
    var lines = [
      fit("\(start)\(padded(name, to: 18))  \(padded(stream(recorded.stream), to: 18))  #\(recorded.position)\(erased)")
    ]
    let below = "\(indent)  \(isLast ? " " : "│")    "
    let summary = JSONFields(recorded.data, zone).summary(without: Self.noise)
    if !summary.isEmpty { lines.append(fit(below + ValueText.oneLine(summary), .dim)) }
    if let delivery = entry.delivery {
      let text =
        delivery.deliveredAt.map { date in
          let time = clock.text(date, .minute)
          return Text(zh: "→ 已送达 \(time)", en: "→ handed over \(time)")
        }
        ?? Text(
          zh: "→ 等待送达，已试 \(delivery.attempts) 次",
          en: "→ waits to be handed over, tried \(counted(delivery.attempts, "time", "times"))")
      lines.append(fit(below + text(language)))
    }
    return lines
  }

  /// What the line says already, or what nobody reads.
  private static let noise: Set<String> = ["no", "party", "sha256", "columns", "options", "rows"]

  /// An id says nothing to people: some digits tell one from the other.
  private func stream(_ stream: StreamName) -> String {
    if let party = stream.partyID { return "\(stream.category)-\(shortID(party))" }
    guard let id = UUID(uuidString: String(stream.id)) else { return stream.rawValue }
    return "\(stream.category)-\(shortID(id))…"
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  private func fit(_ line: String, _ style: Style? = nil) -> String {
    let text = width.map { displayWidth(line) > $0 ? cut(line, to: $0) : line } ?? line
    return colors ? style.map { $0(text) } ?? text : text
  }
}
