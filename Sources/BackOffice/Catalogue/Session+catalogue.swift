import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import Spreadsheets

/// What a change of a part or an article wrote, or would write.
public struct EntryOutcome: Sendable {
  /// Its number or key.
  public let key: EntryKey
  /// The events; none where it is so already.
  public let appends: [StreamAppend]
  /// Where they lie; `nil` for a rehearsal.
  public let positions: [Int64]?
}

extension Session {
  /// A part from its stream, also one that was withdrawn.
  ///
  /// - Throws: ``OfficeError/catalogue(_:_:)`` for one that never was, with the nearest there is.
  public func part(_ number: EntryKey) async throws -> Part {
    guard case .part(let part) = try await load(.part, number).entry, part.isKnown else {
      throw OfficeError.catalogue(.part, .unknown(number.rawValue, nearest: try await nearest(.part, number)))
    }
    return part
  }

  /// An article from its stream with all its versions, also one that was withdrawn.
  ///
  /// - Throws: ``OfficeError/catalogue(_:_:)`` for one that never was, with the nearest there is.
  public func article(_ key: EntryKey) async throws -> Article {
    guard case .article(let article) = try await load(.article, key).entry, article.isKnown else {
      throw OfficeError.catalogue(.article, .unknown(key.rawValue, nearest: try await nearest(.article, key)))
    }
    return article
  }

  /// The part that a line of an order names, while the catalogue has it; else the nearest number that it has. Both are `nil`
  /// for what the catalogue cannot know: no line is refused for it.
  public func part(ofLine item: String) async throws -> (part: Part?, nearest: EntryKey?) {
    guard let number = EntryKey(item) else { return (nil, nil) }
    if case .part(let part) = try await load(.part, number).entry, part.isListed { return (part, nil) }
    return (nil, try await nearest(.part, number))
  }

  /// Another part that the catalogue has, whose number differs only in width or case.
  public func part(spelledLike number: EntryKey) async throws -> EntryKey? {
    try await catchUp([Parts()])
    return Self.sameKey(as: number, in: try await connection.run { try Parts.numbers(on: $0) })
  }

  /// What the catalogue calls parts, by number; without those that it does not have.
  public func partNames(_ numbers: [String]) async throws -> [String: String] {
    try await load(.part, numbers.compactMap { EntryKey($0) }).reduce(into: [:]) { names, loaded in
      if case .part(let part) = loaded.value.entry { names[loaded.key.rawValue] = part.values[.name] }
    }
  }

  /// Brings a part into the catalogue.
  public func addPart(
    _ number: EntryKey, _ values: [PartField: String], at instant: Date, isRehearsal: Bool
  ) async throws -> EntryOutcome {
    try await change(.part, number, .partKeep, at: instant, isRehearsal) { entry throws(EntryRefusal) in
      guard case .part(let part) = entry else { return [] }
      return try part.list(values).map(DomainEvent.part)
    }
  }

  /// Mends what the catalogue says of a part; an empty text takes a field away.
  public func correctPart(
    _ number: EntryKey, _ values: [PartField: String], at instant: Date, isRehearsal: Bool
  ) async throws -> EntryOutcome {
    _ = try await part(number)
    return try await change(.part, number, .partKeep, at: instant, isRehearsal) { entry throws(EntryRefusal) in
      guard case .part(let part) = entry else { return [] }
      return try part.correct(values).map(DomainEvent.part)
    }
  }

  /// Takes a part out of the catalogue.
  public func withdrawPart(
    _ number: EntryKey, reason: String?, at instant: Date, isRehearsal: Bool
  ) async throws -> EntryOutcome {
    _ = try await part(number)
    return try await change(.part, number, .partKeep, at: instant, isRehearsal) { entry throws(EntryRefusal) in
      guard case .part(let part) = entry else { return [] }
      return try part.withdraw(EntryWithdrawn(reason: reason)).map(DomainEvent.part)
    }
  }

