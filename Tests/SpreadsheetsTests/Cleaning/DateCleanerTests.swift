import Spreadsheets
import TestSeeds
import Testing

/// A cell and the date or the reason that must come out of it; `-` for a blank.
private struct DateCase: Sendable, CustomTestStringConvertible {
  let cell: Cell
  let expected: String
  init(_ text: String, _ expected: String) { self.init(.text(text), expected) }
  init(_ number: Double, _ expected: String) { self.init(.number(number, format: nil), expected) }
  init(_ cell: Cell, _ expected: String) { (self.cell, self.expected) = (cell, expected) }
  var testDescription: String { "\(cell) → \(expected)" }
}

private func spelled(_ result: Result<CivilDateTime?, DateProblem>) -> String {
  switch result {
  case .success(let date): date.map(\.description) ?? "-"
  case .failure(let problem): problem.rawValue
  }
}

@Suite struct DateCleanerTests {
  fileprivate static let catalogue: [DateCase] = [
    // One day, in every spelling.
    DateCase("2024-03-01", "2024-03-01"), DateCase("2024-3-1", "2024-03-01"), DateCase("2024/3/1", "2024-03-01"),
    DateCase("2024.3.1", "2024-03-01"), DateCase("2024.03.01", "2024-03-01"), DateCase("2024年3月1日", "2024-03-01"),
    DateCase("2024年03月01号", "2024-03-01"), DateCase("2024年3月1", "2024-03-01"), DateCase("20240301", "2024-03-01"),
    DateCase(20_240_301, "2024-03-01"), DateCase(45_352, "2024-03-01"), DateCase("45352", "2024-03-01"),
    DateCase("２０２４年３月１日", "2024-03-01"), DateCase("２０２４／３／１", "2024-03-01"), DateCase(" 2024 - 3 - 1 ", "2024-03-01"),
    DateCase("'2024-03-01", "2024-03-01"), DateCase("\u{200B}2024-03-01\u{A0}", "2024-03-01"),
    DateCase("2024—03—01", "2024-03-01"),
    DateCase("2024年3月1日 星期五", "2024-03-01"), DateCase("2024-03-01(周五)", "2024-03-01"),
    DateCase("2024.3.1.", "2024-03-01"),
    // With a time.
    DateCase("2024-03-01 09:30", "2024-03-01 09:30:00"), DateCase("2024-03-01 09:30:15", "2024-03-01 09:30:15"),
    DateCase("2024/3/1 9:30", "2024-03-01 09:30:00"), DateCase("2024-03-01T09:30:15", "2024-03-01 09:30:15"),
    DateCase("2024-03-01 09:30:15.250", "2024-03-01 09:30:15"), DateCase("2024年3月1日9时30分", "2024-03-01 09:30:00"),
    DateCase("2024年3月1日 9点30分15秒", "2024-03-01 09:30:15"), DateCase("2024年3月1日 下午9:30", "2024-03-01 21:30:00"),
    DateCase("2024-03-01 上午12:05", "2024-03-01 00:05:00"), DateCase("2024-03-01 9:30 PM", "2024-03-01 21:30:00"),
    DateCase("2024-03-01 00:00", "2024-03-01 00:00:00"), DateCase("２０２４－０３－０１　０９：３０", "2024-03-01 09:30:00"),
    DateCase("20240301 09:30", "2024-03-01 09:30:00"), DateCase("20240301093015", "2024-03-01 09:30:15"),
    DateCase("202403010930", "2024-03-01 09:30:00"), DateCase(20_240_301_093_015, "2024-03-01 09:30:15"),
    DateCase(45_352.5, "2024-03-01 12:00:00"), DateCase("45352.5", "2024-03-01 12:00:00"),
    // Day and month, told apart by their size or not at all.
    DateCase("25/04/2024", "2024-04-25"), DateCase("04/25/2024", "2024-04-25"), DateCase("25.4.2024", "2024-04-25"),
    DateCase("04-25-2024 9:30", "2024-04-25 09:30:00"), DateCase("04/04/2024", "2024-04-04"),
    DateCase("03/04/2024", "date-ambiguous"), DateCase("3-4-2024", "date-ambiguous"),
    DateCase("03/04/2024 09:30", "date-ambiguous"),
    DateCase("24/3/1", "date-ambiguous"), DateCase("3/1/24", "date-ambiguous"),
    DateCase("25/26/2024", "date-unreadable"), DateCase("25/04/24", "date-ambiguous"),
    DateCase("31/12/99", "1999-12-31"), DateCase("99.12.31", "1999-12-31"), DateCase("04/30/24", "2024-04-30"),
    DateCase("4/4/04", "2004-04-04"), DateCase("99/99/99", "date-unreadable"),
    DateCase("24年3月1日", "2024-03-01"), DateCase("24年3月1日 9时", "2024-03-01 09:00:00"),
    // Chinese numerals.
    DateCase("二〇二四年三月一日", "2024-03-01"), DateCase("二○二四年十二月二十五日", "2024-12-25"),
    DateCase("二零二四年十月三十一号", "2024-10-31"), DateCase("二〇二四年十一月廿日", "2024-11-20"),
    DateCase("二〇二四年三月一日 星期五", "2024-03-01"), DateCase("二〇二四年三月一日 下午九时三十分", "2024-03-01 21:30:00"),
    DateCase("二〇二四年三月卅二日", "date-unreadable"), DateCase("二〇二四年十十月一日", "date-unreadable"),
    DateCase("三月一日", "date-unreadable"),
    // The calendar.
    DateCase("2024-02-29", "2024-02-29"), DateCase("2023-02-29", "date-unreadable"),
    DateCase("2024-02-30", "date-unreadable"),
    DateCase("2000-02-29", "2000-02-29"), DateCase("2100-02-29", "date-unreadable"),
    DateCase("2024-13-01", "date-unreadable"),
    DateCase("2024-04-31", "date-unreadable"), DateCase("20240230", "date-unreadable"),
    DateCase(20_240_230, "date-unreadable"),
    DateCase("2024-00-10", "date-unreadable"), DateCase("2024-03-01 24:00", "2024-03-02 00:00:00"),
    DateCase("2028-02-29 24:00:00", "2028-03-01 00:00:00"), DateCase("202412312400", "2025-01-01 00:00:00"),
    DateCase("2024-03-01 24:01", "date-unreadable"), DateCase("2024-02-30 24:00", "date-unreadable"),
    DateCase("2024-03-01 09:60", "date-unreadable"), DateCase("2024-03-01 13:30 PM", "date-unreadable"),
    // The years.
    DateCase("1899-03-01", "date-out-of-range"), DateCase("2999-03-01", "date-out-of-range"),
    DateCase(2_024, "date-out-of-range"),
    DateCase("1989-12-31", "date-out-of-range"), DateCase("1990-01-01", "1990-01-01"),
    DateCase("2100-12-31", "2100-12-31"),
    DateCase(18_990_301, "date-out-of-range"), DateCase(999_999, "date-out-of-range"),
    DateCase(60, "date-out-of-range"),
    // Nothing, and nonsense.
    DateCase(.empty, "-"), DateCase("", "-"), DateCase(" \u{3000}\n", "-"), DateCase("待定", "date-unreadable"),
    DateCase("2024", "date-unreadable"), DateCase("2024-03", "date-unreadable"), DateCase("2024年3月", "date-unreadable"),
    DateCase("2024-03/01", "date-unreadable"), DateCase("2024-03-01Z", "date-unreadable"),
    DateCase("2024-03-01 09:30+08:00", "date-unreadable"),
    DateCase("2024-03-01 12", "date-unreadable"), DateCase("2024-03-01-02", "date-unreadable"),
    DateCase("到2024-03-01", "date-unreadable"),
    DateCase("99999999999999999999", "date-unreadable"), DateCase(-1, "date-unreadable"),
    DateCase(.number(.nan, format: nil), "date-unreadable"),
    DateCase(.boolean(true), "date-unreadable"), DateCase(.error("#REF!"), "date-unreadable"),
    DateCase(.noCachedValue, "date-unreadable"),
    DateCase(1e300, "date-out-of-range"), DateCase(20_240_301.5, "date-out-of-range"),
  ]

