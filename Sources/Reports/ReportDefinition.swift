import Projections

/// A report as it can be asked for: its name, what it needs to know, and its tables.
public struct ReportDefinition: Sendable {
  /// The time that a report is about.
  public enum TimeFrame: Sendable {
    /// How things stood at one instant.
    case instant
    /// What happened from one instant up to another.
    case period
  }

  /// Its name on the command line: `overdue`.
  public let key: String
  /// Its name for people.
  public let title: Words
  /// What it answers, in one line.
  public let purpose: Words
  /// The time it is about.
  public let timeFrame: TimeFrame
  /// Its tables, in the order of the workbook.
  public let sheets: [ReportSheet]
  /// What its tables are read from, beside the order board.
  public var models: [any Projection] = []
}

/// All reports.
public enum ReportCatalog {
  /// In the order in which they are listed.
  public static let all: [ReportDefinition] = [overdue, monthly, answers]

  /// The report of a name.
  public static func named(_ key: String) throws(ReportError) -> ReportDefinition {
    guard let definition = all.first(where: { $0.key == key }) else {
      throw .noSuchReport(key, known: all.map(\.key))
    }
    return definition
  }
}
