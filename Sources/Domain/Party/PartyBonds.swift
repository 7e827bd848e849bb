/// A party is the same as another one, to which it leads from now on: its numbers and orders count as that one's.
public struct PartyMerged: Sendable, Equatable, Codable {
  /// The other one; no merged one itself when this happened.
  public var into: PartyID

  /// A merge.
  public init(into head: PartyID) { into = head }
}

/// A party was not the same as another one after all: it stands alone again, with what is its own.
public struct PartyMergeUndone: Sendable, Equatable, Codable {
  /// To which it led.
  public var from: PartyID

  /// The undoing of a merge.
  public init(from head: PartyID) { from = head }
}

/// A party has to do with another one. Read from both sides; recorded on the one that it was said of.
public struct PartyRelated: Sendable, Hashable, Codable {
  /// The other one.
  public var other: PartyID
  /// What this one is to the other, as a code: `tenant`, `parent`, `employee`.
  public var relation: String

  /// A relation.
  public init(other: PartyID, relation: String) {
    self.other = other
    self.relation = relation
  }
}

/// A party has nothing to do with another one any more, in one way.
public struct PartyUnrelated: Sendable, Equatable, Codable {
  /// The other one.
  public var other: PartyID
  /// Which relation ended.
  public var relation: String

  /// The end of a relation.
  public init(other: PartyID, relation: String) {
    self.other = other
    self.relation = relation
  }
}
