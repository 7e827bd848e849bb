import FoundationEssentials

/// Somebody has the order for a while: nobody else calls.
public struct OrderReserved: Sendable, Equatable, Codable {
  /// Who, as a code.
  public var by: String
  /// Until when, unless a result comes first.
  public var until: Date

  /// A reservation.
  public init(by actor: String, until instant: Date) {
    by = actor
    until = instant
  }

  /// Whether it holds at an instant.
  public func holds(at instant: Date) -> Bool { instant < until }
}

/// A reservation ended without a result.
public struct OrderReleased: Sendable, Equatable, Codable {
  /// Who had it.
  public var by: String
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case by }

  /// An end.
  public init(by actor: String, reason: String? = nil) {
    by = actor
    self.reason = reason
  }
}
