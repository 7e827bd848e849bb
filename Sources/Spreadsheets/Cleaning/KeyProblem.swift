/// Why a cell does not hold the key that somebody typed into it.
public enum KeyProblem: Error, Sendable, Hashable {
  /// `1.10101E+17`, `#####`: what a narrow column showed.
  case digitsLost
  /// A number keeps fifteen digits, and the rest are made up.
  case numberTooLong
}

extension Cell {
  /// Why it cannot tell one thing from another; `nil` where it can, or is empty.
  ///
  /// Two people whose numbers differ in the sixteenth digit are one in a number cell: such a key is worse than none.
  public var keyProblem: KeyProblem? {
    switch self {
    case .number(let value, _): return abs(value) < 1e15 ? nil : .numberTooLong
    case .text(let text):
      guard text.unicodeScalars.contains(where: { "+#＋＃".unicodeScalars.contains($0) }) else { return nil }
      let plain = KeyText.folded(text).filter { !$0.isWhitespace }
      if plain.utf8.count > 2, plain.allSatisfy({ $0 == "#" }) { return .digitsLost }
      return plain.wholeMatch(of: /[0-9](\.[0-9]+)?e\+[0-9]+/) == nil ? nil : .digitsLost
    case .empty, .date, .boolean, .error, .noCachedValue: return nil
    }
  }
}
