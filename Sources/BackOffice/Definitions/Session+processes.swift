import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension Session {
  /// Publishes a process: the next version of its key, or the first. Orders stay on the version they opened with; the text
  /// that is in force already is not published again.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line.
  /// - Returns: the process as published, and whether it is new.
  public func publishProcess(_ yaml: String, at instant: Date) async throws -> (process: Domain.Process, isNew: Bool) {
    let checked = try ProcessCompiler.compile(yaml, version: 1)
    return try await retrying("process \(checked.key)") {
      let stream = StreamName.definition(.process, checked.key.rawValue)
      let published = try await store.read(stream)
      if let last = published.last, case .definition(.published(let definition)) = try codec.decode(last),
        definition.body == yaml
      {
        return (try ProcessCompiler.compile(yaml, key: checked.key, version: definition.version), false)
      }
      let version = published.count + 1
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      let definition = DefinitionPublished(
        kind: .process, key: checked.key.rawValue, version: version, body: yaml)
      try recording.add(
        [(.definition(.published(definition)), at: instant)], to: stream,
        expected: published.isEmpty ? .none : .exactly(version - 1))
      _ = try await append(recording)
      return (try ProcessCompiler.compile(yaml, key: checked.key, version: version), true)
    }
  }

  /// The text of the newest version of a process, as it was published; `nil` where there is none.
  public func processText(_ key: ProcessKey) async throws -> (version: Int, yaml: String)? {
    guard let last = try await store.read(.definition(.process, key.rawValue)).last,
      case .definition(.published(let definition)) = try codec.decode(last)
    else { return nil }
    return (definition.version, definition.body)
  }
}
