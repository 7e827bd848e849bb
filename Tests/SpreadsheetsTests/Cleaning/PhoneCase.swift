import Spreadsheets
import Testing

/// A cell and what must come out of it: numbers as `number[;ext=…][;label=…][;warning…]`, several with a space between,
/// or a reason code.
struct PhoneCase: Sendable, CustomTestStringConvertible {
  let cell: Cell
  let expected: String
  var areaCode: String?

  init(_ text: String, _ expected: String, areaCode: String? = nil) {
    self.init(.text(text), expected, areaCode: areaCode)
  }
  init(_ number: Double, _ format: String? = nil, _ expected: String) {
    self.init(.number(number, format: format), expected)
  }
  init(_ cell: Cell, _ expected: String, areaCode: String? = nil) {
    (self.cell, self.expected, self.areaCode) = (cell, expected, areaCode)
  }

  var testDescription: String { "\(cell) → \(expected)" }
}

extension PhoneCase {
  /// The mess catalogue of spreadsheets.md, section 6, row by row, and what else turned up.
  static let catalogue: [PhoneCase] = [
    // Shown as 1.39E+10 in .xlsx: the digits are there.
    PhoneCase(13_908_711_234, "0.00E+00", "+8613908711234"),
    PhoneCase(13_908_711_234, nil, "+8613908711234"),
    PhoneCase(13_908_711_234, "0", "+8613908711234"),
    PhoneCase(13_908_711_234, "0_ ", "+8613908711234"),
    // 1.39E+10 as text: they are not.
    PhoneCase("1.39E+10", "digits-lost"), PhoneCase("1.39087E+10", "digits-lost"), PhoneCase("1E+10", "digits-lost"),
    PhoneCase(" １．３９Ｅ＋１０ ", "digits-lost"), PhoneCase("13.9e9", "digits-lost"), PhoneCase("########", "digits-lost"),
    // Over 15 digits.
    PhoneCase(530_102_199_001_011_008, nil, "number-too-long"), PhoneCase("530102199001011234", "number-too-long"),
    PhoneCase(1_234_567_890_123_456, nil, "number-too-long"), PhoneCase("5301021990010110000", "number-too-long"),
    PhoneCase(123_456_789_012_345, nil, "not-a-number"),
    // The leading zero is in the format.
    PhoneCase(8_716_816_345, "00000000000", "+868716816345"),
    PhoneCase(87_168_163_456, "000000000000", "+8687168163456"),
    PhoneCase(87_168_163_456, "0000-00000000", "+8687168163456"),
    PhoneCase(68_163_456, "\"0871-\"00000000", "+8687168163456"),
    PhoneCase(68_163_456, "\\0\\8\\7\\100000000", "+8687168163456"),
    // The leading zero is gone.
    PhoneCase(8_716_816_345, nil, "+868716816345;zero-added"), PhoneCase("8716816345", "+868716816345;zero-added"),
    PhoneCase("87168163456", "+8687168163456;zero-added"), PhoneCase("1068163456", "+861068163456;zero-added"),
    PhoneCase("871-68163456", "+8687168163456;zero-added"), PhoneCase("(871)68163456", "+8687168163456;zero-added"),
    // A mobile number that lost its 1 is not a landline that lost its 0.
    PhoneCase("3908711234", "not-a-number"), PhoneCase("8908711234", "not-a-number"),
    // The apostrophe is data.
    PhoneCase("'13908711234", "+8613908711234"), PhoneCase("’13908711234", "+8613908711234"),
    PhoneCase("＇0871-68163456", "+8687168163456"), PhoneCase("=\"13908711234\"", "+8613908711234"),
    // What cannot be seen.
    PhoneCase("１３９０８７１１２３４", "+8613908711234"), PhoneCase("（０８７１）６８１６３４５６", "+8687168163456"),
    PhoneCase("\u{A0}139\u{A0}0871\u{3000}1234 ", "+8613908711234"),
    PhoneCase("\u{202D}13908711234\u{202C}", "+8613908711234"),
    PhoneCase("1390\u{200B}871\u{FEFF}1234\u{2060}", "+8613908711234"), PhoneCase("13908711234\t", "+8613908711234"),
    PhoneCase("139-0871-1234", "+8613908711234"), PhoneCase("139.0871.1234", "+8613908711234"),
    PhoneCase("139—0871–1234", "+8613908711234"), PhoneCase("139·0871·1234", "+8613908711234"),
    PhoneCase("139 0871 1234", "+8613908711234"), PhoneCase("1 3 9 0 8 7 1 1 2 3 4", "+8613908711234"),
    PhoneCase("٠٨٧١٦٨١٦٣٤٥٦", "+8687168163456"), PhoneCase("☎ 0871-68163456", "+8687168163456"),
    // Prefixes, area codes, brackets.
    PhoneCase("+8613908711234", "+8613908711234"), PhoneCase("008613908711234", "+8613908711234"),
    PhoneCase("8613908711234", "+8613908711234"), PhoneCase("+86 139 0871 1234", "+8613908711234"),
    PhoneCase("(+86)13908711234", "+8613908711234"), PhoneCase("＋８６－１３９０８７１１２３４", "+8613908711234"),
    PhoneCase("86-13908711234", "+8613908711234"), PhoneCase("+86-871-68163456", "+8687168163456"),
    PhoneCase("+86 (0871) 6816 3456", "+8687168163456"), PhoneCase("+86(0)871-68163456", "+8687168163456"),
    PhoneCase("0086-0871-68163456", "+8687168163456"), PhoneCase("86-871-68163456", "+8687168163456"),
    PhoneCase("0871-68163456", "+8687168163456"), PhoneCase("(0871)68163456", "+8687168163456"),
    PhoneCase("0871 6816 3456", "+8687168163456"), PhoneCase("[0871]68163456", "+8687168163456"),
    PhoneCase("010-68163456", "+861068163456"), PhoneCase("021 6816 3456", "+862168163456"),
    PhoneCase("0376-6816345", "+863766816345"), PhoneCase("013908711234", "+8613908711234;zero-dropped"),
    PhoneCase("0852-6816345", "+868526816345;unknown-area-code"),
    // Extensions.
    PhoneCase("0871-68163456转8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456-8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456分机8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456 转 分机 8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456 分机：8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456ext8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456 ext. 8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456 Ext:8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456x801", "+8687168163456;ext=801"),
    PhoneCase("0871-68163456#8012", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456（转8012）", "+8687168163456;ext=8012"),
    PhoneCase("0871-68163456(8012)", "+8687168163456;ext=8012"),
    PhoneCase("(0871)6816345-801234", "+868716816345;ext=801234"),
    PhoneCase("+86-871-68163456-8012", "+8687168163456;ext=8012"),
    PhoneCase("400-800-1234转2", "4008001234;ext=2"), PhoneCase("400-800-1234-801", "4008001234;ext=801"),
    PhoneCase("０８７１－６８１６３４５６－８０１２", "+8687168163456;ext=8012"),
    PhoneCase("13908711234转1234", "+8613908711234;ext=1234"),
    PhoneCase("87168163456-8012", "+8687168163456;ext=8012;zero-added"), PhoneCase("0871-68163456#", "+8687168163456"),
    PhoneCase("68163456-8012", "+8687168163456;ext=8012;area-code-added", areaCode: "0871"),
    PhoneCase("68163456-8012", "needs-area-code"), PhoneCase("68163456转8012", "needs-area-code"),
    PhoneCase("139-0871-1234-5678", "not-a-number"), PhoneCase("0871-681634-8012", "not-a-number"),
    // Local numbers.
    PhoneCase("68163456", "needs-area-code"), PhoneCase(68_163_456, nil, "needs-area-code"),
    PhoneCase("6816345", "needs-area-code"),
    PhoneCase("6816-3456", "+8687168163456;area-code-added", areaCode: "0871"),
    PhoneCase("68163456", "+8687168163456;area-code-added", areaCode: "871"),
    PhoneCase("68163456", "+861068163456;area-code-added", areaCode: "10"),
    PhoneCase("08163456", "not-a-number", areaCode: "0871"), PhoneCase("681634", "not-a-number", areaCode: "0871"),
    // Service numbers.
    PhoneCase("12345", "12345"), PhoneCase(12_345, nil, "12345"), PhoneCase("110", "110"), PhoneCase("96128", "96128"),
    PhoneCase(95_598, nil, "95598"), PhoneCase("10086", "10086"), PhoneCase("400-800-1234", "4008001234"),
    PhoneCase("4008-001-234", "4008001234"), PhoneCase("8008001234", "8008001234"), PhoneCase("95105105", "95105105"),
    PhoneCase("962121", "962121"), PhoneCase("１２３０６", "12306"), PhoneCase("116114", "116114"),
    // Several in a cell, and labels.
    PhoneCase("13908711234/0871-68163456", "+8613908711234 +8687168163456"),
    PhoneCase("13908711234、13808711235", "+8613908711234 +8613808711235"),
    PhoneCase("13908711234；13808711235", "+8613908711234 +8613808711235"),
    PhoneCase("13908711234,13808711235", "+8613908711234 +8613808711235"),
    PhoneCase("13908711234\n13808711235", "+8613908711234 +8613808711235"),
    PhoneCase("13908711234\r\n\r\n13808711235\r\n", "+8613908711234 +8613808711235"),
    PhoneCase("13908711234 13808711235", "+8613908711234 +8613808711235"),
    PhoneCase("139 0871 1234 138 0871 1235", "+8613908711234 +8613808711235"),
    PhoneCase("0871 68163456 13908711234", "+8687168163456 +8613908711234"),
    PhoneCase("13908711234或13808711235", "+8613908711234 +8613808711235"),
    PhoneCase("+8613908711234+8613808711235", "+8613908711234 +8613808711235"),
    PhoneCase("0871-68163456/68163457", "+8687168163456 +8687168163457;area-code-added"),
    PhoneCase("0871-68163456转8012/13908711234", "+8687168163456;ext=8012 +8613908711234"),
    PhoneCase("电话：0871-68163456", "+8687168163456"), PhoneCase("Tel: 0871-68163456", "+8687168163456"),
    PhoneCase("手机13908711234", "+8613908711234"), PhoneCase("13908711234（家）", "+8613908711234;label=家"),
    PhoneCase("电话：13908711234（家）", "+8613908711234;label=家"),
    PhoneCase("办公室：0871-68163456", "+8687168163456;label=办公室"),
    PhoneCase("13908711234（家）/0871-68163456（单位）", "+8613908711234;label=家 +8687168163456;label=单位"),
    PhoneCase("家:0871-68163456 单位:0871-68163457", "+8687168163456;label=家 +8687168163457;label=单位"),
    PhoneCase("电话1：13908711234，电话2：13808711235", "+8613908711234 +8613808711235"),
    PhoneCase("0871-68163456转8012（家）", "+8687168163456;ext=8012;label=家"),
    PhoneCase("13908711234/样例", "+8613908711234;label=样例"),
    PhoneCase("13908711234/无效", "+8613908711234;label=无效"),
    PhoneCase("13908711234/123456", "+8613908711234;part-ignored"),
    PhoneCase("13908711234/", "+8613908711234"), PhoneCase("13908711234/1.38E+10", "+8613908711234;part-ignored"),
    PhoneCase("13908711234/a1@example.com", "+8613908711234;part-ignored"),
    // The decimal of another tool, commas of thousands.
    PhoneCase("13908711234.0", "+8613908711234"), PhoneCase("87168163456.00", "+8687168163456;zero-added"),
    PhoneCase("13908711234.5", "not-a-number"), PhoneCase("13,908,711,234", "+8613908711234"),
    // Formulas.
    PhoneCase(.error("#REF!"), "formula-error"), PhoneCase(.noCachedValue, "formula-error"),
    PhoneCase("#REF!", "formula-error"), PhoneCase("#VALUE!", "formula-error"), PhoneCase("#N/A", "formula-error"),
    // Nothing, and nonsense.
    PhoneCase(.empty, "no-number"), PhoneCase("", "no-number"), PhoneCase(" \u{A0}\u{3000}\n\u{200B}", "no-number"),
    PhoneCase("-", "no-number"), PhoneCase("/", "no-number"), PhoneCase("无", "not-a-number"),
    PhoneCase("见备注", "not-a-number"), PhoneCase("abc", "not-a-number"), PhoneCase("1390871", "not-a-number"),
    PhoneCase("1390871123", "not-a-number"), PhoneCase("139087112345", "not-a-number"),
    PhoneCase("12908711234", "not-a-number"),
    PhoneCase("139****1234", "not-a-number"), PhoneCase("1390871XXXX", "not-a-number"),
    PhoneCase("0871-6816345X", "not-a-number"),
    PhoneCase("1390871 12345", "not-a-number"), PhoneCase("1390871/12345", "not-a-number"),
    PhoneCase("someone@example.com", "not-a-number"),
    PhoneCase(.boolean(true), "not-a-number"), PhoneCase(-13_908_711_234, nil, "not-a-number"),
    PhoneCase(0.5, nil, "not-a-number"),
    PhoneCase(.number(.nan, format: nil), "not-a-number"),
    PhoneCase(.number(.infinity, format: nil), "number-too-long"),
    PhoneCase(0, nil, "not-a-number"),
    // Abroad, and networks nobody knows.
    PhoneCase("+1 202 555 0123", "+12025550123"), PhoneCase("+85221234567", "+85221234567"),
    PhoneCase("0085221234567", "+85221234567"),
    PhoneCase("+44 (0)20 7946 0958", "+442079460958"), PhoneCase("0044 (0) 20 7946 0958", "+442079460958"),
    PhoneCase("+1234567", "not-a-number"), PhoneCase("+1234567890123456", "number-too-long"),
    PhoneCase("+86123", "not-a-number"),
    PhoneCase("16108711234", "+8616108711234;unknown-mobile-prefix"), PhoneCase("14508711234", "+8614508711234"),
    PhoneCase("17408711234", "+8617408711234"), PhoneCase("17418711234", "+8617418711234;unknown-mobile-prefix"),
    PhoneCase("19408711234", "+8619408711234;unknown-mobile-prefix"),
    PhoneCase("+86 154 0871 1234", "+8615408711234;unknown-mobile-prefix"),
  ]
}
