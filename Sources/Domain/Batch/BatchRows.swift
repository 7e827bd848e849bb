/// What became of a row.
public enum RowOutcome: String, Sendable, Codable, CaseIterable {
  /// It is an order or a customer now.
  case accepted
  /// It was refused.
  case rejected
  /// It was there before.
  case duplicate
  /// It is not data: blank, a total, a note.
  case skipped
  /// It changed what the book says of somebody.
  case updated
  /// The book said so already.
  case unchanged
}

/// What became of a run of rows.
public struct BatchRowsRecorded: Sendable, Equatable, Codable {
  /// Which run of the batch.
  public var generation: Int
  /// The rows in the order of the file; blank ones are left out.
  public var rows: [Row]

  /// One row. The cells themselves are not kept: numbers and names belong to the party, who can be forgotten.
  public struct Row: Sendable, Equatable, Codable {
    /// As the spreadsheet program numbers it, from 1.
    public var row: Int
    /// What became of it.
    public var outcome: RowOutcome
    /// Why, as a code: for rejected, duplicate and skipped rows.
    public var reason: String?
    /// The order that it made.
    public var order: OrderNumber?
    /// The row that it repeats.
    public var sameAs: Int?
    /// The customer that it made, changed or repeats, in a list of customers.
    public var party: PartyID?
    /// The number of the part or the key of the article that it made, changed or repeats, in a list of these.
    public var entry: String?
    /// What it changed, as codes: `name`, `phone`. What it said before and after stands with the party, where it can be
    /// forgotten.
    public var changed: [String]?
    /// What was guessed of a row that was taken in, as codes.
    public var warnings: [String]?
    /// The field whose cell it was refused for, where it is one: `phone`.
    public var field: String?
    /// That cell, as a spreadsheet program calls it: `C17`.
    public var cell: String?

    /// A row.
    public init(
      row: Int, outcome: RowOutcome, reason: String? = nil, order: OrderNumber? = nil, sameAs: Int? = nil,
      party: PartyID? = nil, entry: String? = nil, changed: [String]? = nil, warnings: [String]? = nil,
      field: String? = nil, cell: String? = nil
    ) {
      self.row = row
      self.outcome = outcome
      self.reason = reason
      self.order = order
      self.sameAs = sameAs
      self.party = party
      self.entry = entry
      self.changed = changed
      self.warnings = warnings
      self.field = field
      self.cell = cell
    }

    /// Whether the first shape has a place for it.
    public var fitsFirstShape: Bool {
      party == nil && entry == nil && changed == nil && warnings == nil && cell == nil && outcome != .updated
        && outcome != .unchanged
    }
  }

  /// A run of rows.
  public init(generation: Int, rows: [Row]) {
    self.generation = generation
    self.rows = rows
  }
}
