/// Numbers as a checksum sees them: twelve significant digits, so that a program that saves fifteen of them changes nothing.
enum CanonicalNumber {
  private static let digitCount = 12

  /// The nearest number of twelve digits. Written to any file and read back it is the same.
  static func rounded(_ number: Double) -> Double {
    guard number.isFinite, number != number.rounded() || abs(number) >= 1e12 else { return number }
    return Double(text(number)) ?? number
  }

  /// `-6.66666666667e-1` as `-666666666667e-12`; a whole number of up to twelve digits as it is.
  static func text(_ number: Double) -> String {
    guard number.isFinite else { return "\(number)" }
    if number == number.rounded(), abs(number) < 1e12 { return String(Int(number)) }
    // The shortest decimal that means this number, taken apart: no library rounds it behind our back.
    let parts = "\(abs(number))".split(separator: "e", maxSplits: 1)
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (mantissa.count > 1 ? mantissa[1].utf8.count : 0)
    var digits = mantissa.flatMap { $0.utf8.map { Int($0) - 48 } }
    digits.trimPrefix { $0 == 0 }
    if digits.count > digitCount {
      let isUp = digits[digitCount] >= 5
      exponent += digits.count - digitCount
      digits.removeLast(digits.count - digitCount)
      if isUp { increment(&digits) }
    }
    while digits.last == 0, digits.count > 1 {
      digits.removeLast()
      exponent += 1
    }
    let sign = number < 0 ? "-" : ""
    // What became whole by rounding reads as a whole number does.
    if exponent >= 0, digits.count + exponent <= digitCount {
      return sign + digits.map(String.init).joined() + String(repeating: "0", count: exponent)
    }
    return sign + digits.map(String.init).joined() + "e\(exponent)"
  }

  private static func increment(_ digits: inout [Int]) {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
  }
}
