import FoundationEssentials

extension Order {
  /// The help of a unit that does not answer for the order.
  public struct Assist: Sendable, Equatable, Codable {
    /// Which unit.
    public let unit: UnitKey
    /// Since when.
    public let askedAt: Date
    /// Until when it is to have done its part; `nil` for as long as it takes.
    public let due: Date?
    /// When its help ended, and how.
    public internal(set) var endedAt: Date?
    /// How it ended.
    public internal(set) var outcome: OrderAssistEnded.Outcome?
  }

  /// An order that follows from this one, as far as this one looks at it.
  public struct Child: Sendable, Equatable {
    /// What it is to this one.
    public let relation: RelationKey
    /// What its state means.
    public let kind: StateKind
    /// When it was opened.
    public let openedAt: Date

    /// A child.
    public init(relation: RelationKey, kind: StateKind, openedAt: Date) {
      self.relation = relation
      self.kind = kind
      self.openedAt = openedAt
    }
  }

  /// What another order is to this one.
  public struct Link: Sendable, Hashable, Codable {
    /// Which.
    public let other: OrderNumber
    /// What it is to this one.
    public let relation: RelationKey

    /// A link.
    public init(other: OrderNumber, relation: RelationKey) {
      self.other = other
      self.relation = relation
    }
  }

  /// A part, work or a fee on the order.
  public struct Line: Sendable, Equatable, Codable {
    /// As it was put on.
    public let added: OrderLineAdded
    /// It was taken off.
    public internal(set) var isVoided: Bool
  }

  /// More time that somebody asked for and nobody has decided on.
  public struct AskedExtension: Sendable, Equatable, Codable {
    /// For which clock.
    public let clock: ClockName
    /// How much.
    public let by: Budget
    /// When it was asked for.
    public let askedAt: Date
  }
}
