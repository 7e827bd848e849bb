import Domain
import FoundationEssentials

/// The figures of a report by what they say, not by where they stand: a line that is new moves none of the others.
public struct ReportFigures: Sendable {
  /// Names a figure.
  public struct Name: Sendable, Hashable {
    /// The table's key.
    public let table: String
    /// The line, by what stands at its beginning: unit and category, day, order number.
    public let line: Line
    /// The column's key.
    public let column: String
  }

  /// In the order of the report.
  private(set) var names: [Name] = []
  private var values: [Name: ReportValue] = [:]
  /// How the lines of each table read.
  private var rows: [String: [Line: String]] = [:]
  /// The orders that lines are about, in tables with a line an order.
  private var orders: [Name: String] = [:]
  /// Of tables that tell only the first lines, these; `isRest` for that of all others.
  private var ranked: [String: [Line: Bool]] = [:]
  /// How the tables are called.
  private var titles: [String: String] = [:]
  /// The columns of each table, by their keys.
  private var columns: [String: [String: ReportColumn]] = [:]
  /// Tables that list the orders behind the figures of others.
  private var drills: Set<String> = []
  private let language: ReportLanguage
  private let clock: ZoneClock
  private let people: ReportText

  /// Those of some tables.
  public init(_ tables: [ReportTable], of request: ReportRequest) {
    language = request.language
    clock = ZoneClock(request.zone)
    people = ReportText(request.language, request.zone, endsDays: true)
    for table in tables { add(table) }
  }

  private mutating func add(_ table: ReportTable) {
    let sheet = table.sheet
    let (key, columns, keys, order) = (sheet.key, sheet.columns, sheet.keyColumns, sheet.orderColumn)
    if sheet.isDrill { drills.insert(key) }
    titles[key] = sheet.title(language)
    self.columns[key] = Dictionary(columns.map { ($0.key, $0) }) { first, _ in first }
    var counts: [Line: Int] = [:]
    var heads: [(line: Line, words: String)] = []
    for row in table.rows {
      let head = row.values.isEmpty ? [] : keys.map { row.values[$0] }
      let first = Line(head)
      counts[first, default: 0] += 1
      let line = Line(head, place: counts[first] ?? 1)
      let words = words(head)
      heads.append((line, words))
      if sheet.isRanked {
        ranked[key, default: [:]][line] = row.values.contains { ReportCatalog.isOthers($0) }
      }
      // A line without figures is one by itself.
      let figures = columns.indices.filter { !keys.contains($0) }
      for (column, value) in figures.isEmpty
        ? [("", .label(Words(words), code: line.code))] : figures.map({ (columns[$0].key, row.values[$0]) })
      {
        let name = Name(table: key, line: line, column: column)
        names.append(name)
        values[name] = value
        if let order, case .code(let no) = row.values[order] { orders[name] = no }
      }
    }
    // Of lines that read alike the codes say which is which.
    let alike = Dictionary(grouping: heads.filter { $0.line.place == 1 }, by: \.words).filter { $0.value.count > 1 }
    for (line, words) in heads {
      let mark = alike[words] == nil ? nil : line.mark
      rows[key, default: [:]][line] = words + (mark.map { " (\($0))" } ?? "") + line.number
    }
  }

  /// What a line begins with, as it reads.
  private func words(_ head: [ReportValue]) -> String {
    head.map { ReportCatalog.isOthers($0) ? ReportCatalog.allOthers(language) : text($0) }.filter { !$0.isEmpty }
      .joined(separator: " · ")
  }

  /// What people call a figure.
  func label(_ name: Name) -> Label {
    Label(
      table: titles[name.table] ?? name.table, row: rows[name.table]?[name.line] ?? name.line.code,
      column: columns[name.table]?[name.column]?.fullHeading(language) ?? "")
  }

  /// Whether a figure changed, or may have, because lines came among the first of its table or left them.
  public func isRanked(_ name: Name, to other: ReportFigures) -> Bool {
    guard let here = ranked[name.table], let there = other.ranked[name.table] else { return false }
    let isHere = here[name.line] != nil
    if isHere != (there[name.line] != nil) { return true }
    guard here[name.line] == true else { return false }
    return here.filter { !$0.value }.keys != there.filter { !$0.value }.keys
  }

