import Foundation
import Spreadsheets

/// A single result for people: one line a field, the headings in a column of their own.
final class CardRows: RowWriter {
  private let columns: [ListColumn]
  private let sink: ResultSink
  private let colors: Bool
  private let width: Int?
  private var text: ValueText

  /// - Parameter width: columns of the terminal, for long values to be broken; `nil` where a line may be as long as it is.
  init(
    columns: [ListColumn], sink: ResultSink, colors: Bool, language: Language, zone: TimeZone, width: Int? = nil
  ) {
    self.columns = columns
    self.sink = sink
    self.colors = colors
    self.width = width
    text = ValueText(language: language, zone: zone)
  }

  func append(_ row: [Value]) throws {
    let headings = columns.map { $0.heading(text.language) }
    let width = headings.map { displayWidth($0) }.max() ?? 0
    for (index, heading) in headings.enumerated() {
      let padding = String(repeating: " ", count: width - displayWidth(heading) + TableLayout.gap)
      let value =
        row[index] == .none
        ? "-" : columns[index].keepsLines ? lines(row[index], width) : broken(text(row[index]), width)
      let style = columns[index].style?(row)
      let line = colors ? Style.bold(heading) + padding + (style.map { $0(value) } ?? value) : heading + padding + value
      sink.buffer.append(contentsOf: line.utf8)
      sink.buffer.append(UInt8(ascii: "\n"))
    }
    try sink.flushIfFull()
  }

  /// A long value over several lines, each behind the headings.
  private func broken(_ value: String, _ headings: Int) -> String {
    guard let width else { return value }
    let indent = headings + TableLayout.gap
    return LineWrap.lines(value, max(20, width - indent)).joined(
      separator: "\n" + String(repeating: " ", count: indent))
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
