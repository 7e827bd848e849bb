import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// What an undo came to.
public struct UndoSummary: Sendable {
  /// The import.
  public let batch: UUID
  /// How many orders were withdrawn.
  public let withdrawn: Int
  /// The orders that somebody had worked on: they stay.
  public let left: [OrderNumber]
  /// How many were taken out of the book.
  public let parties: Int
  /// How many customers got back what the book had said of them.
  public let restored: Int
  /// Those of whom something was left, since somebody changed it or works with them.
  public let conflicts: [BatchUndone.Conflict]
  /// What became of its parts or articles; `nil` where it was not a list of these.
  public let entries: BatchUndone.Entries?
}

extension Session {
  /// Takes an import back by compensating events: its orders are withdrawn and stand on no list, whom it brought is not in
  /// the book, and what it changed of customers, parts and articles says again what it said before. What somebody has worked on,
  /// changed or used since is listed and left. Killed and run again, it goes on.
  public func undoImport(
    _ id: UUID, at instant: Date, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> UndoSummary {
    try requireSomewhere(.importUndo)
    return try await holding(.importing, of: id) {
      let past = try await pastBatch(id)
      guard let batch = past.batch else { throw OfficeError.noSuchBatch(id.uuidString.lowercased(), candidates: []) }
      guard batch.stage != .undone else { throw OfficeError.alreadyUndone(id) }
      for right in Self.rights(toImport: batch.started.target) { try requireSomewhere(right) }
      // What was published goes back by being published.
      if batch.started.options["publish"] != nil { try requireSomewhere(.articlePublish) }
      let undo = ImportUndo(session: self, id: id, past: past, instant: instant)
      try await undo.record(.undoBegan(BatchUndoBegan(generation: past.generation)), as: "undo/\(past.generation)")
      let (orders, left, brought) = try await undo.withdrawOrders(progress)
      // Who is still needed shows when the orders are gone.
      try await catchUp([OrderBoard(), Parties()])
      let book = try await undo.takeBackBook(brought, progress)
      let kind = Entry.Kind(target: batch.started.target)
      let entries = if let kind { try await undo.takeBackEntries(kind, progress) } else { BatchUndone.Entries?.none }
      let hasBook = (batch.started.process == nil && kind == nil) || !brought.isEmpty
      let undone = BatchUndone(
        generation: past.generation, withdrawn: orders - left.count, left: left,
        parties: hasBook ? book.parties : nil, restored: hasBook ? book.restored : nil,
        conflicts: hasBook ? book.conflicts : nil, entries: entries)
      try await undo.record(.undone(undone), as: "undone/\(past.generation)")
      try await catchUp(Self.importModels)
      return UndoSummary(
        batch: id, withdrawn: orders - left.count, left: left, parties: book.parties, restored: book.restored,
        conflicts: book.conflicts, entries: entries)
    }
  }

  /// What the rows of an import changed of customers, parts or articles, in the order of the file; what was forgotten since is not there.
  public func changes(of batch: UUID, _ body: (ImportSummary.Change) throws -> Void) async throws {
    let past = try await pastBatch(batch)
    let rows = past.rowsOfRun.filter { $0.outcome == .updated }
    for start in stride(from: 0, to: rows.count, by: ListImport.chunkSize) {
      let chunk = rows[start..<min(start + ListImport.chunkSize, rows.count)]
      if let kind = past.batch.flatMap({ Entry.Kind(target: $0.started.target) }) {
        try await entryChanges(kind, of: chunk, past, body)
        continue
      }
      let loaded = try await load(chunk.compactMap(\.party))
      for row in chunk {
        guard let id = row.party, let there = loaded[id] else { continue }
        var before = Party(id)
        var events: [PartyEvent] = []
        for recorded in there.events {
          guard case .party(let event) = try codec.decode(recorded) else { continue }
          if past.origin(of: recorded) == .run { events.append(event) }
          if events.isEmpty { before.evolve(event, at: recorded.occurredAt) }
        }
        for change in ListedChange.all(of: events, before: before) {
          try body(ImportSummary.Change(row: row.row, party: id, change: change, who: .init(there.party)))
        }
      }
    }
  }
}
