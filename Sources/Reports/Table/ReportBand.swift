/// A range of a figure's values that stands out, by a colour and by a word beside the number: who prints in black and white,
/// or does not see red, reads the same.
public struct ReportBand: Sendable, Hashable {
  /// How the range is meant, and with it the colour.
  public enum Tone: String, Sendable, CaseIterable {
    /// As it should be: green.
    case good
    /// To be watched: yellow.
    case fair
    /// To be acted upon: red.
    case poor
  }

  /// The lowest value that is in it; `nil` without end. Ratios count from 0 to 1, durations in seconds.
  public let from: Double?
  /// The lowest value above it, which is not in it; `nil` without end.
  public let below: Double?
  /// How it is meant.
  public let tone: Tone
  /// The word beside the number: 偏低, low.
  public let word: Words

  /// A range [from, below).
  public init(from: Double? = nil, below: Double? = nil, _ tone: Tone, _ word: Words) {
    self.from = from
    self.below = below
    self.tone = tone
    self.word = word
  }

  func contains(_ value: Double) -> Bool { (from.map { value >= $0 } ?? true) && (below.map { value < $0 } ?? true) }
}

extension ReportColumn {
  /// The first band that a value lies in; `nil` for words and for a ratio of nothing.
  public func band(of value: ReportValue) -> ReportBand? {
    guard !bands.isEmpty, let number = value.number else { return nil }
    return bands.first { $0.contains(number) }
  }
}
