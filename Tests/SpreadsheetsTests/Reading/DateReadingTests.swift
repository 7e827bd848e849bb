import Testing

@testable import Spreadsheets

@Suite struct DateReadingTests {
  @Test(arguments: [
    (1.0, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (45_352, "2024-03-01"), (45_351, "2024-02-29"),
    (2_958_465, "9999-12-31"), (45_352.395833333336, "2024-03-01 09:30:00"), (45_351.999999, "2024-03-01"),
  ])
  func serialsFrom1900(serial: Double, shown: String) {
    #expect(SerialDate.date(serial, showsTime: false, from1904: false)?.description == shown)
  }

  @Test(arguments: [0.5, 60, 60.9, -1, 2_958_466, 1e300, .infinity])
  func whatIsNoDayStaysANumber(serial: Double) {
    #expect(SerialDate.date(serial, showsTime: true, from1904: false) == nil)
  }

  @Test func serialsFrom1904() {
    #expect(SerialDate.date(0, showsTime: false, from1904: true)?.description == "1904-01-01")
    #expect(SerialDate.date(43_890, showsTime: false, from1904: true)?.description == "2024-03-01")
  }

  @Test(arguments: [
    "yyyy\\-mm\\-dd", "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "mm/dd/yy", "e年m月d日", "[Red]d-mmm", "mmm", "[DBNum1]yyyy",
    "[$-804]aaaa;@", "aaa", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
  ])
  func datesAreKnownByTheirFormat(code: String) {
    #expect(NumberFormat(code: code) == .date(showsTime: false))
  }

  @Test(arguments: ["yyyy/m/d h:mm", "h:mm AM/PM", "上午/下午 h\"时\"", "mm:ss.0"])
  func timesAreKnownByTheirFormat(code: String) {
    #expect(NumberFormat(code: code) == .date(showsTime: true))
  }

  @Test(arguments: [
    "0.00", "#,##0 \"days\"", "0.00E+00", "00000000000", "[Red]0", "0\\d", "[h]:mm:ss", "@", "_-* #,##0_-", "[<100]0;0",
    "[$¥-804]#,##0.00", "0\"aaa\"",
  ])
  func numbersAreNoDates(code: String) {
    #expect(NumberFormat(code: code) == .number(code: code))
  }

  @Test func generalIsNoFormat() {
    #expect(NumberFormat(code: "General") == .general && NumberFormat(code: "GENERAL;@") == .general)
  }

  @Test func chineseExcelsBuiltInDatesAreDates() {
    for id in [14, 22, 27, 31, 36, 50, 57, 58] {
      guard case .date = NumberFormat(builtIn: id) else {
        Issue.record("format \(id) is not a date")
        continue
      }
    }
    #expect(NumberFormat(builtIn: 2) == .number(code: "0.00") && NumberFormat(builtIn: 0) == .general)
  }

  @Test(arguments: [
    (0.1 + 0.2, "0.3"), (13_908_711_234, "13908711234"), (-5, "-5"), (1e20, "1e+20"), (0, "0"),
    (1e17, "100000000000000000"),
  ])
  func numbersAreShownAsExcelShowsThem(value: Double, shown: String) {
    #expect(Cell.number(value, format: nil).shown == shown)
  }

  @Test(arguments: ["1", "-0.07", "123456789012345678", "1.39E+10", "0.1", "99999.99", "  7 ", "000123", "3.", ".5"])
  func numbersAreParsedAsSwiftDoes(text: String) {
    #expect(NumberText.parse(Array(text.utf8)) == Double(text.filter { $0 != " " }) ?? Double(text + "0"))
  }

  @Test(arguments: ["", "-", ".", "1,5", "0x10", "nan", "inf", "1e400", "1 2", "#N/A"])
  func whatIsNoNumberIsNone(text: String) {
    #expect(NumberText.parse(Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    ("2024-03-01", "2024-03-01"), ("2024-03-01T09:30:15.5Z", "2024-03-01 09:30:16"),
    ("2024-03-01T09:30", "2024-03-01 09:30:00"),
    ("2024-12-31T23:59:59.99999", "2025-01-01 00:00:00"), ("1900-02-28T10:59:59.4", "1900-02-28 10:59:59"),
    ("2024-02-29T00:00:00+08:00", "2024-02-29 00:00:00"),
  ])
  func datesWrittenAsSuchAreReadToTheSecond(text: String, shown: String) {
    #expect(SerialDate.date(iso: text)?.description == shown)
  }

  @Test(arguments: [
    "2023-02-29", "2024-03-01T24:00:00", "2024-03-01T9", "10:59:59", "", "-", "2024-3", "2024-03-01T09:30:15.x",
  ])
  func whatIsNoDateIsNone(text: String) {
    #expect(SerialDate.date(iso: text) == nil)
  }

  @Test func aTimeAloneIsAPartOfADay() {
    #expect(SerialDate.fraction(isoTime: "10:59:59.9999999999984025") == 11.0 / 24)
    #expect(SerialDate.fraction(isoTime: "T06:00") == 0.25 && SerialDate.fraction(isoTime: "noon") == nil)
  }

  @Test(arguments: [
    (8_716_816_345.0, "00000000000", "08716816345"), (8_716_816_345, "[$-804]00000000000;@", "08716816345"),
    (87_168_163_45, "0000-0000000", "0871-6816345"), (13_900_000_000, "000 0000 0000", "139 0000 0000"),
    (42, "\"No.\"0000", "0042"), (7, "000000_ ", "7"), (5, "0", "5"), (5, "#,##0", "5"), (5, "0.00", "5"),
    (-5, "000", "-005"), (123_456, "000", "123456"), (7, "00\\-00", "00-07"), (5, "##", "5"), (5, "@", "5"),
    (5, "(000) 0", "(000) 5"),
  ])
  func zerosOfTheFormatArePutBack(value: Double, format: String, shown: String) {
    #expect(Cell.number(value, format: format).shown == shown)
  }

  @Test func datesOfTheCalendarOnly() {
    #expect(CivilDateTime(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDateTime(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDateTime(year: 2000, month: 2, day: 29) != nil)
    #expect(CivilDateTime(year: 2024, month: 1, day: 1, hour: 24) == nil)
  }
}
