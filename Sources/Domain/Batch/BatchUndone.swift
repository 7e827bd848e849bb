import FoundationEssentials

/// What an import had brought in was compensated.
public struct BatchUndone: Sendable, Equatable, Codable {
  /// Which run of the batch was undone.
  public var generation: Int
  /// How many orders were withdrawn.
  public var withdrawn: Int
  /// The orders that somebody had worked on: listed and left.
  public var left: [OrderNumber]
  /// How many people and organisations were taken out of the book; `nil` in the first shape, which left them.
  public var parties: Int?
  /// How many got back what the book had said of them.
  public var restored: Int?
  /// Those of whom something was left as it is, since somebody changed it or works with it.
  public var conflicts: [Conflict]?

  /// What became of the parts or articles; `nil` where it was not a list of these.
  public var entries: Entries?

  /// What an undo did to parts or articles.
  public struct Entries: Sendable, Equatable, Codable {
    /// How many were taken out of their catalogue.
    public var withdrawn = 0
    /// How many say again what they said before.
    public var restored = 0
    /// Those of which something was left as it is, since somebody changed it.
    public var conflicts: [Conflict] = []

    /// A part or an article of which an undo left something.
    public struct Conflict: Sendable, Equatable, Codable {
      /// Its number or key.
      public var entry: String
      /// What was left, by field; `nil` where all of a new one was.
      public var fields: [String]?

      /// What was left.
      public init(entry: String, fields: [String]? = nil) {
        self.entry = entry
        self.fields = fields
      }
    }

    /// Nothing yet.
    public init() {}
  }

  /// Somebody of the book of whom an undo left something.
  public struct Conflict: Sendable, Equatable, Codable {
    /// Who.
    public var party: PartyID
    /// What was left, as codes: `name`, `phone`; `nil` where all of a new party was.
    public var fields: [String]?

    /// What was left.
    public init(party: PartyID, fields: [String]? = nil) {
      self.party = party
      self.fields = fields
    }
  }

  /// An undo.
  public init(
    generation: Int, withdrawn: Int, left: [OrderNumber], parties: Int? = nil, restored: Int? = nil,
    conflicts: [Conflict]? = nil, entries: Entries? = nil
  ) {
    self.generation = generation
    self.withdrawn = withdrawn
    self.left = left
    self.parties = parties
    self.restored = restored
    self.conflicts = conflicts
    self.entries = entries
  }
}
