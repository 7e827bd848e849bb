import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// A version of a definition, and how it came into force.
public struct DefinitionVersion: Sendable {
  /// What was published.
  public let definition: DefinitionPublished
  /// When.
  public let at: Date
  /// By whom.
  public let actor: String
  /// Its text is one that came with Hotline, this version of it or an earlier one.
  public let isShipped: Bool
}

extension Session {
  /// Publishes a definition: the next version of its key, or the first. The text that is in force already is not published
  /// again. Whether the actor may is for the caller to ask.
  func publish(
    _ kind: DefinitionPublished.Kind, _ key: String, body: String, at instant: Date
  ) async throws -> (version: Int, isNew: Bool) {
    try await publish([(kind: kind, key: key, body: body)], at: instant).first ?? (0, false)
  }

  /// The same for several at once: all of them, or none.
  ///
  /// - Parameter shipped: the texts come with Hotline.
  func publish(
    _ texts: [(kind: DefinitionPublished.Kind, key: String, body: String)], at instant: Date, shipped: Bool = false
  ) async throws -> [(version: Int, isNew: Bool)] {
    let command = freshID(at: instant)
    return try await retrying("the definitions") {
      var recording = Recording(command, by: actor, codec: codec)
      var results: [(version: Int, isNew: Bool)] = []
      for (kind, key, body) in texts {
        let stream = StreamName.definition(kind, key)
        let past = try await store.read(stream)
        let newest = try published(past).last?.definition
        if let newest, newest.body == body, try !isRetirement(past.last) {
          results.append((newest.version, false))
          continue
        }
        let next = DefinitionPublished(kind: kind, key: key, version: (newest?.version ?? 0) + 1, body: body)
        let id = shipped ? Self.shippedID(next) : EventID.derived(from: command, "\(stream)/0")
        try recording.add(
          [(.definition(.published(next)), at: instant, id: id)], to: stream,
          expected: past.last.map { .exactly($0.version) } ?? .none)
        results.append((next.version, true))
      }
      if !recording.appends.isEmpty { _ = try await append(recording) }
      return results
    }
  }

  private func isRetirement(_ recorded: RecordedEvent?) throws -> Bool {
    guard let recorded, case .definition(.retired) = try codec.decode(recorded) else { return false }
    return true
  }

  /// Every version of a definition, the oldest first; none where it was never published.
  public func versions(of kind: DefinitionPublished.Kind, _ key: String) async throws -> [DefinitionVersion] {
    try published(try await store.read(.definition(kind, key)))
  }

  private func published(_ events: [RecordedEvent]) throws -> [DefinitionVersion] {
    try events.compactMap { recorded in
      guard case .definition(.published(let definition)) = try codec.decode(recorded) else { return nil }
      // What set the office up came with Hotline; what was taken over later has an id that says so.
      let isShipped = recorded.authorship.actor == "hotline" || recorded.id == Self.shippedID(definition)
      return DefinitionVersion(
        definition: definition, at: recorded.occurredAt, actor: recorded.authorship.actor, isShipped: isShipped)
    }
  }

  private static func shippedID(_ definition: DefinitionPublished) -> UUID {
    EventID.ofContent(["shipped", definition.kind.rawValue, definition.key, "\(definition.version)", definition.body])
  }
}
