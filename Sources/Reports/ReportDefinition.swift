import Domain
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
  public internal(set) var sheets: [ReportSheet]
  /// What its tables are read from, beside the order board.
  public var models: [any Projection] = []
  /// What it counts that an office may not have.
  public var needs: [ReportNeed] = []
  /// Which text of it; of one written in Swift that of this program.
  public var edition = Edition.shipped(1)
  /// The conditions of its own, on all tables or some.
  var filters: [ReportFilter] = []

  /// What its figures are counted of, each measure once; empty for a report written in Swift.
  var counted: [(measure: MeasureKey, source: FactSource)] = []
  /// Whether all that it counts are rows of imports.
  public var isOfImports: Bool { !counted.isEmpty && counted.allSatisfy { $0.source == .imports } }

  /// `volume@0.1`
  public var id: String { "\(key)@\(edition)" }
}

/// What a report counts that an office may not have.
public enum ReportNeed: Hashable, Sendable {
  /// Calls: telephony records them.
  case calls
  /// Figures that nobody has told yet, by the keys of their measures.
  case told([String])

  /// What is wanted, in both languages.
  public var words: Words {
    switch self {
    case .calls: Words(zh: "需要通话记录（电话部分尚未接入）", en: "needs calls: there is no telephony yet")
    case .told(let keys):
      Words(
        zh: "需要填报：\(keys.joined(separator: "、"))（hotline measure publish）",
        en: "needs to be told \(keys.joined(separator: ", ")): hotline measure publish")
    }
  }
}

/// The reports that come with Hotline.
public enum ReportCatalog {
  /// Those that are written in Swift.
  static let builtIn: [ReportDefinition] = [overdue, monthly, answers]

  /// In the order in which they are listed. What an office has published stands in its ``ReportLibrary``.
  public static let all: [ReportDefinition] = ReportLibrary.shipped.reports

  /// The report of a name.
  public static func named(_ key: String) throws(ReportError) -> ReportDefinition {
    try ReportLibrary.shipped.report(key)
  }
}
