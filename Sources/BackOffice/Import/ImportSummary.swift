import Domain
import FoundationEssentials
import Projections

/// What an import, or the check of one, came to.
public struct ImportSummary: Sendable {
  /// The batch; `nil` for a check.
  public var batch: UUID?
  /// The file as it was named.
  public var file: String
  /// The sheet that was read.
  public var sheet: String
  /// The file's encoding, for text files.
  public var encoding: String?
  /// The row of the heading.
  public var headingRow: Int
  /// Field → heading, as the columns were understood.
  public var columns: [String: String]
  /// Headings that are kept as they are, as fields of the order.
  public var otherHeadings: [String]
  /// Sheets that were not looked at.
  public var skippedSheets: [String]
  /// What came of the rows.
  public var counts: BatchCounts
  /// How many rows were refused or repeated, by reason code.
  public var reasons: [String: Int]
  /// The first rejected and repeated rows, for a person to look at.
  public var examples: [Example]
  /// How many rows that were taken in had something guessed, by warning code.
  public var warnings: [String: Int] = [:]
  /// The first of those rows.
  public var warned: [Warned] = []
  /// The first rows that were passed over as totals or notes: somebody may be called so.
  public var notes: [Note] = []
  /// What rows change of known customers: the first, or all where they were asked for.
  public var changes: [Change] = []
  /// How many events this run added.
  public var events: Int
  /// Where the rejected rows lie.
  public var rejectsPath: String?
  /// The file that stands where they should have gone, and that somebody changed: it was left alone.
  public var keptRejects: String?
  /// The file had been imported before; nothing was done.
  public var wasThere = false
  /// An earlier run had been cut off; this one went on from there.
  public var wasResumed = false
  /// The import had been taken back: a run brings it back.
  public var takenBack: TakenBack?
  /// Of one that had been taken back: the imports whose rows some rows only say again now.
  public var holders: [Batches.Holder] = []
  /// Of a check: an earlier run that is not done.
  public var begun: Begun?
  /// The imports whose rows some rows repeated then, and that were taken back since.
  public var gone: [Batches.Gone] = []

  /// How an import was taken back.
  public struct TakenBack: Sendable {
    /// When.
    public let at: Date
    /// By whom.
    public let actor: String
  }

  /// A run that began and is not done.
  public struct Begun: Sendable {
    /// How many rows are in.
    public let rows: Int
    /// Of how many.
    public let total: Int
    /// Whether somebody is at it; otherwise a run goes on with it.
    public let isAtWork: Bool
  }

  /// A row that was not accepted.
  public struct Example: Sendable {
    /// As the spreadsheet program numbers it.
    public let row: Int
    /// What became of it.
    public let outcome: RowOutcome
    /// Why.
    public let reason: String
    /// The row that it repeats.
    public let sameAs: Int?
    /// The order that it repeats.
    public let order: OrderNumber?
    /// The customer that it repeats.
    public let party: PartyID?
    /// The part or article that it repeats.
    public let entry: EntryKey?
    /// The cell that it was refused for, where it is one.
    public let place: CellPlace?
    /// What was probably meant by what could not be read.
    public let nearest: String?
  }

  /// A row that was taken in, and what was guessed of it.
  public struct Warned: Sendable {
    /// As the spreadsheet program numbers it.
    public let row: Int
    /// What.
    public let warning: RowWarning
  }

  /// A row that was passed over, and how it begins.
  public struct Note: Sendable {
    /// As the spreadsheet program numbers it.
    public let row: Int
    /// Its first filled cell.
    public let words: String
  }

  /// One thing that a row changes.
  public struct Change: Sendable {
    /// As the spreadsheet program numbers it.
    public let row: Int
    /// Whom, of customers.
    public let party: PartyID?
    /// Which part or article.
    public let entry: EntryKey?
    /// What, before and after.
    public let change: ListedChange
    /// By what people know them.
    public let who: Who

    /// A change.
    public init(row: Int, party: PartyID? = nil, entry: EntryKey? = nil, change: ListedChange, who: Who = Who()) {
      self.row = row
      self.party = party
      self.entry = entry
      self.change = change
      self.who = who
    }
  }

  /// By what people know a customer; nothing of somebody who was forgotten.
  public struct Who: Sendable, Equatable {
    /// Their customer number.
    public var key: String?
    /// Their name.
    public var name: String?

    /// Somebody of the book.
    public init(_ party: Party) {
      key = party.values[.customerNumber]
      name = party.values[.name]
    }

    /// Nobody that is known.
    public init() {}
  }
}

/// How far an import is.
public enum ImportProgress: Sendable {
  /// So many rows were checked.
  case checking(rows: Int)
  /// So many rows of so many were taken in.
  case writing(rows: Int, of: Int)
  /// The lists are brought up to date.
  case updating(done: Int64, of: Int64)
}
