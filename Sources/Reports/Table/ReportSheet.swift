import Postgres
import Projections

/// One table of a report: what it shows, and how its lines are read.
public struct ReportSheet: Sendable {
  /// Its name for scripts and on the command line: `by-unit`.
  public let key: String
  /// Its name for people.
  public let title: Words
  /// What is counted, to be read before the lines.
  public let notes: [Words]
  /// What the coloured lines of a workbook mean.
  public let legend: Words?
  /// What one counts: orders, calls, minutes; `nil` where every column says it.
  public let unit: Words?
  /// Its columns, left to right.
  public let columns: [ReportColumn]
  /// Columns from the left that stay in sight.
  public let frozenColumns: Int
  /// Printed upright: it is longer than it is wide.
  public let isUpright: Bool
  /// The orders behind the figures of the other tables: after them, without pictures, and on a terminal only when asked for.
  public let isDrill: Bool
  /// Its pictures.
  public let charts: [ReportChart]
  /// Definitions of figures that stand in lines, beside those of the columns.
  public let formulas: [ReportFormula]
  /// What the table becomes when the report is run, where its columns depend on what is found: itself, and the orders behind
  /// it where they are asked for.
  var resolve: (@Sendable (ReportContext, isolated Connection) throws -> [ReportSheet])?
  /// What portions of the orders count for in its figures, read as its lines are; `nil` where that cannot be told.
  var shares: (@Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare])?
  /// Only the first lines are told, with all others in one.
  var isRanked = false
  /// Hands over the lines one by one, inside the report's transaction.
  let rows: @Sendable (ReportContext, isolated Connection, (ReportRow) throws -> Void) throws -> Void

  init(
    _ key: String, _ title: Words, notes: [Words] = [], legend: Words? = nil, unit: Words? = nil,
    columns: [ReportColumn], frozenColumns: Int = 0, isUpright: Bool = false, isDrill: Bool = false,
    charts: [ReportChart] = [], formulas: [ReportFormula] = [],
    shares: (@Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare])? = nil,
    rows: @escaping @Sendable (ReportContext, isolated Connection, (ReportRow) throws -> Void) throws -> Void
  ) {
    self.key = key
    self.title = title
    self.notes = notes
    self.legend = legend
    self.unit = unit
    self.columns = columns
    self.frozenColumns = frozenColumns
    self.isUpright = isUpright
    self.isDrill = isDrill
    self.charts = charts
    self.formulas = formulas
    self.shares = shares
    self.rows = rows
  }
}

extension ReportDefinition {
  /// The definitions of all its figures, each once, in the order in which they are met.
  public var formulas: [ReportFormula] {
    var found: [ReportFormula] = []
    for sheet in sheets {
      for formula in sheet.columns.compactMap(\.formula) + sheet.formulas where !found.contains(formula) {
        found.append(formula)
      }
    }
    return found
  }
}
