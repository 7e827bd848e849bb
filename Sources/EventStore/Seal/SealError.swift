/// Why a seal cannot be made, or proves nothing.
public enum SealError: Error, Sendable, Equatable {
  /// A key cannot be read; why.
  case noKey(String)
  /// The log has no event yet.
  case nothingToSeal
  /// The text holds no seal.
  case noSeal
  /// The seal is of a kind that a newer program made.
  case newer(String)
  /// A field is missing or has a value that it cannot have.
  case malformed(field: String)
  /// The seal was signed with another key: the fingerprints of both.
  case otherKey(seal: [UInt8], given: [UInt8])
  /// The signature is not that of the fields: one of them was altered, or the signature.
  case notSigned
}

extension SealError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .noKey(let reason): "the key cannot be read: \(reason)"
    case .nothingToSeal: "the log has no event yet, so there is nothing to seal"
    case .noSeal: "no seal is in it: it should hold a line HOTLINE LOG SEAL 1 and end with END OF SEAL"
    case .newer(let kind): "the seal is of kind \(kind), made by a newer hotline; check it with that one"
    case .malformed(let field): "in the seal, \(field) is missing, cut or mistyped; compare it with the original"
    case .otherKey(let seal, let given):
      "the seal was signed with the key \(LogSeal.grouped(seal)), the key at hand is \(LogSeal.grouped(given)); "
        + "give the public key of whoever signed it with --public-key, and compare the line with the original"
    case .notSigned: "the signature does not fit: the seal was altered or mistyped; compare it with the original"
    }
  }
}
