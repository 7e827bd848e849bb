/// What one order is to another: `callback`, `urge`, `merged-into`.
public typealias RelationKey = Key<Relation>

/// What orders can be to one another. Processes name further ones for what they open.
public enum Relation {}

extension RelationKey {
  /// The other is the head that this one was merged into.
  public static let mergedInto: RelationKey = "merged-into"
  /// The other was merged into this one.
  public static let duplicate: RelationKey = "duplicate"
  /// The other is what this one was split from.
  public static let splitFrom: RelationKey = "split-from"
  /// The other was split from this one.
  public static let splitOff: RelationKey = "split-off"
  /// They have to do with one another.
  public static let related: RelationKey = "related"
}

/// An order has to do with another one. The other has an event of its own that says the same from its side.
public struct OrderLinked: Sendable, Equatable, Codable {
  /// Which.
  public var other: OrderNumber
  /// What the other is to this one.
  public var relation: RelationKey

  /// A link.
  public init(other: OrderNumber, relation: RelationKey) {
    self.other = other
    self.relation = relation
  }
}

/// An order has to do with another one no more.
public struct OrderUnlinked: Sendable, Equatable, Codable {
  /// Which.
  public var other: OrderNumber
  /// What the other was to this one.
  public var relation: RelationKey

  /// The end of a link.
  public init(other: OrderNumber, relation: RelationKey) {
    self.other = other
    self.relation = relation
  }
}

/// The matter of an order was reported once more.
public struct OrderRepeatReported: Sendable, Equatable, Codable {
  /// Which report it is beside the first, from 1.
  public var count: Int
  /// How it came in.
  public var channel: String?
  /// What was said: erasable.
  public var text: String?

  private enum CodingKeys: CodingKey { case count, channel }

  /// A repeat.
  public init(count: Int, channel: String? = nil, text: String? = nil) {
    self.count = count
    self.channel = channel
    self.text = text
  }
}
