import FoundationEssentials

/// What can have happened to an import.
public enum BatchEvent: Sendable, Equatable {
  /// The whole file was checked, and rows begin to be taken in.
  case started(BatchStarted)
  /// What became of a run of rows; recorded in the same append as the orders they made.
  case rowsRecorded(BatchRowsRecorded)
  /// All rows are in.
  case finished(BatchFinished)
  /// Somebody began to take it back.
  case undoBegan(BatchUndoBegan)
  /// What it had brought in was compensated.
  case undone(BatchUndone)
}

/// An import began, or began again after an undo.
public struct BatchStarted: Sendable, Equatable, Codable {
  /// 1 for the first run, one more after each undo.
  public var generation: Int
  /// The file's name without its folder.
  public var file: String
  /// SHA-256 of the file, lower-case hexadecimal.
  public var sha256: String
  /// What the rows become: `outreach`, `requests`, `customers` …
  public var target: String
  /// The process of the orders; `nil` where the rows become none.
  public var process: ProcessKey?
  /// Version of the process.
  public var processVersion: Int?
  /// The campaign of an outreach list.
  public var campaign: String?
  /// How the columns were read: field → heading.
  public var columns: [String: String]
  /// What else was asked: area code, hidden rows.
  public var options: [String: String]
  /// The sheet that was read.
  public var sheet: String
  /// The file's encoding, for text files.
  public var encoding: String?
  /// What the check found; what came of the rows is in ``BatchFinished``.
  public var counts: BatchCounts

  /// An import that begins.
  public init(
    generation: Int, file: String, sha256: String, target: String, process: ProcessKey?, processVersion: Int?,
    campaign: String?, columns: [String: String], options: [String: String], sheet: String, encoding: String?,
    counts: BatchCounts
  ) {
    self.generation = generation
    self.file = file
    self.sha256 = sha256
    self.target = target
    self.process = process
    self.processVersion = processVersion
    self.campaign = campaign
    self.columns = columns
    self.options = options
    self.sheet = sheet
    self.encoding = encoding
    self.counts = counts
  }
}

/// How many rows came to what.
public struct BatchCounts: Sendable, Equatable {
  /// Rows that say something: all but the skipped ones.
  public var rows = 0
  /// Taken in as something new.
  public var accepted = 0
  /// Refused, with a reason.
  public var rejected = 0
  /// Seen before, in the file or in the book.
  public var duplicates = 0
  /// Blank rows, totals and notes, which nobody meant as data.
  public var skipped = 0
  /// They changed something that was there.
  public var updated = 0
  /// They say what the book says already.
  public var unchanged = 0

  /// None yet.
  public init() {}

  /// Counts one row, or several that ended alike.
  public mutating func add(_ outcome: RowOutcome, times: Int = 1) {
    switch outcome {
    case .accepted: accepted += times
    case .rejected: rejected += times
    case .duplicate: duplicates += times
    case .updated: updated += times
    case .unchanged: unchanged += times
    case .skipped:
      skipped += times
      return
    }
    rows += times
  }
}

extension BatchCounts: Codable {
  private enum CodingKeys: CodingKey { case rows, accepted, rejected, duplicates, skipped, updated, unchanged }

  /// From its stored form; the first shape knew no updates.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rows = try container.decode(Int.self, forKey: .rows)
    accepted = try container.decode(Int.self, forKey: .accepted)
    rejected = try container.decode(Int.self, forKey: .rejected)
    duplicates = try container.decode(Int.self, forKey: .duplicates)
    skipped = try container.decode(Int.self, forKey: .skipped)
    updated = try container.decodeIfPresent(Int.self, forKey: .updated) ?? 0
    unchanged = try container.decodeIfPresent(Int.self, forKey: .unchanged) ?? 0
  }

  /// To its stored form: what the first shape had no place for is left out where there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(accepted, forKey: .accepted)
    try container.encode(rejected, forKey: .rejected)
    try container.encode(duplicates, forKey: .duplicates)
    try container.encode(skipped, forKey: .skipped)
    if updated > 0 { try container.encode(updated, forKey: .updated) }
    if unchanged > 0 { try container.encode(unchanged, forKey: .unchanged) }
  }

  /// Whether the first shape has a place for it.
  public var fitsFirstShape: Bool { updated == 0 && unchanged == 0 }
}

/// All rows are in.
public struct BatchFinished: Sendable, Equatable, Codable {
  /// Which run of the batch.
  public var generation: Int
  /// What came of the rows.
  public var counts: BatchCounts

  /// An import that ended.
  public init(generation: Int, counts: BatchCounts) {
    self.generation = generation
    self.counts = counts
  }
}

/// Somebody began to take an import back: until that is done, it is neither there nor gone.
public struct BatchUndoBegan: Sendable, Equatable, Codable {
  /// Which run of the batch is being undone.
  public var generation: Int

  /// An undo that begins.
  public init(generation: Int) { self.generation = generation }
}
