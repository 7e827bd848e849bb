/// The SHA-256 of a file's content: 64 lower-case hexadecimal digits.
public struct ContentDigest: Hashable, Sendable, Codable, CustomStringConvertible {
  /// As stored.
  public let rawValue: String

  /// A digest by its digits; `nil` for anything else.
  public init?(_ digits: String) {
    let isHex = digits.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    guard digits.utf8.count == 64, isHex else { return nil }
    rawValue = digits
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

  /// The digits.
  public var description: String { rawValue }
}

/// A file was put to an order. Its content lies in the content store, under its digest.
public struct OrderFileAttached: Sendable, Equatable, Codable {
  /// What a file is to the order.
  public enum Purpose: String, Sendable, Codable, CaseIterable {
    case document, photo, recording, letter, signature, sheet
  }

  /// Its content.
  public var content: ContentDigest
  /// Bytes.
  public var byteCount: Int
  /// RFC 6838: `image/png`.
  public var mediaType: String
  /// What it is to the order.
  public var purpose: Purpose
  /// Its name, as it came: erasable.
  public var name: String?

  private enum CodingKeys: CodingKey { case content, byteCount, mediaType, purpose }

  /// A file.
  public init(content: ContentDigest, byteCount: Int, mediaType: String, purpose: Purpose, name: String? = nil) {
    self.content = content
    self.byteCount = byteCount
    self.mediaType = mediaType
    self.purpose = purpose
    self.name = name
  }
}

/// A file was taken from an order.
public struct OrderFileRemoved: Sendable, Equatable, Codable {
  /// Its content.
  public var content: ContentDigest
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case content }

  /// The end of a file on the order.
  public init(content: ContentDigest, reason: String? = nil) {
    self.content = content
    self.reason = reason
  }
}
