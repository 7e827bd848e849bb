import FoundationEssentials

/// A person or organisation in the book.
public struct PartyID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The id, which says nothing about the person.
  public let uuid: UUID

  /// A party by its id.
  public init(_ uuid: UUID) { self.uuid = uuid }
  /// From its stored form.
  public init(from decoder: any Decoder) throws { uuid = try decoder.singleValueContainer().decode(UUID.self) }
  /// To its stored form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    // As in stream names, so that one spelling finds both.
    try container.encode(description)
  }

  /// Lower-case, as in stream names.
  public var description: String { uuid.uuidString.lowercased() }
}

/// A unit of the organisation by its code: `PWDx`, `repairs`.
public struct UnitKey: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The code as stored.
  public let rawValue: String

  /// A unit by its code; surrounding blanks go. `nil` for an empty one.
  public init?(_ code: String) {
    let trimmed = code.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
    guard !trimmed.isEmpty else { return nil }
    rawValue = String(trimmed)
  }
  /// From its stored form.
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
