/// A member of staff by a code of the office's own: `chen`, `0417`. It stands in the log for ever, so it is no name.
public struct StaffKey: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The code as stored.
  public let rawValue: String

  /// A code as typed: letters, digits and `-_.@`, at most 64 bytes; `nil` for anything else.
  public init?(_ code: String) {
    guard (1...64).contains(code.utf8.count), code.allSatisfy({ $0.isLetter || $0.isNumber || "-_.@".contains($0) })
    else { return nil }
    rawValue = code
  }
  /// From its stored form, taken as it is.
  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }
  /// To its stored form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// The code.
  public var description: String { rawValue }
  /// By code.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