  @Test(arguments: catalogue)
  fileprivate func everySpellingIsReadOrRefused(_ date: DateCase) {
    #expect(spelled(DateCleaner().clean(date.cell)) == date.expected)
  }

  @Test func aDateCellIsOnlyCheckedForItsYear() throws {
    let date = try #require(CivilDateTime(year: 2024, month: 3, day: 1, hour: 9, hasTime: true))
    #expect(DateCleaner().clean(.date(date)) == .success(date))
    #expect(DateCleaner(plausible: 2025...2030).clean(.date(date)) == .failure(.outOfRange))
  }

  @Test(arguments: [
    ("MM/dd/yyyy hh:mm:ss a", "03/04/2024 09:30:15 PM", "2024-03-04 21:30:15"),
    ("MM/dd/yyyy hh:mm:ss a", "03/04/2024 12:00:00 AM", "2024-03-04 00:00:00"),
    ("MM/dd/yyyy hh:mm:ss a", " 03/04/2024 12:00:00 pm ", "2024-03-04 12:00:00"),
    ("MM/dd/yyyy hh:mm:ss a", "3/04/2024 09:30:15 PM", "date-unreadable"),
    ("MM/dd/yyyy hh:mm:ss a", "03/04/2024 09:30:15", "date-unreadable"),
    ("MM/dd/yyyy hh:mm:ss a", "03/04/2024 13:30:15 PM", "date-unreadable"),
    ("MM/dd/yyyy hh:mm:ss a", "03/04/2024 00:30:15 AM", "date-unreadable"),
    ("MM/dd/yyyy hh:mm:ss a", "2024-03-04", "date-unreadable"),
    ("MM/dd/yyyy", "02/30/2024", "date-unreadable"), ("MM/dd/yyyy", "", "-"), ("MM/dd/yyyy", "  ", "-"),
    ("MM/dd/yyyy", "\u{3000}", "-"),
    ("MM/dd/yyyy", "03/04/1899", "date-out-of-range"), ("MM/dd/yyyy", "03/04/20240", "date-unreadable"),
    ("dd/MM/yyyy", "03/04/2024", "2024-04-03"), ("d.M.yyyy", "3.4.2024", "2024-04-03"),
    ("d.M.yyyy", "03.04.2024", "2024-04-03"),
    ("yyyyMMdd", "20240301", "2024-03-01"), ("yyyy年M月d日 ah:mm", "2024年3月1日 下午9:05", "2024-03-01 21:05:00"),
    ("yyyy-MM-dd'T'HH:mm", "2024-03-01T09:30", "2024-03-01 09:30:00"),
    ("yyyy-MM-dd H'h'", "2024-03-01 9h", "2024-03-01 09:00:00"),
  ])
  func aPatternDecidesAndIsStrict(pattern: String, text: String, expected: String) throws {
    #expect(spelled(DateCleaner(pattern: try DatePattern(pattern)).clean(.text(text))) == expected)
  }

