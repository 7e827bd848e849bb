import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension Session {
  /// The maps that are kept, by name.
  public func importMaps() async throws -> [PublishedText] { try await published(.importMap) }

  /// A map by its name.
  ///
  /// - Throws: ``ListProblem/noSuchMap(_:known:)``; ``ImportMapProblem`` where this version cannot read it.
  public func importMap(_ name: String) async throws -> ImportMap {
    let all = try await importMaps()
    guard let found = all.first(where: { $0.key == name }) else {
      throw ListProblem.noSuchMap(name, known: all.map(\.key))
    }
    return try ImportMap(yaml: found.body)
  }

  /// Keeps a map under a name, for everybody who takes lists in; the same text is not kept twice.
  public func saveImportMap(
    _ name: String, _ map: ImportMap, at instant: Date
  ) async throws -> (version: Int, isNew: Bool) {
    try requireSomewhere(.importRun)
    return try await publish(.importMap, name, body: map.yaml, at: instant)
  }
}
