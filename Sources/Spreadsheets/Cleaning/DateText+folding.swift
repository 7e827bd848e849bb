extension DateText {
  /// The text as a keyboard in English mode would have written it: full width and Chinese numerals become plain digits, what
  /// cannot be seen is dropped.
  ///
  ///     二〇二四年十二月二十五日   →   2024年12月25日
  static func folded(_ text: String) -> [Unicode.Scalar] {
    var folded: [Unicode.Scalar] = []
    var numerals: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      guard let plain = fold(scalar) else { continue }
      // The 五 of 星期五 and 周五 is a name.
      if numeral(plain) != nil, !numerals.isEmpty || !namesDay(folded.last) {
        numerals.append(plain)
        continue
      }
      folded += digits(numerals)
      numerals.removeAll(keepingCapacity: true)
      folded.append(plain)
    }
    return folded + digits(numerals)
  }

  private static func namesDay(_ scalar: Unicode.Scalar?) -> Bool {
    scalar == "期" || scalar == "周" || scalar == "拜"
  }

  /// A digit's value; ten and more for the signs that count tens.
  private static func numeral(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "〇", "零", "○": 0
    case "一": 1
    case "二": 2
    case "三": 3
    case "四": 4
    case "五": 5
    case "六": 6
    case "七": 7
    case "八": 8
    case "九": 9
    case "十": 10
    case "廿": 20
    case "卅": 30
    default: nil
    }
  }

  /// 二〇二四 is spelled digit by digit, 二十五 is counted. What is neither stays as it is, and is refused later.
  private static func digits(_ numerals: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let values = numerals.compactMap(numeral)
    guard let tens = values.firstIndex(where: { $0 >= 10 }) else {
      return values.compactMap { Unicode.Scalar(0x30 + UInt32($0)) }
    }
    let before = values[..<tens]
    let after = values[(tens + 1)...]
    guard before.count <= 1, after.count <= 1, after.allSatisfy({ $0 < 10 }), before.first != 0,
      before.isEmpty || values[tens] == 10
    else { return numerals }
    let number = (before.first ?? 1) * values[tens] + (after.first ?? 0)
    return Array(String(number).unicodeScalars)
  }

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x21...0x7E: return scalar
    case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x2010...0x2015, 0x2212: return "-"
    case 0x2018, 0x2019: return "'"
    case 0x3002: return "."
    default: break
    }
    switch scalar.properties.generalCategory {
    case .format, .nonspacingMark: return nil
    case .spaceSeparator, .control: return " "
    default: return scalar
    }
  }
}
