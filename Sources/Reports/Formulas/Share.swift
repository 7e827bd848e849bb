/// A part of a base, with both at hand: a figure that cannot be traced to what it was divided from proves nothing.
public struct Share: Sendable, Equatable {
  /// How many, or how long in seconds.
  public let part: Double
  /// Of how many, of how long.
  public let base: Double

  /// So much of so much.
  public init(_ part: Double, of base: Double) {
    self.part = part
    self.base = base
  }

  /// So many of so many.
  public init(_ part: Int, of base: Int) { self.init(Double(part), of: Double(base)) }

  /// part / base; `nil` where the base is 0: a rate of nothing is neither 0 % nor 100 %.
  public var value: Double? { base == 0 ? nil : part / base }
}
