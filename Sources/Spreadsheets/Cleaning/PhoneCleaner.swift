/// Finds the telephone numbers in a cell, whatever a clerk, Excel or another tool made of them.
///
/// The rules are the mess catalogue of spreadsheets.md, section 6. A plain mobile number costs well under a microsecond.
public struct PhoneCleaner: Sendable {
  private let plan: NumberPlan

  /// Makes a cleaner. `areaCode` (`0871` or `871`) is for local numbers of 7 or 8 digits, which without it are refused.
  public init(areaCode: String? = nil) {
    plan = NumberPlan(areaCode: areaCode.map { $0.hasPrefix("0") ? $0 : "0" + $0 })
  }

  /// Whether it is an area code in use, with or without its zero: to check what a user gives before a million rows.
  public static func isAreaCode(_ code: String) -> Bool {
    code.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && NumberPlan.isAreaCode(code.hasPrefix("0") ? code : "0" + code)
  }

  /// The numbers of a cell, at least one, in the order written.
  ///
  /// When a cell holds something broken beside a good number, the good one is kept, with a warning.
  public func clean(_ cell: Cell) -> Result<[PhoneNumber], PhoneProblem> {
    switch cell {
    case .empty: return .failure(.noNumber)
    case .text(let text): return (Self.plainMobile(text) ?? Self.plainLine(text)).map { .success([$0]) } ?? clean(text)
    case .number(let value, let format):
      guard value == value.rounded(), value >= 0 else { return .failure(.notANumber) }
      guard value < 1e15 else { return .failure(.numberTooLong) }
      let digits = DigitFormat.shown(Int(value), format: format)
      return Self.plainMobile(digits).map { .success([$0]) } ?? clean(digits)
    case .date, .boolean: return .failure(.notANumber)
    case .error, .noCachedValue: return .failure(.formulaError)
    }
  }

  /// Nine cells of ten: eleven digits, and nothing to think about.
  private static func plainMobile(_ text: String) -> PhoneNumber? {
    let bytes = text.utf8
    guard bytes.count == 11, bytes.first == UInt8(ascii: "1") else { return nil }
    var prefix = 0
    var place = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      if place > 0, place < 4 { prefix = prefix * 10 + Int(byte - UInt8(ascii: "0")) }
      place += 1
    }
    guard prefix >= 300 else { return nil }
    return PhoneNumber(
      number: "+86" + text, extension: nil, label: nil, kind: .mobile,
      warnings: NumberPlan.isUnknownMobile(prefix) ? [.unknownMobilePrefix] : [])
  }

  /// Most of the tenth: `0871-68163456` or without the dash, under an area code in use.
  private static func plainLine(_ text: String) -> PhoneNumber? {
    let bytes = text.utf8
    guard (10...13).contains(bytes.count), bytes.first == UInt8(ascii: "0") else { return nil }
    var value = 0
    var digits = 0
    var dashAt: Int?
    for byte in bytes {
      if byte == UInt8(ascii: "-"), dashAt == nil {
        dashAt = digits
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      digits += 1
    }
    for localDigits in 7...8 {
      let codeDigits = digits - localDigits
      let power = localDigits == 7 ? 10_000_000 : 100_000_000
      guard dashAt ?? codeDigits == codeDigits, NumberPlan.isAreaCode(value / power, digits: codeDigits),
        value % power >= power / 5
      else { continue }
      return PhoneNumber(number: "+86\(value)", extension: nil, label: nil, kind: .landline, warnings: [])
    }
    return nil
  }

  private func clean(_ text: String) -> Result<[PhoneNumber], PhoneProblem> {
    if Cell.text(text).isFailedFormula { return .failure(.formulaError) }
    var reading = PhoneReading(plan: plan)
    for part in PhoneText.parts(of: text) { reading.read(part) }
    return reading.result
  }
}

/// What Excel shows of a whole number under a format such as `00000000000` or `"0871-"00000000`.
enum DigitFormat {
  static func shown(_ value: Int, format: String?) -> String {
    let digits = String(value)
    guard let format else { return digits }
    var literal = ""
    var zeros = 0
    var sawPlace = false
    var quoted = false
    var escaped = false
    scan: for scalar in format.unicodeScalars {
      if escaped || quoted, scalar != "\"" || escaped {
        if !sawPlace { literal.unicodeScalars.append(scalar) }
        escaped = false
        continue
      }
      switch scalar {
      case "\"": quoted.toggle()
      case "\\": escaped = true
      case "0":
        zeros += 1
        sawPlace = true
      case "#", "?": sawPlace = true
      // What follows is decimals, an exponent or the format of negative numbers.
      case ".", "E", ";": break scan
      default: break
      }
    }
    let prefix = literal.unicodeScalars.contains { ("0"..."9").contains($0) } ? literal : ""
    return prefix + String(repeating: "0", count: max(0, min(zeros, 15) - digits.utf8.count)) + digits
  }
}
