import Foundation
import Reports
import Spreadsheets

/// A whole report as one JSON object: what was asked, what it stands on, how its figures are counted, and every table as an
/// array of objects.
///
///     {"report":"monthly","asOf":null,"from":"2015-03-01T00:00:00-05:00",…,"position":14237,…,
///     "definitions":[{"id":"on-time-rate@1","name":"On-time rate",…},…],
///     "figures":{"by-unit":{"onTimeRate":"on-time-rate@1",…},…},"tables":{
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
      ("countedUntil", request.until.map { .instant($0) } ?? .none),
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
    appendDefinitions(of: request)
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

  /// The definitions, and which column of which table is counted by which.
  private func appendDefinitions(of request: ReportRequest) {
    let language = request.language
    append(key: "definitions")
    let definitions = request.definition.formulas.map { formula in
      object([
        ("id", .code(formula.id)), ("name", .text(formula.name(language))), ("rule", .text(formula.rule(language))),
        ("base", .text(formula.base?(language))), ("whenEmpty", .text(formula.whenEmpty?(language))),
      ])
    }
    sink.buffer += "[\(definitions.joined(separator: ",\n"))],\n".utf8
    append(key: "figures")
    let figures = request.definition.sheets.compactMap { sheet -> (String, Value)? in
      let ids = sheet.columns.compactMap { column in column.formula.map { (column.key, Value.code($0.id)) } }
      return ids.isEmpty ? nil : (sheet.key, .json(object(ids)))
    }
    sink.buffer += "\(object(figures)),".utf8
  }

  private func object(_ fields: [(String, Value)]) -> String {
    var bytes: [UInt8] = []
    for (key, value) in fields {
      bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
      JSONRows.appendString(key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      JSONRows.append(value, &clock, to: &bytes)
    }
    return bytes.isEmpty ? "{}" : String(decoding: bytes, as: UTF8.self) + "}"
  }

  /// What a reader finds in the cell: the number or the text as it was written.
  private static func cell(_ value: Value, written: ArraySlice<UInt8>) -> Cell {
    let text = String(decoding: written, as: UTF8.self)
    return switch value {
    case .none: .empty
    case .text(let words), .code(let words): words.isEmpty ? .empty : .text(words)
    case .flag(let flag): .boolean(flag)
    case .instant, .deadline, .json: text == "null" ? .empty : .text(String(text.dropFirst().dropLast()))
    case .integer, .decimal: Double(text).map { .number($0, format: nil) } ?? .empty
    }
  }

  private func append(key: String) {
    JSONRows.appendString(key, to: &sink.buffer)
    sink.buffer.append(UInt8(ascii: ":"))
  }
}
