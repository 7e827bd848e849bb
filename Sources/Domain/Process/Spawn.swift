/// Another order that follows from one: a callback, an urging notice, a parts-and-tools sheet.
public struct Spawn: Sendable, Equatable {
  /// Which unit the new order is for.
  public enum Receiver: String, Sendable, CaseIterable {
    /// None yet: it stands where its process starts, for whoever may act there.
    case nobody
    /// The unit that answers for the parent, where it has one.
    case main
    /// The unit at which the parent was taken in, where that is known.
    case intake
  }

  /// How the new order moves: the newest published version.
  public let process: ProcessKey
  /// When work on it begins, counted from what opens it; at once where nothing is said.
  public let after: Budget?
  /// Of a hundred parents, how many get one: 1 to 100. Which ones follows from their numbers.
  public let samplePercent: Int
  /// What it is to its parent; the name of its process where nothing is said.
  public let relation: RelationKey
  /// Which unit it is for.
  public let receiver: Receiver
}

/// What an order does when its parent ends.
public struct ParentEnd: Sendable, Equatable {
  /// The action to do when the parent is finished (done or closed), where it is possible.
  public let finished: ActionKey?
  /// The action to do when the parent is cancelled, where it is possible.
  public let cancelled: ActionKey?
}

/// The numbers of a kind of document: `LP000123`. They fill the key of an order.
public struct NumberSeries: Sendable, Equatable {
  /// Upper-case letters, digits and `-`; 1 to 8 of them, the last no digit.
  public let prefix: String
  /// How many digits follow, from 3 to 12; larger numbers are written in full.
  public let digits: Int

  /// The key of the `sequence`th document, from 1.
  public func key(_ sequence: Int) -> String {
    let number = String(sequence)
    return prefix + String(repeating: "0", count: max(0, digits - number.utf8.count)) + number
  }
}

/// Whether and by whom an order gets more time.
public struct ExtensionPolicy: Sendable, Equatable {
  /// How often each clock of an order may get more time, from 1.
  public let max: Int
  /// Who may approve it; never the unit itself.
  public let by: [RoleKey]
}

/// Where an action puts the order, beside moving it.
public enum Assignment: Sendable, Equatable {
  /// To that unit.
  case unit(UnitKey)
  /// To the unit at which it was taken in, where that is known.
  case intake
  /// To the unit of its area in the region table, where there is one.
  case area
}
