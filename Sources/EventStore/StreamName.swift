/// The name of one stream: a category and an id, `order-10000012`.
public struct StreamName: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The whole name, as stored.
  public let rawValue: String

  /// A stream by its stored name.
  public init(_ rawValue: String) { self.rawValue = rawValue }

  /// A stream by category and id; the category has no dash.
  public init(_ category: String, _ id: some CustomStringConvertible) { rawValue = "\(category)-\(id)" }

  /// What stands before the first dash: `order`.
  public var category: Substring { Substring(rawValue.utf8.prefix { $0 != UInt8(ascii: "-") }) }
  /// What stands after the first dash: `10000012`; empty where there is none.
  public var id: Substring { Substring(rawValue.utf8.dropFirst(category.utf8.count + 1)) }

  /// The stored name.
  public var description: String { rawValue }

  /// By the stored name, byte for byte.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
