/// The unit that had the order has it no more, and no other one got it: what takes an assignment back.
public struct OrderUnassigned: Sendable, Equatable, Codable {
  /// Which unit it was taken from.
  public var main: UnitKey

  /// The end of an assignment.
  public init(main: UnitKey) { self.main = main }
}

/// Another unit is to help the one that answers for the order.
public struct OrderAssistAsked: Sendable, Equatable, Codable {
  /// Which; never the one that answers for the order.
  public var unit: UnitKey
  /// The time it has, counted from the asking; as long as it takes where nothing is said.
  public var budget: Budget?
  /// What it is to do: erasable.
  public var task: String?

  private enum CodingKeys: CodingKey { case unit, budget }

  /// A request for help.
  public init(unit: UnitKey, budget: Budget? = nil, task: String? = nil) {
    self.unit = unit
    self.budget = budget
    self.task = task
  }
}

/// A unit's help is over.
public struct OrderAssistEnded: Sendable, Equatable, Codable {
  /// How a unit's help ended.
  public enum Outcome: String, Sendable, Codable, CaseIterable {
    /// It did its part.
    case done
    /// It was asked no longer.
    case released
  }

  /// Which unit.
  public var unit: UnitKey
  /// How.
  public var outcome: Outcome
  /// What it did, or why it need not: erasable.
  public var note: String?

  private enum CodingKeys: CodingKey { case unit, outcome }

  /// An end of help.
  public init(unit: UnitKey, outcome: Outcome, note: String? = nil) {
    self.unit = unit
    self.outcome = outcome
    self.note = note
  }
}
