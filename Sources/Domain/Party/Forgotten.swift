/// The personal part of everything that named a person, or an order about nobody in the book, was erased.
///
/// It says why and under which case, and nothing about whom: who asks for the reasons finds them under the case.
public struct Forgotten: Sendable, Equatable, Codable {
  /// Why, as a code: free words could name the person again, for ever.
  public enum Reason: String, Sendable, Codable, CaseIterable {
    /// The person asked for it (GDPR article 17, PIPL article 47).
    case erasureRequest = "erasure-request"
    /// The person no longer agrees to what it was kept for.
    case consentWithdrawn = "consent-withdrawn"
    /// It was kept as long as it may be.
    case retentionExpired = "retention-expired"
    /// It should not have been recorded: a wrong person, a wrong number.
    case recordedInError = "recorded-in-error"
    /// It was kept without a right to.
    case unlawful
  }

  /// Why.
  public var reason: Reason
  /// Under which case.
  public var reference: CaseReference?

  /// An erasure.
  public init(reason: Reason, reference: CaseReference? = nil) {
    self.reason = reason
    self.reference = reference
  }
}

/// The number of a case in a register outside: `DSR-2026/17`. It stays in the log for ever, so it is not for words.
public struct CaseReference: Sendable, Equatable, Codable, CustomStringConvertible {
  /// As typed.
  public let rawValue: String

  /// A number by its spelling: at most 40 ASCII letters, digits and `-_./#:`, at least one of them a digit, so that no
  /// name passes; `nil` for anything else.
  public init?(_ typed: String) {
    let bytes = typed.utf8
    guard (1...40).contains(bytes.count), bytes.contains(where: Self.isDigit),
      bytes.allSatisfy({ Self.isDigit($0) || Self.isLetter($0) || "-_./#:".utf8.contains($0) })
    else { return nil }
    rawValue = typed
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

  /// Whether a number of the person stands in it: seven of its digits in a row, or all where it has fewer.
  public func quotes(_ number: String) -> Bool {
    let digits = Array(rawValue.utf8.filter(Self.isDigit))
    let part = Array(number.utf8.filter(Self.isDigit).suffix(7))
    guard !part.isEmpty, digits.count >= part.count else { return false }
    return (0...digits.count - part.count).contains { Array(digits[$0..<$0 + part.count]) == part }
  }

  /// As typed.
  public var description: String { rawValue }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
