import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// A definition as it is in force, with who published it.
public struct PublishedText: Sendable, Equatable {
  /// Its key within its kind.
  public let key: String
  /// From 1.
  public let version: Int
  /// As it was written.
  public let body: String
  /// Since when.
  public let at: Date
  /// By whom.
  public let actor: String
}

extension Session {
  /// The definitions of a kind that are in force, by key; those that were retired are left out.
  public func published(_ kind: DefinitionPublished.Kind) async throws -> [PublishedText] {
    let codec = codec
    let events = try await connection.run { connection in
      try LogReader.events(ofCategory: "definition", upTo: LogReader.head(on: connection), on: connection)
    }
    var found: [String: PublishedText] = [:]
    for recorded in events {
      guard case .definition(let event) = try codec.decode(recorded) else { continue }
      switch event {
      case .published(let text) where text.kind == kind:
        found[text.key] = PublishedText(
          key: text.key, version: text.version, body: text.body, at: recorded.occurredAt,
          actor: recorded.authorship.actor)
      case .retired(let retired) where retired.kind == kind: found[retired.key] = nil
      case .published, .retired: break
      }
    }
    return found.values.sorted { $0.key < $1.key }
  }

  /// Takes a definition out of force.
  ///
  /// - Returns: false where none of this key is in force.
  func retire(_ kind: DefinitionPublished.Kind, _ key: String, at instant: Date) async throws -> Bool {
    try await retrying("\(kind.rawValue) \(key)") {
      guard try await published(kind).contains(where: { $0.key == key }),
        let last = try await store.readLast(of: .definition(kind, key))
      else { return false }
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      try recording.add(
        [(.definition(.retired(DefinitionRetired(kind: kind, key: key))), at: instant)],
        to: .definition(kind, key), expected: .exactly(last.version))
      _ = try await append(recording)
      return true
    }
  }
}
