import FoundationEssentials

/// One import, as its events have made it.
public struct Batch: Sendable, Equatable {
  /// How its last run began.
  public private(set) var started: BatchStarted
  /// When its last run began.
  public private(set) var startedAt: Date
  /// The last row that is recorded; 0 before the first.
  public private(set) var lastRow = 0
  /// What came of the rows that are recorded.
  public private(set) var recorded = BatchCounts()
  /// Where it stands.
  public private(set) var stage = Stage.running

  /// Where an import stands.
  public enum Stage: String, Sendable, Codable {
    /// Rows are being taken in, or were when the process ended; running it again goes on.
    case running
    /// All rows are in.
    case finished
    /// It is being taken back, or was when the process ended; undoing it again goes on.
    case undoing
    /// What it had brought in was compensated; running it again brings it back.
    case undone
  }

  /// Folds the events of a batch; `nil` where there are none.
  public init?(_ events: some Sequence<(event: BatchEvent, at: Date)>) {
    var batch: Batch?
    for (event, instant) in events {
      switch event {
      case .started(let started):
        batch = Batch(started: started, startedAt: instant)
      case .rowsRecorded(let recorded):
        if let last = recorded.rows.last { batch?.lastRow = last.row }
        for row in recorded.rows { batch?.recorded.add(row.outcome) }
      case .finished: batch?.stage = .finished
      case .undoBegan: batch?.stage = .undoing
      case .undone: batch?.stage = .undone
      }
    }
    guard let batch else { return nil }
    self = batch
  }

  private init(started: BatchStarted, startedAt: Date) {
    self.started = started
    self.startedAt = startedAt
  }
}
