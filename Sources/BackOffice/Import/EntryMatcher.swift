import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import Spreadsheets

/// Finds the parts or articles of a list in their catalogue: by their key, which is that of their stream.
struct EntryMatcher: ListMatcher {
  private let session: Session
  private let policy: MatchPolicy
  private let kind: Entry.Kind
  private let definitions: Definitions
  private var refused = RefusedRows()
  /// Which row meant a key of which the catalogue has several spellings.
  private var rows: [EntryKey: Int] = [:]

  init(_ list: ListImport, _ policy: MatchPolicy, _ kind: Entry.Kind) {
    session = list.session
    definitions = list.definitions
    self.policy = policy
    self.kind = kind
  }

  mutating func judge(_ verdicts: [RowVerdict], generation: Int, at instant: Date) async throws -> JudgedRows {
    let keys = verdicts.compactMap { ($0.entry ?? $0.repeated)?.listed?.key }
    let spellings = try await spellings(of: keys)
    let loaded = try await session.load(kind, keys + spellings.values.flatMap(\.self))
    var judged = JudgedRows(verdicts: [])
    judged.verdicts = verdicts.map { verdict in
      let looked = own(refused.looked(at: verdict), spellings)
      guard var listed = looked.entry?.listed else { return looked }
      let written = listed.key
      listed.key = Self.named(written, spellings, loaded)
      let category = ArticleField.category.rawValue
      listed.texts[category] = listed.texts[category].map(definitions.categoryCode)
      let there = loaded[listed.key] ?? LoadedEntry(entry: Entry(kind, listed.key), events: [])
      let (decided, events) = decide(verdict.row.number, listed, there.entry)
      refused.settle(verdict, looked, isRefused: decided.outcome == .rejected)
      var result = RowVerdict(
        row: verdict.row, outcome: decided.outcome, reason: decided.reason, warnings: looked.warnings)
      if listed.key != written {
        result.warnings.append(RowWarning(.spelledOtherwise, nearest: listed.key.rawValue))
      }
      // What was refused is nothing in the catalogue.
      result.entryKey = decided.outcome == .rejected ? nil : listed.key
      guard !events.isEmpty else { return result }
      let at = max(instant, there.events.map(\.occurredAt).max() ?? instant)
      judged.appends[verdict.row.number] = RowAppend(
        stream: .entry(kind, listed.key), events: events,
        expected: there.events.last.map { .exactly($0.version) } ?? .none, at: at)
      guard decided.outcome == .updated else { return result }
      var after = there.entry
      for event in events { after.evolve(event, at: at, by: session.actor) }
      result.changes = ListedChange.all(kind, from: there.entry.texts, to: after.texts)
      return result
    }
    return judged
  }

  mutating func recall(_ verdicts: [RowVerdict], _ past: PastBatch) {
    refused.recall(verdicts, past)
    for verdict in verdicts {
      if let key = (verdict.entry ?? verdict.repeated)?.listed?.key, rows[key] == nil { rows[key] = verdict.row.number }
    }
  }

  /// How the catalogue writes some keys, by how they are compared.
  private func spellings(of keys: [EntryKey]) async throws -> [String: [EntryKey]] {
    let folded = Array(Set(keys.map { KeyText.folded($0.rawValue) }))
    guard !folded.isEmpty else { return [:] }
    let found = try await session.connection.run { [kind] connection in
      switch kind {
      case .part: try Parts.spelled(like: folded, on: connection)
      case .article: try Articles.spelled(like: folded, on: connection)
      }
    }
    return Dictionary(grouping: found.compactMap { EntryKey($0) }) { KeyText.folded($0.rawValue) }
  }

  /// What a key means: itself where the catalogue has it so, else the one that it has in other width or case. Where it has
  /// several of these, each goes by its own spelling.
  private static func named(
    _ key: EntryKey, _ spellings: [String: [EntryKey]], _ loaded: [EntryKey: LoadedEntry]
  ) -> EntryKey {
    guard loaded[key] == nil, let there = spellings[KeyText.folded(key.rawValue)], there.count == 1 else { return key }
    return there[0]
  }

  /// A repeat of a key in other width or case stands for itself where the catalogue has just that spelling beside another.
  private mutating func own(_ verdict: RowVerdict, _ spellings: [String: [EntryKey]]) -> RowVerdict {
    guard let entry = verdict.entry ?? verdict.repeated, let key = entry.listed?.key,
      let there = spellings[KeyText.folded(key.rawValue)], there.count > 1, there.contains(key)
    else { return verdict }
    if let first = rows[key] {
      return RowVerdict(row: verdict.row, outcome: .duplicate, reason: DuplicateReason.inFile.rawValue, sameAs: first)
    }
    rows[key] = verdict.row.number
    guard verdict.entry == nil else { return verdict }
    return RowVerdict(row: verdict.row, outcome: .accepted, entry: entry, warnings: entry.warnings)
  }

  /// Nothing: what is there is read from the streams, which have it.
  func remember(_ judged: [RowVerdict]) {}

  private func decide(
    _ row: Int, _ listed: ListedEntry, _ entry: Entry
  ) -> (decided: (outcome: RowOutcome, reason: String?), events: [DomainEvent]) {
    switch entry.standing {
    // Somebody's decision: a list does not bring it back.
    case .withdrawn: return ((.duplicate, DuplicateReason.withdrawn.rawValue), [])
    case .listed where policy == .skip: return ((.duplicate, DuplicateReason.inCatalogue.rawValue), [])
    case .unknown, .undone, .listed: break
    }
    do throws(EntryRefusal) {
      let events = try entry.decide(listed, policy)
      let outcome: RowOutcome = entry.standing != .listed ? .accepted : events.isEmpty ? .unchanged : .updated
      return ((outcome, nil), events)
    } catch {
      // The shapes of its texts were read before.
      let reason: RejectReason = if case .datesReversed = error { .datesReversed } else { .noText }
      return ((.rejected, reason.rawValue), [])
    }
  }
}

/// A part or an article as its own stream has it, before any read model.
struct LoadedEntry: Sendable {
  let entry: Entry
  /// Its events, oldest first.
  let events: [RecordedEvent]
}

extension Session {
  /// Parts or articles as their own streams have them; those that nothing happened to are not there.
  func load(_ kind: Entry.Kind, _ keys: [EntryKey]) async throws -> [EntryKey: LoadedEntry] {
    guard !keys.isEmpty else { return [:] }
    let streams = Set(keys).map { StreamName.entry(kind, $0) }
    var loaded: [EntryKey: LoadedEntry] = [:]
    for (stream, events) in Dictionary(grouping: try await store.read(streams), by: \.stream) {
      guard let key = stream.entryKey else { continue }
      var entry = Entry(kind, key)
      for recorded in events {
        entry.evolve(try codec.decode(recorded), at: recorded.occurredAt, by: recorded.authorship.actor)
      }
      loaded[key] = LoadedEntry(entry: entry, events: events)
    }
    return loaded
  }

  /// A part or an article from its stream; one of which nothing is known where it has none.
  func load(_ kind: Entry.Kind, _ key: EntryKey) async throws -> LoadedEntry {
    try await load(kind, [key])[key] ?? LoadedEntry(entry: Entry(kind, key), events: [])
  }
}