  /// Writes an article, or a new text of one; what is published stays until the new text is. An empty text takes a field
  /// away.
  public func writeArticle(
    _ key: EntryKey, _ values: [ArticleField: String], at instant: Date, isRehearsal: Bool
  ) async throws -> EntryOutcome {
    var values = values
    if let category = values[.category] { values[.category] = try await definitions().categoryCode(of: category) }
    let wanted = values
    return try await change(.article, key, .articleKeep, at: instant, isRehearsal) { entry throws(EntryRefusal) in
      guard case .article(let article) = entry else { return [] }
      return try article.write(wanted).map(DomainEvent.article)
    }
  }

  /// Publishes the newest text of an article as its next version.
  public func publishArticle(_ key: EntryKey, at instant: Date, isRehearsal: Bool) async throws -> EntryOutcome {
    _ = try await article(key)
    return try await change(.article, key, .articlePublish, at: instant, isRehearsal) { entry throws(EntryRefusal) in
      guard case .article(let article) = entry else { return [] }
      return try article.publish().map(DomainEvent.article)
    }
  }

  /// Takes an article out of the knowledge base; its versions can still be read.
  public func withdrawArticle(
    _ key: EntryKey, reason: String?, at instant: Date, isRehearsal: Bool
  ) async throws -> EntryOutcome {
    _ = try await article(key)
    return try await change(.article, key, .articleKeep, at: instant, isRehearsal) { entry throws(EntryRefusal) in
      guard case .article(let article) = entry else { return [] }
      return try article.withdraw(EntryWithdrawn(reason: reason)).map(DomainEvent.article)
    }
  }

  // MARK: Recording

  private func change(
    _ kind: Entry.Kind, _ key: EntryKey, _ right: Right, at instant: Date, _ isRehearsal: Bool,
    _ decide: (Entry) throws(EntryRefusal) -> [DomainEvent]
  ) async throws -> EntryOutcome {
    try requireSomewhere(right)
    return try await retrying("\(key)") {
      let there = try await load(kind, key)
      let events = try Self.decided(kind, there.entry, decide)
      let at = max(instant, there.events.map(\.occurredAt).max() ?? instant)
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      try recording.add(
        events.map { ($0, at: at) }, to: .entry(kind, key),
        expected: there.events.last.map { .exactly($0.version) } ?? .none)
      guard !isRehearsal, !events.isEmpty else {
        return EntryOutcome(key: key, appends: recording.appends, positions: isRehearsal ? nil : [])
      }
      return EntryOutcome(key: key, appends: recording.appends, positions: try await append(recording).positions)
    }
  }

  private static func decided(
    _ kind: Entry.Kind, _ entry: Entry, _ decide: (Entry) throws(EntryRefusal) -> [DomainEvent]
  ) throws(OfficeError) -> [DomainEvent] {
    do throws(EntryRefusal) {
      return try decide(entry)
    } catch {
      throw .catalogue(kind, error)
    }
  }

  private func nearest(_ kind: Entry.Kind, _ key: EntryKey) async throws -> EntryKey? {
    switch kind {
    case .part:
      try await catchUp([Parts()])
      let known = try await connection.run { try Parts.numbers(on: $0) }
      return Self.sameKey(as: key, in: known) ?? EntryKey.nearest(to: key.rawValue, in: known)
    case .article:
      try await catchUp([Articles()])
      let known = try await connection.run { try Articles.list(on: $0) }.compactMap { EntryKey($0.key) }
      return Self.sameKey(as: key, in: known) ?? EntryKey.nearest(to: key.rawValue, in: known)
    }
  }

  private static func sameKey(as key: EntryKey, in known: [EntryKey]) -> EntryKey? {
    let folded = KeyText.folded(key.rawValue)
    return known.first { $0 != key && KeyText.folded($0.rawValue) == folded }
  }
}
