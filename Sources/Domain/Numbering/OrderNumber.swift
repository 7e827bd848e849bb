/// The number of an order, said aloud and keyed in by callers: digits only, the last of them a check digit.
///
///     order 1  →  1000001 and its check digit  →  8 digits
///
/// The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): it notices every single wrong
/// digit and every swap of two neighbours.
public struct OrderNumber: Sendable, Hashable {
  /// All digits as one number, check digit last.
  public let value: Int

  private static let base = 1_000_000
  /// Sixteen digits with the check digit: more orders than there will be, and safe in any reader's integers.
  private static let lastSequence = 999_999_999_999_999 - base

  /// The number of the `sequence`th order, from 1.
  public init(sequence: Int) {
    precondition((1...Self.lastSequence).contains(sequence), "an order's sequence starts at 1")
    let body = Self.base + sequence
    value = body * 10 + Self.checkDigit(of: body)
  }

  /// From a read model, which got it from the log: not checked again.
  public init(stored value: Int64) { self.value = Int(value) }

  /// From what a person typed: spaces, dashes and full-width digits are fine.
  public init(parsing typed: String) throws(OrderNumberError) {
    var value = 0
    var count = 0
    for scalar in typed.unicodeScalars {
      guard let digit = digit(scalar) else {
        guard isFiller(scalar) else { throw .notANumber(typed) }
        continue
      }
      count += 1
      guard count <= 16 else { throw .wrongLength(typed) }
      value = value * 10 + digit
    }
    guard count > 0 else { throw .notANumber(typed) }
    guard count >= 8 else { throw .wrongLength(typed) }
    guard Self.checkDigit(of: value / 10) == value % 10, value / 10 > Self.base else { throw .wrongDigit(typed) }
    self.value = value
  }

  /// From what a person typed; nil where `init(parsing:)` would say why not.
  public init?(_ typed: String) {
    do { try self.init(parsing: typed) } catch { return nil }
  }

  /// Which order this is, from 1.
  public var sequence: Int { value / 10 - Self.base }

  /// The check digit to be written behind the digits of a number; 0 or more.
  static func checkDigit(of body: Int) -> Int {
    var interim = 0
    var place = 1
    while place <= body / 10 { place *= 10 }
    while place > 0 {
      interim = damm[interim][body / place % 10]
      place /= 10
    }
    return interim
  }
}

extension OrderNumber: Comparable, LosslessStringConvertible, Codable {
  /// Digits only, eight of them for the first 8,999,999 orders.
  public var description: String { String(value) }

  /// In the order the numbers were given.
  public static func < (a: OrderNumber, b: OrderNumber) -> Bool { a.value < b.value }

  /// From its digits as text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(parsing: container.decode(String.self))
    } catch let error as OrderNumberError {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  /// As its digits, as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Why a text is no order number.
public enum OrderNumberError: Error, Equatable, CustomStringConvertible {
  /// Something else than digits, spaces and dashes.
  case notANumber(String)
  /// Fewer than 8 digits or more than 16.
  case wrongLength(String)
  /// The check digit does not fit.
  case wrongDigit(String)

  /// For the person who typed it.
  public var description: String {
    switch self {
    case .notANumber(let typed): "`\(typed)` is not an order number; an order number is digits only"
    case .wrongLength(let typed): "`\(typed)` is not an order number; an order number has at least 8 digits"
    case .wrongDigit(let typed): "`\(typed)` is not an order number: a digit is wrong; please read it again"
    }
  }
}

/// The digit's value, ASCII or full width.
private func digit(_ scalar: Unicode.Scalar) -> Int? {
  switch scalar {
  case "0"..."9": Int(scalar.value - 0x30)
  case "\u{FF10}"..."\u{FF19}": Int(scalar.value - 0xFF10)
  default: nil
  }
}

/// Spaces and the dashes people and spreadsheets write.
private func isFiller(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "-", "\u{2010}"..."\u{2015}", "\u{2212}", "\u{FE63}", "\u{FF0D}": true
  default: scalar.properties.isWhitespace
  }
}

/// Row: the interim digit so far; column: the next digit.
private let damm: [[Int]] = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
]
