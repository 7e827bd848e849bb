import Foundation
import Reports
import Spreadsheets

/// A whole report as one JSON object: what was asked, what it stands on, and every table as an array of objects.
///
///     {"report":"monthly","asOf":null,"from":"2015-03-01T00:00:00-05:00",…,"position":14237,…,"tables":{
///     "summary":[
///     {"figure":"carried-over","value":624,…},
final class ReportDocument: ReportSink {
  private let sink: ResultSink
  private var clock: WallClock
  private var keys: [String] = []
  private var tableCount = 0
  private var rowCount = 0
  private var cover: ReportCover?
  private var sheet = ""
  private let digest = CellDigest()

  init(_ sink: ResultSink, _ request: ReportRequest) {
    self.sink = sink
    clock = WallClock(zone: request.zone)
  }

  func begin(_ cover: ReportCover) {
    self.cover = cover
    let request = cover.request
    var (asOf, from, to) = (Value.none, Value.none, Value.none)
    switch request.time {
    case .instant(let instant): asOf = .instant(instant)
    case .period(let period): (from, to) = (.instant(period.from), .instant(period.to))
    }
    let head: [(String, Value)] = [
      ("report", .code(request.definition.key)), ("asOf", asOf), ("from", from), ("to", to),
      ("timeZone", .code(request.zone.identifier)), ("process", .code(request.scope.process)),
      ("unit", .code(request.scope.unit)), ("position", .integer(Int(cover.basis.position))),
      ("recordedUntil", .instant(cover.basis.recordedAt)), ("program", .text(request.program)),
    ]
    sink.buffer.append(UInt8(ascii: "{"))
    for (key, value) in head {
      append(key: key)
      JSONRows.append(value, &clock, to: &sink.buffer)
      sink.buffer.append(UInt8(ascii: ","))
    }
    append(key: "tables")
    sink.buffer.append(UInt8(ascii: "{"))
  }

  func begin(_ sheet: ReportSheet) {
    sink.buffer.append(contentsOf: (tableCount == 0 ? "\n" : ",\n").utf8)
    tableCount += 1
    rowCount = 0
    keys = sheet.columns.map(\.key)
    self.sheet = sheet.key
    append(key: sheet.key)
    sink.buffer.append(UInt8(ascii: "["))
  }

  func append(_ row: ReportRow) throws {
    guard !row.isSum else { return }
    sink.buffer.append(contentsOf: (rowCount == 0 ? "\n{" : ",\n{").utf8)
    rowCount += 1
    var cells: [(column: String, cell: Cell)] = []
    for (index, value) in row.values.enumerated() {
      if index > 0 { sink.buffer.append(UInt8(ascii: ",")) }
      append(key: keys[index])
      let start = sink.buffer.count
      let value = value.forScripts
      JSONRows.append(value, &clock, to: &sink.buffer)
      cells.append((keys[index], Self.cell(value, written: sink.buffer[start...])))
    }
    for (column, cell) in cells.sorted(by: { $0.column < $1.column }) {
      digest.add(sheet: self.sheet, row: rowCount, column: column, cell)
    }
    sink.buffer.append(UInt8(ascii: "}"))
    try sink.flushIfFull()
  }

  func end(_ sheet: ReportSheet) { sink.buffer.append(UInt8(ascii: "]")) }

  func finish() throws {
    sink.buffer.append(contentsOf: "\n},\n\"proof\":{".utf8)
    if let cover {
      let properties = ReportStamp(cover, checksum: digest.finish()).properties
      for (index, property) in properties.enumerated() {
        sink.buffer.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
        append(key: property.name)
        JSONRows.appendString(property.value, to: &sink.buffer)
      }
    }
    sink.buffer.append(contentsOf: "\n}}\n".utf8)
    try sink.finish()
  }

  /// What a reader finds in the cell: the number or the text as it was written.
  private static func cell(_ value: Value, written: ArraySlice<UInt8>) -> Cell {
    let text = String(decoding: written, as: UTF8.self)
    return switch value {
    case .none: .empty
    case .text(let words), .code(let words): words.isEmpty ? .empty : .text(words)
    case .flag(let flag): .boolean(flag)
    case .instant, .json: text == "null" ? .empty : .text(String(text.dropFirst().dropLast()))
    case .integer, .decimal: Double(text).map { .number($0, format: nil) } ?? .empty
    }
  }

  private func append(key: String) {
    JSONRows.appendString(key, to: &sink.buffer)
    sink.buffer.append(UInt8(ascii: ":"))
  }
}
