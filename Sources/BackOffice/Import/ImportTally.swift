import Domain

/// Counts verdicts, and keeps the first ones that a person will want to see.
struct ImportTally: Sendable {
  private(set) var counts = BatchCounts()
  private(set) var reasons: [String: Int] = [:]
  private(set) var examples: [ImportSummary.Example] = []
  private(set) var units: Set<UnitKey> = []
  private(set) var changes: [ImportSummary.Change] = []
  private(set) var warnings: [String: Int] = [:]
  private(set) var warned: [ImportSummary.Warned] = []
  private(set) var notes: [ImportSummary.Note] = []
  private let keepsAllChanges: Bool
  private static let exampleLimit = 20

  init(keepsAllChanges: Bool = false) { self.keepsAllChanges = keepsAllChanges }

  mutating func add(_ verdict: RowVerdict) {
    counts.add(verdict.outcome)
    if let unit = verdict.entry?.unit { units.insert(unit) }
    if keepsAllChanges || changes.count < Self.exampleLimit {
      changes += verdict.changes.map {
        ImportSummary.Change(
          row: verdict.row.number, party: verdict.party, entry: verdict.entryKey, change: $0,
          who: verdict.who ?? .init())
      }
    }
    for warning in verdict.warnings {
      warnings[warning.code.rawValue, default: 0] += 1
      if warned.count < Self.exampleLimit {
        warned.append(ImportSummary.Warned(row: verdict.row.number, warning: warning))
      }
    }
    if verdict.reason == SkipReason.note.rawValue, notes.count < Self.exampleLimit,
      let words = verdict.row.cells.first(where: { !$0.isBlank })?.shown
    {
      notes.append(ImportSummary.Note(row: verdict.row.number, words: words))
    }
    guard let reason = verdict.reason, verdict.outcome != .accepted else { return }
    reasons[reason, default: 0] += 1
    guard verdict.outcome != .skipped, examples.count < Self.exampleLimit else { return }
    examples.append(
      ImportSummary.Example(
        row: verdict.row.number, outcome: verdict.outcome, reason: reason, sameAs: verdict.sameAs, order: verdict.order,
        party: verdict.party, entry: verdict.entryKey, place: verdict.place, nearest: verdict.nearest)
    )
  }
}
