import Domain
import EventStore
import FoundationEssentials
import Postgres
import Projections

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

  /// The imports that the actor sees, the newest first, and which of them nobody is at though they are not done.
  public func batches() async throws -> (lines: [Batches.Line], interrupted: Set<UUID>) {
    try await catchUp([Batches()])
    let lines = try await connection.run { connection in try Batches.list(on: connection) }
      .filter { sees(batchBy: $0.actor) }
    return (lines, try await interrupted(of: lines))
  }

  /// Which imports, or undos of one, began and ended half-way, since their process did.
  public func interrupted(of lines: [Batches.Line]) async throws -> Set<UUID> {
    let left = try await connection.run { connection in
      try lines.filter { line in
        switch line.stage {
        case .running, .undoing: try !LogLock.isHeld(OfficeJob.importing.lock(of: line.id), on: connection)
        case .finished, .undone: false
        }
      }
    }
    guard !left.isEmpty else { return [] }
    // One that was done between the look at the list and the look at the lock is not left half-way.
    try await catchUp([Batches()])
    let stages = try await connection.run { connection in try Batches.list(on: connection) }
      .reduce(into: [:]) { $0[$1.id] = $1.stage }
    return Set(left.filter { stages[$0.id] == $0.stage }.map(\.id))
  }

  /// What became so far of the rows of those imports that are not done.
  public func recorded(of lines: [Batches.Line]) async throws -> [UUID: BatchCounts] {
    let running = lines.filter { $0.stage == .running }.map(\.id)
    let counts = try await connection.run { connection in try Batches.recorded(of: running, on: connection) }
    return Dictionary(uniqueKeysWithValues: running.map { ($0, counts[$0] ?? BatchCounts()) })
  }

  /// All runs of an import, the first one first.
  public func runs(of batch: UUID) async throws -> [Batches.Run] {
    try await connection.run { connection in try Batches.runs(of: batch, on: connection) }
  }

  /// Which imports brought what rows of this one repeated, and were taken back since: these rows are nowhere now.
  public func gone(of batch: UUID) async throws -> [Batches.Gone] {
    try await catchUp([Batches(), Parties(), OrderBoard(), Parts(), Articles()])
    let (gone, lines) = try await connection.run { connection in
      (try Batches.gone(of: batch, on: connection), try Batches.list(on: connection))
    }
    let seen = Set(lines.filter { sees(batchBy: $0.actor) }.map(\.id))
    return gone.map { gone in
      var told = gone
      if !seen.contains(gone.batch) { told.file = nil }
      return told
    }
  }

  /// Which imports brought what rows of this one repeat or leave unchanged.
  func holders(of batch: UUID) async throws -> [Batches.Holder] {
    let (holders, lines) = try await connection.run { connection in
      (try Batches.holders(of: batch, on: connection), try Batches.list(on: connection))
    }
    let seen = Set(lines.filter { sees(batchBy: $0.actor) }.map(\.id))
    return holders.map { holder in
      var told = holder
      if !seen.contains(holder.batch) { told.file = nil }
      return told
    }
  }

  /// What rows of an import repeat and is nowhere now, without a question where no row is a repeat.
  func gone(of batch: Batch, _ id: UUID) async throws -> [Batches.Gone] {
    batch.recorded.duplicates > 0 ? try await gone(of: id) : []
  }

  /// By what people know some customers; those who were forgotten are known by nothing.
  public func who(_ parties: [PartyID]) async throws -> [PartyID: ImportSummary.Who] {
    try await load(parties).mapValues { ImportSummary.Who($0.party) }
  }
}
