import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension ImportUndo {
  /// Takes the parts or articles that the import brought out of their catalogue, and restores those that it changed.
  func takeBackEntries(
    _ kind: Entry.Kind, _ progress: @Sendable (Int, Int) -> Void
  ) async throws -> BatchUndone.Entries {
    let keys = past.rowsOfRun
      .filter { $0.outcome == .accepted || $0.outcome == .updated }.compactMap { $0.entry.flatMap { EntryKey($0) } }
    var entries = BatchUndone.Entries()
    for start in stride(from: 0, to: keys.count, by: ListImport.chunkSize) {
      let chunk = Array(keys[start..<min(start + ListImport.chunkSize, keys.count)])
      try Task.checkCancellation()
      let before = entries
      entries = try await session.retrying("the catalogue") {
        var (entries, recording) = (before, recording)
        let loaded = try await session.load(kind, chunk)
        for key in chunk {
          guard let there = loaded[key] else { continue }
          try takeBack(kind, key, there.events, &entries, in: &recording)
        }
        if !recording.appends.isEmpty { _ = try await session.append(recording) }
        return entries
      }
      progress(start + chunk.count, keys.count)
    }
    return entries
  }

  private func takeBack(
    _ kind: Entry.Kind, _ key: EntryKey, _ events: [RecordedEvent], _ entries: inout BatchUndone.Entries,
    in recording: inout Recording
  ) throws {
    let steps = try events.map { recorded in
      EntryUndo.Step(
        try session.codec.decode(recorded), at: recorded.occurredAt, by: recorded.authorship.actor,
        past.origin(of: recorded))
    }
    let undo = EntryUndo(kind, key, steps, generation: past.generation)
    switch undo.result {
    case .nothing: break
    case .takenOut: entries.withdrawn += 1
    case .restored: entries.restored += 1
    }
    if undo.isLeft {
      entries.conflicts.append(.init(entry: key.rawValue, fields: undo.conflicts.isEmpty ? nil : undo.conflicts))
    }
    let at = max(instant, events.map(\.occurredAt).max() ?? instant)
    try recording.add(
      undo.events.map { ($0, at: at) }, to: .entry(kind, key), expected: .exactly(events.last?.version ?? 0))
  }
}

extension Session {
  /// What rows of an import changed of parts or articles.
  func entryChanges(
    _ kind: Entry.Kind, of rows: some Sequence<BatchRowsRecorded.Row>, _ past: PastBatch,
    _ body: (ImportSummary.Change) throws -> Void
  ) async throws {
    let keyed = rows.compactMap { row in row.entry.flatMap { EntryKey($0) }.map { (row: row.row, key: $0) } }
    let loaded = try await load(kind, keyed.map(\.key))
    for (row, key) in keyed {
      var (before, after): (Entry?, Entry) = (nil, Entry(kind, key))
      var entry = after
      for recorded in loaded[key]?.events ?? [] {
        let isOfRun = past.origin(of: recorded) == .run
        if isOfRun { before = before ?? entry }
        entry.evolve(try codec.decode(recorded), at: recorded.occurredAt, by: recorded.authorship.actor)
        if isOfRun { after = entry }
      }
      for change in ListedChange.all(kind, from: before?.texts ?? [:], to: after.texts) {
        try body(ImportSummary.Change(row: row, entry: key, change: change))
      }
    }
  }
}

extension Entry.Kind {
  /// What the rows of a target become, where that is parts or articles.
  init?(target: String) {
    switch target {
    case ImportTargetInfo.parts.name: self = .part
    case ImportTargetInfo.articles.name: self = .article
    default: return nil
    }
  }
}
