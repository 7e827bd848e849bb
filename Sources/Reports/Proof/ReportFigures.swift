import Domain
import FoundationEssentials

/// The figures of a report by what they say, not by where they stand: a line that is new moves none of the others.
public struct ReportFigures: Sendable {
  /// Names a figure.
  public struct Name: Sendable, Hashable {
    /// The table's key.
    public let table: String
    /// What stands at the beginning of the line: unit and category, day, order number.
    public let row: String
    /// The column's key.
    public let column: String
  }

  /// A figure that is not the same in two reports.
  public struct Change: Sendable, Equatable {
    /// Which.
    public let name: Name
    /// As it reads in the first; `nil` where it is not there.
    public let before: String?
    /// As it reads in the second.
    public let after: String?
  }

  /// In the order of the report.
  private var names: [Name] = []
  private var values: [Name: ReportValue] = [:]
  private let language: ReportLanguage
  private let clock: ZoneClock

  /// Those of some tables.
  public init(_ tables: [ReportTable], of request: ReportRequest) {
    language = request.language
    clock = ZoneClock(request.zone)
    for table in tables {
      let columns = table.sheet.columns
      let isList = columns.first?.kind == .code
      let keyCount = isList ? 1 : max(1, columns.prefix { [.text, .day, .instant].contains($0.kind) }.count)
      var counts: [String: Int] = [:]
      for line in table.rows {
        var row = line.values.prefix(keyCount).map(text).filter { !$0.isEmpty }.joined(separator: " · ")
        counts[row, default: 0] += 1
        if let count = counts[row], count > 1 { row += " #\(count)" }
        for (column, value) in zip(columns, line.values).dropFirst(keyCount) {
          let name = Name(table: table.sheet.key, row: row, column: column.key)
          names.append(name)
          values[name] = value
        }
        // A line without figures is one by itself.
        if columns.count == keyCount {
          let name = Name(table: table.sheet.key, row: row, column: "")
          names.append(name)
          values[name] = .text(row)
        }
      }
    }
  }

  /// What changed on the way to other figures, in their order; what is only here comes last.
  public func changes(to other: ReportFigures) -> [Change] {
    let changed = other.names.filter { !Self.areSame(values[$0], other.values[$0]) }
    let gone = names.filter { other.values[$0] == nil && Self.says(values[$0]) }
    return (changed + gone).map { name in
      Change(name: name, before: values[name].map(text), after: other.values[name].map(other.text))
    }
  }

  private static func areSame(_ a: ReportValue?, _ b: ReportValue?) -> Bool {
    // A line that is new and holds nothing is no change.
    if a == b || (!says(a) && !says(b)) { return true }
    guard let left = a?.number, let right = b?.number else { return false }
    return CanonicalNumber.text(left) == CanonicalNumber.text(right)
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
