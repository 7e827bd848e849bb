/// Which row of a list was the first to say who it is about.
struct FirstRows: Sendable {
  /// Below zero where that was the number of a customer with a key.
  private var rows: [ListRow.Identity: Int32] = [:]

  /// The row that an entry repeats. Two customers with keys of their own may share a number; whoever has none is the one
  /// with that number.
  func first(_ entry: ListRow) -> Int? {
    let row = rows[entry.identity] ?? entry.number.flatMap { rows[$0] }.flatMap { $0 > 0 ? $0 : nil }
    return row.map { Int(abs($0)) }
  }

  /// Takes an entry that repeats none.
  mutating func add(_ entry: ListRow, row: Int) {
    rows[entry.identity] = Int32(row)
    if let number = entry.number, rows[number] == nil { rows[number] = -Int32(row) }
  }
}

/// The rows of a list of customers that only the book could refuse: what repeats one of them stands for itself.
struct RefusedRows: Sendable {
  private var refused: Set<Int> = []
  /// Of the repeats that were taken in.
  private var firstRows = FirstRows()

  /// A verdict within the file, as it is now that some of the rows before were refused.
  func looked(at verdict: RowVerdict) -> RowVerdict {
    guard !refused.isEmpty, let entry = verdict.entry ?? verdict.repeated,
      verdict.entry != nil || verdict.sameAs.map(refused.contains) == true
    else { return verdict }
    guard let first = firstRows.first(entry) else {
      return RowVerdict(row: verdict.row, outcome: .accepted, entry: entry, warnings: entry.warnings)
    }
    return RowVerdict(
      row: verdict.row, outcome: .duplicate, reason: DuplicateReason.inFile.rawValue, sameAs: first, repeated: entry)
  }

  /// Takes in what became of a row.
  ///
  /// - Parameters:
  ///   - verdict: the one within the file.
  ///   - looked: the same after ``looked(at:)``.
  mutating func settle(_ verdict: RowVerdict, _ looked: RowVerdict, isRefused: Bool) {
    if isRefused {
      refused.insert(verdict.row.number)
    } else if verdict.entry == nil, let entry = looked.entry {
      firstRows.add(entry, row: verdict.row.number)
    }
  }

  /// Takes in rows that an earlier run recorded before it was cut off.
  mutating func recall(_ verdicts: [RowVerdict], _ past: PastBatch) {
    for verdict in verdicts {
      let isRefused = verdict.outcome != .rejected && past.asRecorded(verdict).outcome == .rejected
      settle(verdict, looked(at: verdict), isRefused: isRefused)
    }
  }
}
