import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// What an import, its undo and its runs after that have recorded so far.
struct PastBatch: Sendable {
  /// The events, oldest first.
  let events: [(event: BatchEvent, at: Date)]
  /// Where the import stands; `nil` where it never began.
  let batch: Batch?
  /// The commands that took rows in, in the run that counts: the last one.
  let commandsOfRun: Set<UUID>
  /// By which everything that taking the last run back does is known.
  let undoCommand: UUID
  /// How the import was taken back, where that is where it stands.
  let takenBack: ImportSummary.TakenBack?
  /// Whether the rows of the last run count.
  private let rowsCount: Bool
  /// The rows that the book refused, by number.
  private var refused: [Int: BatchRowsRecorded.Row] = [:]

  init(_ recorded: [RecordedEvent], of id: UUID, _ codec: EventCodec) throws {
    var takenBack: ImportSummary.TakenBack?
    var (commands, events): ([Int: Set<UUID>], [(event: BatchEvent, at: Date)]) = ([:], [])
    for recorded in recorded {
      guard case .batch(let event) = try codec.decode(recorded) else { continue }
      events.append((event, recorded.occurredAt))
      if case .rowsRecorded(let rows) = event, let command = recorded.authorship.correlation {
        commands[rows.generation, default: []].insert(command)
      }
      if case .undone = event {
        takenBack = ImportSummary.TakenBack(at: recorded.occurredAt, actor: recorded.authorship.actor)
      }
    }
    self.events = events
    let batch = Batch(events)
    self.batch = batch
    self.takenBack = batch?.stage == .undone ? takenBack : nil
    commandsOfRun = batch.flatMap { commands[$0.started.generation] } ?? []
    rowsCount = true
    undoCommand = Self.undoCommand(id, generation: batch?.started.generation ?? 0)
    for row in rowsOfRun where row.reason.map(RejectReason.ofBook.contains) == true { refused[row.row] = row }
  }

  /// The same for a run that begins anew: the orders of the undone ones are known, but none of their rows counts.
  var forgotten: PastBatch { PastBatch(events: events, batch: batch, commandsOfRun: [], undoCommand: undoCommand) }

  private init(
    events: [(event: BatchEvent, at: Date)], batch: Batch?, commandsOfRun: Set<UUID>, undoCommand: UUID
  ) {
    self.events = events
    self.batch = batch
    self.commandsOfRun = commandsOfRun
    self.undoCommand = undoCommand
    takenBack = nil
    rowsCount = false
  }

  /// Which run of the import counts.
  var generation: Int { batch?.started.generation ?? 0 }

  /// The rows of the run that counts, in the order of the file.
  var rowsOfRun: [BatchRowsRecorded.Row] {
    guard rowsCount else { return [] }
    return events.flatMap { entry -> [BatchRowsRecorded.Row] in
      guard case .rowsRecorded(let recorded) = entry.event, recorded.generation == generation else { return [] }
      return recorded.rows
    }
  }

  /// A row that only the book could refuse, as it was refused; others as they are.
  func asRecorded(_ verdict: RowVerdict) -> RowVerdict {
    guard let row = refused[verdict.row.number] else { return verdict }
    let place = CellPlace(row, headings: batch?.started.columns ?? [:])
    return RowVerdict(row: verdict.row, outcome: .rejected, reason: row.reason, place: place)
  }

  /// Where an event came from, as seen from the run that counts.
  func origin(of recorded: RecordedEvent) -> PartyUndo.Step.Origin {
    guard let command = recorded.authorship.correlation else { return .other }
    return command == undoCommand ? .undo : commandsOfRun.contains(command) ? .run : .other
  }

  private static func undoCommand(_ batch: UUID, generation: Int) -> UUID {
    EventID.derived(from: batch, "take-back/\(generation)")
  }
}

extension Session {
  /// What an import, or its undo, has recorded so far.
  func pastBatch(_ id: UUID) async throws -> PastBatch {
    try PastBatch(try await store.read(.batch(id)), of: id, codec)
  }
}
