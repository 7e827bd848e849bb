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
}

extension Session {
  /// The import that a person means by the beginning of its id.
  public func batch(_ idPrefix: String) async throws -> Batches.Line {
    try await catchUp([Batches()])
    let lines = try await connection.run { connection in try Batches.list(idPrefix: idPrefix, on: connection) }
      .filter { sees(batchBy: $0.actor) }
    guard lines.count == 1, let line = lines.first, !idPrefix.isEmpty else {
      throw OfficeError.noSuchBatch(idPrefix, candidates: lines.map(\.id))
    }
    return line
  }

  /// Takes an import back: its orders are withdrawn by compensating events and stand on no list. Orders that somebody has
  /// worked on since are listed and left; the people stay in the book. Killed and run again, it goes on.
  public func undoImport(
    _ id: UUID, at instant: Date, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> UndoSummary {
    try requireSomewhere(.importUndo)
    return try await holding(.importing) {
      let past = try await pastEvents(of: id)
      guard let batch = Batch(past) else { throw OfficeError.noSuchBatch(id.uuidString.lowercased(), candidates: []) }
      guard batch.stage != .undone else { throw OfficeError.alreadyUndone(id) }
      let generation = batch.started.generation
      let orders = past.flatMap { entry -> [OrderNumber] in
        guard case .rowsRecorded(let recorded) = entry.event, recorded.generation == generation else { return [] }
        return recorded.rows.filter { $0.outcome == .accepted }.compactMap(\.order)
      }
      try await record(
        .undoBegan(BatchUndoBegan(generation: generation)), of: id, as: "undo/\(generation)", at: instant)
      var left: [OrderNumber] = []
      for start in stride(from: 0, to: orders.count, by: ListImport.chunkSize) {
        let chunk = Array(orders[start..<min(start + ListImport.chunkSize, orders.count)])
        left += try await withdraw(chunk, of: id, generation: generation, at: instant)
        progress(start + chunk.count, orders.count)
      }
      let undone = BatchUndone(generation: generation, withdrawn: orders.count - left.count, left: left)
      try await record(.undone(undone), of: id, as: "undone/\(generation)", at: instant)
      try await catchUp(Self.importModels)
      return UndoSummary(batch: id, withdrawn: orders.count - left.count, left: left)
    }
  }

  /// Records a step of a batch; the same step again is the same event.
  private func record(_ event: BatchEvent, of batch: UUID, as step: String, at instant: Date) async throws {
    var recording = Recording(EventID.derived(from: batch, step), by: actor, batch: batch, codec: codec)
    try recording.add([(.batch(event), at: instant)], to: .batch(batch), expected: .any)
    _ = try await append(recording)
  }

  /// Withdraws the orders of a chunk that nobody worked on, and returns the others.
  private func withdraw(
    _ orders: [OrderNumber], of batch: UUID, generation: Int, at instant: Date
  ) async throws -> [OrderNumber] {
    try await retrying("the orders of the import") {
      var left: [OrderNumber] = []
      var recording = Recording(freshID(at: instant), by: actor, batch: batch, codec: codec)
      let streams = Dictionary(grouping: try await store.read(orders.map(StreamName.order)), by: \.stream)
      for no in orders {
        let events = streams[.order(no)] ?? []
        guard let last = events.last else { continue }
        // A reminder that went out is nobody's work, nor is that it was forgotten; all else that came after the import is.
        let noWork = [StoredName.ruleFired.rawValue, StoredName.orderForgotten.rawValue]
        guard events.allSatisfy({ $0.authorship.batch == batch || noWork.contains($0.type.name) })
        else {
          left.append(no)
          continue
        }
        guard events.last(where: { $0.authorship.batch == batch })?.type.name != StoredName.orderWithdrawn.rawValue
        else { continue }
        try recording.add(
          [(.order(.withdrawn(OrderWithdrawn(generation: generation))), at: instant)], to: .order(no),
          expected: .exactly(last.version))
      }
      if !recording.appends.isEmpty { _ = try await append(recording) }
      return left
    }
  }
}
