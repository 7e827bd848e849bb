import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension Session {
  /// Publishes a category tree: the next version of its key, or the first. New orders take their categories from it; what is
  /// asked as of an earlier instant keeps the labels of its time.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line.
  /// - Returns: the tree as published, and whether that is new.
  public func publishCategories(_ yaml: String, at instant: Date) async throws -> (tree: CategoryTree, isNew: Bool) {
    try require(.definitionPublish)
    let processes = Set(try await definitions().all.map(\.key))
    let checked = try CategoryCompiler.compile(yaml, version: 1, processes: processes)
    let (version, isNew) = try await publish(.categories, checked.key.rawValue, body: yaml, at: instant)
    return (try CategoryCompiler.compile(yaml, key: checked.key, version: version), isNew)
  }

  /// Publishes a region table: the next version of its key, or the first.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line; a unit that does not exist, once the office has a tree.
  /// - Returns: the table as published, and whether that is new.
  public func publishRegions(_ yaml: String, at instant: Date) async throws -> (table: RegionTable, isNew: Bool) {
    try require(.definitionPublish)
    let checked = try RegionCompiler.compile(yaml, version: 1)
    for area in checked.areas { try requireOpenUnit(area.unit) }
    let (version, isNew) = try await publish(.regions, checked.key.rawValue, body: yaml, at: instant)
    return (try RegionCompiler.compile(yaml, key: checked.key, version: version), isNew)
  }

  /// A published text of a category tree or region table, as of an instant; the first holds for all time before.
  public func definitionText(
    _ kind: DefinitionPublished.Kind, _ key: String, at instant: Date = .distantFuture
  ) async throws -> String? {
    let versions = try await versions(of: kind, key)
    return (versions.last { $0.at <= instant } ?? versions.first)?.definition.body
  }
}
