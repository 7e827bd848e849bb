/// Somebody asked for more time on a clock, before it was due.
public struct OrderExtensionAsked: Sendable, Equatable, Codable {
  /// Which clock.
  public var clock: ClockName
  /// How much.
  public var by: Budget
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case clock, by }

  /// A request.
  public init(clock: ClockName, by budget: Budget, reason: String? = nil) {
    self.clock = clock
    by = budget
    self.reason = reason
  }
}

/// A clock got more time, before it was due. Who approved it is the author of the event.
public struct OrderDueExtended: Sendable, Equatable, Codable {
  /// Which clock.
  public var clock: ClockName
  /// How much.
  public var by: Budget
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case clock, by }

  /// An extension.
  public init(clock: ClockName, by budget: Budget, reason: String? = nil) {
    self.clock = clock
    by = budget
    self.reason = reason
  }
}

/// A request for more time was turned down.
public struct OrderExtensionRefused: Sendable, Equatable, Codable {
  /// Which clock.
  public var clock: ClockName
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case clock }

  /// A refusal.
  public init(clock: ClockName, reason: String? = nil) {
    self.clock = clock
    self.reason = reason
  }
}
