import Domain
import Projections

/// All measures and reports that are in force: the shipped ones, and those that the office has published, which come first.
public struct ReportLibrary: Sendable {
  /// By key.
  public let measures: [MeasureKey: Measure]
  /// Those from texts, by key.
  public let plans: [String: ReportPlan]
  /// The texts in force of both kinds.
  public let texts: [DefinitionText]
  /// Published texts that do not hold any more, with the reason: a measure they name is gone.
  public let broken: [(text: DefinitionText, error: ProcessError)]

  /// The reports in the order in which they are listed.
  public var reports: [ReportDefinition] { ReportCatalog.all }

  /// The report of a name.
  public func report(_ key: String) throws(ReportError) -> ReportDefinition { try ReportCatalog.named(key) }
}

/// The text of a measure or report.
public struct DefinitionText: Sendable, Equatable {
  /// `measure` or `report`.
  public let kind: DefinitionPublished.Kind
  /// Its key.
  public let key: String
  /// Which of its texts.
  public let edition: Edition
  /// As somebody wrote it.
  public let yaml: String
}
