/// A column of a sheet to write.
public struct OutputColumn: Sendable, Hashable {
  /// Its heading.
  public var heading: String
  /// What its values are.
  public var kind: Kind
  /// The width to start from, in digits of the default font; the column grows with its content up to 50.
  public var widthHint: Int
  /// Whether the totals row sums it up.
  public var isTotalled: Bool
  /// What stands above the heading, once over all neighbours of the same group.
  public var group: String?
  /// What stands small under the heading.
  public var note: String?
  /// Numbers with their sign also when they are above 0: a difference.
  public var isSigned: Bool
  /// Ranges of numbers that stand out; the first that holds a number counts.
  public var bands: [OutputBand]

  /// What the values of a column are, which decides how they are shown.
  public enum Kind: String, Sendable, Hashable {
    /// Words.
    case text
    /// Telephone numbers, ids: text by format too (`@`), so that Excel keeps every digit when a cell is edited.
    case code
    /// Whole numbers, with thousands separators.
    case integer
    /// Numbers with the decimals of each cell.
    case decimal
    /// Ratios as `25.00%`.
    case percent
    /// Lengths of time in hours, minutes and seconds.
    case duration
    /// Dates, with their time where they have one.
    case date
    /// Dates with hour and minute, always.
    case dateTime
    /// Dates without time, always.
    case day
  }

  /// Makes a column.
  public init(
    _ heading: String, _ kind: Kind = .text, widthHint: Int = 0, isTotalled: Bool = false, group: String? = nil,
    note: String? = nil, isSigned: Bool = false, bands: [OutputBand] = []
  ) {
    self.heading = heading
    self.kind = kind
    self.widthHint = widthHint
    self.isTotalled = isTotalled
    self.group = group
    self.note = note
    self.isSigned = isSigned
    self.bands = bands
  }
}

/// A range of a column's numbers that stands out by a colour and by a word in the cell, which stays a number.
public struct OutputBand: Sendable, Hashable {
  /// The colour.
  public enum Tone: Sendable, Hashable {
    /// Green.
    case good
    /// Yellow.
    case fair
    /// Red.
    case poor
  }

  /// The lowest number in it; `nil` without end. Of ratios and of seconds as they are, not as shown.
  public var from: Double?
  /// The lowest number above it; `nil` without end.
  public var below: Double?
  /// The colour.
  public var tone: Tone
  /// The word behind the number; cut at 12 characters.
  public var word: String

  /// A range [from, below).
  public init(from: Double? = nil, below: Double? = nil, tone: Tone, word: String) {
    self.from = from
    self.below = below
    self.tone = tone
    self.word = word
  }

  func contains(_ number: Double) -> Bool {
    (from.map { number >= $0 } ?? true) && (below.map { number < $0 } ?? true)
  }
}
