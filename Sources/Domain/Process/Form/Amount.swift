/// A decimal number as people write it: up to twelve digits before and four after the point, exact.
public struct Amount: Sendable, Hashable, Comparable {
  /// In ten-thousandths.
  public let tenThousandths: Int

  /// From digits, with a sign and a point where wanted; thousands may stand in groups (`1,200`), digits may be full width.
  /// Nil is for anything else.
  public init?(_ typed: some StringProtocol) {
    var text = String(typed.unicodeScalars.filter { !$0.properties.isWhitespace }.map { Character(narrow($0)) })
    let isNegative = text.hasPrefix("-")
    if isNegative || text.hasPrefix("+") { text.removeFirst() }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2, let whole = Self.whole(first) else { return nil }
    let decimals = parts.count == 2 ? parts[1] : ""
    guard parts.count == 1 || (1...4).contains(decimals.utf8.count), decimals.utf8.allSatisfy(isDigit) else {
      return nil
    }
    let fraction = Int(decimals + String(repeating: "0", count: 4 - decimals.utf8.count)) ?? 0
    tenThousandths = (isNegative ? -1 : 1) * (whole * 10_000 + fraction)
  }

  /// An amount of money, with at most two decimals; the sign of a currency may stand before it and 元 behind it. Nil is for
  /// anything else.
  public init?(money typed: String) {
    let plain = typed.drop { "¥￥$€£".contains($0) }
    guard let amount = Amount(plain.hasSuffix("元") ? plain.dropLast() : plain), amount.isMoney else { return nil }
    self = amount
  }

  /// An amount in hundredths, as prices are kept.
  public init(hundredths: Int) { tenThousandths = hundredths * 100 }

  /// A whole number.
  public init(_ whole: Int) { tenThousandths = whole * 10_000 }

  /// Whether it has at most two decimals, as money has.
  public var isMoney: Bool { tenThousandths % 100 == 0 }

  /// By value.
  public static func < (a: Amount, b: Amount) -> Bool { a.tenThousandths < b.tenThousandths }

  private static func whole(_ text: some StringProtocol) -> Int? {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let first = groups.first, (1...12).contains(first.utf8.count),
      groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }),
      groups.count == 1 || first.utf8.count <= 3, groups.count <= 4
    else { return nil }
    let digits = groups.joined()
    return digits.utf8.allSatisfy(isDigit) ? Int(digits) : nil
  }
}

extension Amount: CustomStringConvertible {
  /// Without needless zeros: `12.5`, `-3`.
  public var description: String {
    let size = tenThousandths.magnitude
    var decimals = String(String(size % 10_000 + 10_000).dropFirst())
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return (tenThousandths < 0 ? "-" : "") + String(size / 10_000) + (decimals.isEmpty ? "" : ".\(decimals)")
  }

  /// With two decimals: `12.50`.
  public var money: String {
    let size = tenThousandths.magnitude / 100
    return (tenThousandths < 0 ? "-" : "") + "\(size / 100)." + String(size % 100 + 100).dropFirst()
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// The ASCII form of what Chinese keyboards write in full width; anything else as it is.
func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  guard ("\u{FF01}"..."\u{FF5E}").contains(scalar) else { return scalar }
  return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
}
