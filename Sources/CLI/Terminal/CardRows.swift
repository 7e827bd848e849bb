import Foundation
import Spreadsheets

/// A single result for people: one line a field, the headings in a column of their own.
final class CardRows: RowWriter {
  private let columns: [ListColumn]
  private let sink: ResultSink
  private let colors: Bool
  private var text: ValueText

  init(columns: [ListColumn], sink: ResultSink, colors: Bool, language: Language, zone: TimeZone) {
    self.columns = columns
    self.sink = sink
    self.colors = colors
    text = ValueText(language: language, zone: zone)
  }

  func append(_ row: [Value]) throws {
    let headings = columns.map { $0.heading(text.language) }
    let width = headings.map { displayWidth($0) }.max() ?? 0
    for (index, heading) in headings.enumerated() {
      let padding = String(repeating: " ", count: width - displayWidth(heading) + TableLayout.gap)
      let value = row[index] == .none ? "-" : columns[index].keepsLines ? lines(row[index], width) : text(row[index])
      let style = columns[index].style?(row)
      let line = colors ? Style.bold(heading) + padding + (style.map { $0(value) } ?? value) : heading + padding + value
      sink.buffer.append(contentsOf: line.utf8)
      sink.buffer.append(UInt8(ascii: "\n"))
    }
    try sink.flushIfFull()
  }

  /// A text of several lines as such, each below the other.
  private func lines(_ value: Value, _ width: Int) -> String {
    guard case .text(let text) = value else { return self.text(value) }
    return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
      ValueText.oneLine(String($0))
    }
    .joined(separator: "\n" + String(repeating: " ", count: width + TableLayout.gap))
  }

  func finish() throws { try sink.finish() }
}
