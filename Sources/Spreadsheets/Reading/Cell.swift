/// What a cell holds, before anyone interprets it.
public enum Cell: Sendable, Hashable {
  /// Nothing, or a text without a character.
  case empty
  /// A text as typed, at most 32,767 UTF-16 units (Excel's own limit; what is longer is cut there).
  case text(String)
  /// A number, and the format code it is shown by when that is not General: `00000000000`, `0.00`.
  case number(Double, format: String?)
  /// A number shown by a date format, or a date written as such. Times without a date stay numbers.
  case date(CivilDateTime)
  /// TRUE or FALSE.
  case boolean(Bool)
  /// The error a formula ended in, as shown: `#REF!`.
  case error(String)
  /// A formula whose result was never saved: the file does not say what the cell shows.
  case noCachedValue
}

extension Cell {
  /// What a person would see, for rejects and messages: integers without `.0`, zeros padded as by the format, dates ISO.
  ///
  /// Other formats are not applied: a percentage shows as its fraction.
  public var shown: String {
    switch self {
    case .empty: ""
    case .text(let text): text
    case .number(let value, let format): NumberText.shown(value, format: format)
    case .date(let date): date.description
    case .boolean(let value): value ? "TRUE" : "FALSE"
    case .error(let code): code
    case .noCachedValue: ""
    }
  }

  /// Whether a person would see nothing: empty, or only white space.
  public var isBlank: Bool {
    switch self {
    case .empty: true
    case .text(let text): text.allSatisfy(\.isWhitespace)
    case .number, .date, .boolean, .error, .noCachedValue: false
    }
  }

  /// Whether it is what is left of a formula that failed, or whose result was never saved: neither a word nor empty. A csv
  /// holds errors as text.
  public var isFailedFormula: Bool {
    switch self {
    case .error, .noCachedValue: true
    case .text(let text): Self.formulaErrors.contains(text)
    case .empty, .number, .date, .boolean: false
    }
  }

  private static let formulaErrors: Set<String> = [
    "#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!",
  ]
}
