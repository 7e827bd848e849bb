import FoundationEssentials

/// By what something of a catalogue is known for ever: the number of a part, the key of an article. Text as it is written,
/// so that zeros in front of it stay.
public struct EntryKey: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The longest key.
  public static let longest = 200

  /// The key as stored: blanks around it are gone, blanks within it are single spaces.
  public let rawValue: String

  /// A key; `nil` for an empty one, or one that is too long to be one.
  public init?(_ typed: some StringProtocol) {
    let words = typed.split(whereSeparator: \.isWhitespace)
    let text = words.joined(separator: " ")
    guard !text.isEmpty, text.count <= Self.longest, !text.unicodeScalars.contains(where: \.isControl) else {
      return nil
    }
    rawValue = text
  }

  /// The key.
  public var description: String { rawValue }
  /// By key.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The one of some keys that somebody who typed this may have meant; `nil` where none is near.
  public static func nearest(to typed: String, in known: [EntryKey]) -> EntryKey? {
    let low = Dictionary(known.map { ($0.rawValue.lowercased(), $0) }) { first, _ in first }
    return low[typed.lowercased()]
      ?? Spelling.nearest(to: typed.lowercased(), in: low.keys.sorted()).flatMap { low[$0] }
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { properties.generalCategory == .control }
}
