import Domain
import Projections

extension TableSheet {
  /// What portions count for in the figures of the table's lines.
  ///
  /// - Parameter counted: of the table's own time and, where it is compared, of the other, what each portion counts.
  func shares(_ counted: [[Int: FactTable]]) -> [SheetShare] {
    let grid = ShareGrid(self)
    let portions = Set(counted.flatMap(\.keys))
    return portions.flatMap { portion in grid.shares(of: portion, counted.map { $0[portion] }) }
  }
}

/// Where in a table each group of what is counted stands: a portion is in few of them.
private struct ShareGrid {
  /// A figure of a line.
  private struct Figure {
    let measure: Measure
    let column: String
    let part: ReportColumn.Part
    /// The places among what is counted of all that it is computed of; empty where it is of something else, too.
    let counted: [Int]
  }

  private struct Place: Hashable {
    let line: Int
    let column: FactGroup.Column
  }

  private let sheet: TableSheet
  private var heads: [[ReportValue]] = []
  /// The lines that sum a group up.
  private var lines: [[String?]: [Int]] = [:]
  private var figures: [Place: [Figure]] = [:]
  /// What stands in every line; where each line is a measure, only its own does.
  private let isByMeasure: Bool

  init(_ sheet: TableSheet) {
    self.sheet = sheet
    isByMeasure = sheet.plan.lines == .measures
    func figure(_ cell: TableSheet.Cell, _ column: ReportColumn) -> Figure {
      let keys = MeasureClosure([cell.measure.key], in: sheet.measures).counted.map { $0.measure.key }
      let places = sheet.question.counted.indices.filter { keys.contains(sheet.question.counted[$0].measure.key) }
      return Figure(measure: cell.measure, column: column.key, part: cell.part, counted: places)
    }
    if isByMeasure {
      for (line, measure) in sheet.shown.enumerated() {
        heads.append([TableSheet.head(measure)])
        lines[[], default: []].append(line)
        for group in sheet.groups {
          figures[Place(line: line, column: group)] = sheet.parts(sheet.shown).map { part in
            figure(
              TableSheet.Cell(measure: measure, column: group, part: part), sheet.measureColumn(group, part))
          }
        }
      }
    } else {
      let width = max(1, sheet.question.rows.count)
      for (index, line) in sheet.lines.enumerated() {
        heads.append(sheet.head(line, width: width))
        for group in line.groups { lines[group, default: []].append(index) }
      }
      for cell in sheet.cells {
        figures[Place(line: 0, column: cell.column), default: []].append(figure(cell, sheet.column(cell)))
      }
    }
  }

  /// - Parameter counted: of the table's own time, then of the other.
  func shares(of portion: Int, _ counted: [FactTable?]) -> [SheetShare] {
    var groups: [Place: Set<FactGroup>] = [:]
    for group in counted.compactMap(\.self).flatMap({ Array($0.all) }) {
      for line in lines[group.rows] ?? [] {
        groups[Place(line: line, column: group.column), default: []].insert(group)
      }
    }
    return groups.flatMap { place, groups in
      let here = figures[isByMeasure ? place : Place(line: 0, column: place.column)] ?? []
      return here.map { figure in
        SheetShare(
          head: heads[place.line], column: figure.column, portion: portion,
          parts: parts(figure, Array(groups), counted), isSum: isSum(figure))
      }
    }
  }

  private func isSum(_ figure: Figure) -> Bool {
    guard case .counted(let counting) = figure.measure.body else { return false }
    return counting.isSum && figure.part != .change && figure.part != .points
  }

  private func parts(_ figure: Figure, _ groups: [FactGroup], _ counted: [FactTable?]) -> [Double?] {
    func values(_ time: Int) -> [Double?] {
      guard time < counted.count else { return [] }
      return figure.counted.map { counted[time]?.value($0, groups) ?? nil }
    }
    switch figure.part {
    case .value: return values(0)
    case .base: return values(1)
    case .difference:
      guard isSum(figure) else { return values(0) + values(1) }
      return zip(values(0), values(1)).map { ($0 ?? 0) - ($1 ?? 0) }
    case .points, .change: return values(0) + values(1)
    }
  }
}