  @Test(arguments: [
    ("MMM d yyyy", DatePattern.Problem.unknown(letters: "MMM")), ("yy-MM-dd", .unknown(letters: "yy")),
    ("MM/dd", .incomplete),
    ("", .incomplete), ("yyyy-MM-dd mm:ss", .incomplete), ("yyyy-MM-dd hh:mm", .halfDay),
    ("yyyy-MM-dd HH:mm a", .halfDay),
    ("yyyy-MM-dd M", .twice(letters: "M")), ("yyyy-MM-dd HH hh a", .halfDay),
    ("yyyy-MM-dd HH:mm:ss Z", .unknown(letters: "Z")),
  ])
  func aPatternThatSaysNoMomentIsRefused(pattern: String, problem: DatePattern.Problem) {
    #expect(throws: problem) { try DatePattern(pattern) }
  }

  @Test func aPatternLeavesCellsThatAreDatesAlone() throws {
    let cleaner = DateCleaner(pattern: try DatePattern("MM/dd/yyyy"))
    #expect(spelled(cleaner.clean(.number(45_352, format: nil))) == "2024-03-01")
    let date = try #require(CivilDateTime(year: 2024, month: 3, day: 4))
    #expect(cleaner.clean(.date(date)) == .success(date))
  }

  @Test(arguments: UInt64(0)..<200)
  func everyDayIsReadBackInEverySpelling(seed: UInt64) throws {
    var random = Seeded(seed)
    let date = try #require(
      CivilDateTime(
        year: Int.random(in: 1990...2100, using: &random), month: Int.random(in: 1...12, using: &random),
        day: Int.random(in: 1...28, using: &random)))
    let (year, month, day) = (date.year, date.month, date.day)
    let serialText = date.description.filter { $0 != "-" }
    for text in [
      "\(year)-\(month)-\(day)", "\(year).\(month).\(day)", "\(year)年\(month)月\(day)日", serialText, date.description,
    ] {
      #expect(DateCleaner().clean(.text(text)) == .success(date), "seed \(seed): \(text)")
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func nonsenseIsRefusedAndNeverFatal(seed: UInt64) {
    var random = Seeded(seed)
    let signs = Array("0123456789 -/.:年月日时上下午周五T'PMＡ１９")
    let text = String(
      (0..<Int.random(in: 0...20, using: &random)).map { _ in signs.randomElement(using: &random) ?? "0" })
    if case .success(let date?) = DateCleaner().clean(.text(text)) {
      #expect((1990...2100).contains(date.year), "seed \(seed): \(text)")
    }
  }
}
