/// A telephone number found in a cell, in the one spelling by which it is stored and compared.
public struct PhoneNumber: Sendable, Hashable {
  /// `+8613908711234`, `+8687168163456`; a service number as dialled: `12345`, `4008001234`.
  public let number: String
  /// The digits to dial after the answer, `8012`.
  public let `extension`: String?
  /// What the cell says the number is for, `家`; words such as 电话 or `Tel` say nothing and are dropped.
  public let label: String?
  /// What the number plan says it is.
  public let kind: Kind
  /// What was guessed, in the order the guesses were made; empty when nothing was.
  public let warnings: [PhoneWarning]

  /// The sort of number, decided by its digits alone.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A Chinese mobile number.
    case mobile
    /// A Chinese number with an area code.
    case landline
    /// An emergency, carrier, hotline, 400 or 800 number, not reachable from abroad.
    case service
    /// A number under another country's code.
    case foreign
  }
}

/// What a cleaned number owes to a guess. The raw values are stored.
public enum PhoneWarning: String, Sendable, Hashable, CaseIterable {
  /// The number came without area code and got the import's, or that of the number before it in the cell.
  case areaCodeAdded = "area-code-added"
  /// A spreadsheet had eaten the leading zero, and with it the digits are a landline.
  case zeroAdded = "zero-added"
  /// A mobile number was written with a trunk zero, `013908711234`.
  case zeroDropped = "zero-dropped"
  /// The first digits are of no mobile network known in 2025: perhaps new, perhaps a typing error.
  case unknownMobilePrefix = "unknown-mobile-prefix"
  /// The area code is not in use (any more): perhaps an old number, perhaps a typing error.
  case unknownAreaCode = "unknown-area-code"
  /// Another country's code, and digits that libphonenumber has in no range in use there: perhaps new, perhaps a typing
  /// error. Never given by a build without the library.
  case unknownForeignNumber = "unknown-foreign-number"
  /// Something else in the cell looked like a number and was none; it was left out.
  case partIgnored = "part-ignored"
}

/// Why a cell gives no telephone number. The raw values are the stored reason codes.
public enum PhoneProblem: String, Error, Sendable, Hashable, CaseIterable {
  /// The cell is blank. Way out: fill it in, or delete the row.
  case noNumber = "no-number"
  /// The text is `1.39E+10` or `#####`: the digits are not in the file. Way out: set the column to text and export again.
  case digitsLost = "digits-lost"
  /// More than 15 digits: no telephone number has them, and Excel zeroes those of a number cell from the 16th on.
  /// Way out: look at the column (an identity card number?), set it to text and type the number again.
  case numberTooLong = "number-too-long"
  /// Not a telephone number by any rule. Way out: correct the cell.
  case notANumber = "not-a-number"
  /// A local number of 7 or 8 digits. Way out: import with the area code, or write it into the cell.
  case needsAreaCode = "needs-area-code"
  /// The cell's formula failed (`#REF!`) or its result was not saved. Way out: replace it by its value in Excel.
  case formulaError = "formula-error"
}