  /// What a figure is; `nil` where it is not there.
  subscript(name: Name) -> ReportValue? { values[name] }

  /// Whether a figure stands in a list of the orders behind other figures.
  func isDrill(_ name: Name) -> Bool { drills.contains(name.table) }

  /// How a figure reads; `nil` where it is not there.
  func reading(_ name: Name) -> Reading? {
    values[name].map { value in
      let plain = text(value)
      // A line without figures is words.
      return Reading(plain: plain, shown: columns[name.table]?[name.column].map { people(value, in: $0) } ?? plain)
    }
  }

  /// What a figure is as a number; 0 where there is no such line; `nil` for what is none.
  public func number(_ name: Name) -> Double? {
    guard let value = values[name], Self.says(value) else { return 0 }
    return value.number
  }

  /// Whether a figure is a share of something, which no amounts add up to.
  public func isRatio(_ name: Name) -> Bool {
    guard let value = values[name] else { return false }
    return switch value {
    case .percent, .points: true
    case .none, .text, .label, .code, .integer, .decimal, .duration, .instant, .day: false
    }
  }

  /// By how much a figure may be off because it was rounded before it was written.
  public func grain(_ name: Name) -> Double {
    if case .duration = values[name] { 1 } else { 1e-6 }
  }

  /// Whether a figure reads otherwise elsewhere.
  public func isOther(_ name: Name, in other: ReportFigures) -> Bool {
    !Self.areSame(values[name], other.values[name])
  }

  /// The order that a figure's line is about, in a table with a line an order.
  public func order(_ name: Name) -> String? { orders[name] }

  private static func areSame(_ a: ReportValue?, _ b: ReportValue?) -> Bool {
    if a == b || (!says(a) && !says(b)) { return true }
    // A new name of the same thing.
    if case .label(_, let left?) = a, case .label(_, let right?) = b { return left == right }
    // A line that is new and counts nothing is no change.
    if a == nil || b == nil, let there = a ?? b { return countsNothing(there) }
    guard let left = a?.number, let right = b?.number else { return false }
    return CanonicalNumber.text(left) == CanonicalNumber.text(right)
  }

  private static func countsNothing(_ value: ReportValue) -> Bool {
    switch value {
    case .none, .integer(0), .percent(nil), .points(nil), .duration(nil), .decimal(0, _), .duration(0): true
    case .text, .label, .code, .integer, .decimal, .percent, .points, .duration, .instant, .day: false
    }
  }

  private static func says(_ value: ReportValue?) -> Bool { value != nil && value != ReportValue.none }

  private func text(_ value: ReportValue) -> String {
    switch value {
    case .none: ""
    case .text(let text), .code(let text): text
    case .label(let words, _): words(language)
    case .integer(let number): String(number)
    case .decimal(let number, let places): Self.fixed(number, places)
    case .percent(nil), .points(nil), .duration(nil): ReportValue.notApplicable
    case .points(let points?): "\(Self.fixed(points * 100, 2)) \(ReportValue.pointsUnit(language))"
    case .percent(let ratio?): Self.fixed(ratio * 100, 2) + "%"
    case .duration(let seconds?): "\(seconds) s"
    case .instant(let date): clock.text(date)
    case .day(let day): day.iso
    }
  }

  private static func fixed(_ number: Double, _ places: Int) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let units = Int((abs(number) * scale).rounded(.toNearestOrAwayFromZero))
    let digits = String(units)
    guard places > 0 else { return (number < 0 ? "-" : "") + digits }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (number < 0 && units > 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }
}

extension ReportSheet {
  /// The columns by which a line is known: an order's number, or the words at the beginning.
  var keyColumns: [Int] {
    if columns.first?.kind == .code { return [0] }
    let words = columns.prefix { [.text, .day, .instant, .deadline].contains($0.kind) }.count
    return Array(0..<max(1, words)) + (isDrill ? [orderColumn].compactMap(\.self) : [])
  }

  /// Where the number of the order stands that a line is about.
  var orderColumn: Int? {
    guard isDrill || columns.first?.kind == .code else { return nil }
    return columns.firstIndex { $0.kind == .code && $0.key == "no" }
  }
}
