import Spreadsheets
import TestSeeds
import Testing

@Suite struct DateSurveyTests {
  private static func surveyed(_ texts: [String]) -> DateSurvey {
    var survey = DateSurvey()
    for text in texts { survey.add(.text(text)) }
    return survey
  }

  @Test(arguments: [
    (["03/04/2024", "25/04/2024", "11/12/2024"], DateSurvey.Finding.decided(.dayFirst)),
    (["03/04/2024", "04/25/2024"], .decided(.monthFirst)),
    (["03-04-24", "99-12-31"], .decided(.yearFirst)), (["03-04-24", "05/05/2024", "99-12-31"], .decided(.yearFirst)),
    (["3.4.24", "30.4.2024"], .decided(.dayFirst)),
    (["03/04/2024", "05/06/2024"], .open([.dayFirst, .monthFirst])),
    (["03/04/05"], .open([.dayFirst, .monthFirst, .yearFirst])),
    (["25/04/2024", "04/25/2024", "03/04/2024"], .contradictory),
    // Nothing in doubt: full years in front, one reading each, one day in every order.
    (["2024-03-04", "20240304", "2024年3月4日", "24年3月4日", "待定", ""], .clear),
    (["25/04/2024", "04/04/2024"], .clear),
    // What is no date decides nothing.
    (["03/04/2024", "31/02/2024", "99/99/2024"], .open([.dayFirst, .monthFirst])),
  ])
  func oneCellDecidesForItsColumn(texts: [String], finding: DateSurvey.Finding) {
    #expect(Self.surveyed(texts).finding == finding)
    #expect(Self.surveyed(texts.reversed()).finding == finding)
  }

  @Test func aSurveyShowsWhatIsInDoubt() {
    let survey = Self.surveyed(["2024-03-01", "03/04/2024", "05/06/2024", "04/04/2024"])
    #expect(survey.doubtful == 2)
    #expect(survey.example == "03/04/2024")
    #expect(survey.order == nil)
  }

  @Test func cellsThatAreDatesDecideNothing() throws {
    var survey = DateSurvey()
    survey.add(.date(try #require(CivilDateTime(year: 2024, month: 4, day: 25))))
    survey.add(.number(45_352, format: nil))
    survey.add(.empty)
    #expect(survey.finding == .clear)
  }

  @Test(arguments: [
    ("03/04/2024", DateOrder.dayFirst, "2024-04-03"), ("03/04/2024", .monthFirst, "2024-03-04"),
    ("03/04/24", .yearFirst, "2003-04-24"), ("3-4-24 9:30", .dayFirst, "2024-04-03 09:30:00"),
    ("25/04/2024", .dayFirst, "2024-04-25"),
    // The rule of the column is kept: what contradicts it is no date of it.
    ("04/25/2024", .dayFirst, "date-unreadable"), ("25/04/2024", .monthFirst, "date-unreadable"),
    ("31/12/24", .yearFirst, "2031-12-24"), ("31/12/99", .yearFirst, "date-unreadable"),
    // A full year tells its place by itself.
    ("2024-03-01", .dayFirst, "2024-03-01"), ("20240301", .monthFirst, "2024-03-01"),
    ("2024年3月1日", .dayFirst, "2024-03-01"), ("24年3月1日", .dayFirst, "2024-03-01"),
    ("25/04/2024", .yearFirst, "2024-04-25"), ("03/04/2024", .yearFirst, "date-ambiguous"),
  ])
  func anOrderSettlesAColumn(text: String, order: DateOrder, expected: String) {
    let spelled =
      switch DateCleaner(order: order).clean(.text(text)) {
      case .success(let date): date?.description ?? "-"
      case .failure(let problem): problem.rawValue
      }
    #expect(spelled == expected)
  }

  /// A column of days in one order, in which at least one day is above 12, comes back whole.
  @Test(arguments: UInt64(0)..<200)
  func aColumnOfOneOrderIsReadBack(seed: UInt64) throws {
    var random = Seeded(seed)
    let order = Bool.random(using: &random) ? DateOrder.dayFirst : .monthFirst
    let sign = ["/", "-", "."].randomElement(using: &random) ?? "/"
    var days: [CivilDateTime] = []
    for index in 0..<20 {
      let day = Int.random(in: index == 0 ? 13...28 : 1...28, using: &random)
      days.append(
        try #require(
          CivilDateTime(
            year: Int.random(in: 2000...2050, using: &random), month: Int.random(in: 1...12, using: &random), day: day))
      )
    }
    days.shuffle(using: &random)
    let texts = days.map { date in
      let two = order == .dayFirst ? [date.day, date.month] : [date.month, date.day]
      return (two + [date.year]).map(String.init).joined(separator: sign)
    }
    let found = Self.surveyed(texts).order
    // Where no cell is in doubt there is nothing to decide.
    #expect(found == order || found == nil, "seed \(seed): \(texts)")
    for (text, date) in zip(texts, days) {
      #expect(DateCleaner(order: found).clean(.text(text)) == .success(date), "seed \(seed): \(text)")
    }
  }

  @Test func timesOfDayAreToldFromDaysThatAProgramWroteWithMidnight() throws {
    for text in ["2024-03-03", "2024-03-03 00:00", "3/3/2024 12:00:00 AM", "20240303000000", "45352", "待定", ""] {
      #expect(!Self.surveyed([text]).tellsTimes, "\(text)")
    }
    for text in ["2024-03-03 24:00", "2024年3月3日24时", "03/04/2024 09:30", "20240303093000", "45352.5"] {
      #expect(Self.surveyed([text]).tellsTimes, "\(text)")
    }
    let midnight = Cell.date(try #require(CivilDateTime(year: 2024, month: 3, day: 3, hasTime: true)))
    #expect(midnight.isAtMidnight && Cell.text("2024-03-03 00:00").isAtMidnight)
    #expect(!Cell.text("2024-03-03 24:00").isAtMidnight && !Cell.text("2024-03-03").isAtMidnight)
    #expect(!Cell.number(45352, format: nil).isAtMidnight && Cell.number(20_240_303_000_000, format: nil).isAtMidnight)
  }
}
