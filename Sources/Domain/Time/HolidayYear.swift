import FoundationEssentials

/// A year of statutory days off and make-up working days, as NateScarlet/holiday-cn writes it:
/// `{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}`.
public struct HolidayYear: Sendable, Equatable {
  /// The year of the notice; its days may reach into the December before.
  public let year: Int
  /// By date, counted from 1970-01-01.
  public let days: [Int: DayRule]

  /// Why a file is none.
  public enum Problem: Error, Sendable, Equatable {
    /// It is not JSON with a year and days.
    case unreadable
    /// A date that there is not.
    case noDate(String)
    /// The year has no days: the notice is still to come.
    case empty(Int)
  }

  private struct File: Decodable {
    struct Day: Decodable {
      let name: String
      let date: String
      let isOffDay: Bool
    }
    let year: Int
    let days: [Day]
  }

  /// Reads a file for the calendar that it becomes part of.
  public init(json: Data, for calendar: CalendarKey) throws(Problem) {
    guard let file = try? JSONDecoder().decode(File.self, from: json), (1970...2999).contains(file.year) else {
      throw .unreadable
    }
    guard !file.days.isEmpty else { throw .empty(file.year) }
    var days: [Int: DayRule] = [:]
    for entry in file.days {
      guard let day = CivilDay(text: entry.date)?.number else { throw .noDate(entry.date) }
      // A make-up Saturday is worked like the Friday before it, a Sunday like the Monday after it.
      let work: DayRule.Work = entry.isOffDay ? .off : .like(CalendarRules.weekday(of: day) == 5 ? 4 : 0)
      days[day] = DayRule(work: work, name: entry.name, source: calendar)
    }
    year = file.year
    self.days = days
  }
}

extension CalendarSource {
  /// The calendar with a year's days in place of those it had for that year.
  ///
  /// It then knows that year too, where that follows on what it knows: but for the last three days of December, which wait
  /// for the notice of the year after.
  public func taking(_ holidays: HolidayYear) -> CalendarSource {
    var days = days.filter { CivilDay(day: $0.key).year != holidays.year }
    days.merge(holidays.days) { _, new in new }
    var known = known
    if case .days(let range)? = self.known, let end = CivilDay(year: holidays.year, month: 12, day: 28)?.number,
      let start = CivilDay(year: holidays.year, month: 1, day: 1)?.number, range.lowerBound <= start,
      range.upperBound >= start - 4
    {
      known = .days(range.lowerBound...max(range.upperBound, end))
    }
    return CalendarSource(
      key: key, labels: labels, timeZone: timeZone, base: base, week: week, days: days, known: known)
  }

  /// As YAML that compiles to it.
  public var yaml: String {
    var lines = ["calendar: \(key)"]
    let labels = [("zh", labels.zh), ("en", labels.en)].compactMap { language, text in
      text.map { "\(language): \(Self.quoted($0))" }
    }
    if !labels.isEmpty { lines.append("labels: {\(labels.joined(separator: ", "))}") }
    if let timeZone { lines.append("timeZone: \(timeZone.identifier)") }
    if let base { lines.append("base: \(base)") }
    if !week.isEmpty { lines.append("week:") }
    for (day, spans) in week.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(CalendarCompiler.weekdays[day]): \(spans.isEmpty ? "off" : Self.text(spans))")
    }
    switch known {
    case nil: break
    case .all: lines.append("known: all")
    case .some(.none): lines.append("known: none")
    case .days(let days):
      lines.append("known: \(CivilDay(day: days.lowerBound).iso)..\(CivilDay(day: days.upperBound).iso)")
    }
    if !days.isEmpty { lines.append("days:") }
    for (day, rule) in days.sorted(by: { $0.key < $1.key }) {
      let name = rule.name.map { " \($0)" } ?? ""
      let text =
        switch rule.work {
        case .off: "off\(name)"
        case .like(let weekday): "like \(CalendarCompiler.weekdays[weekday])\(name)"
        case .spans(let spans):
          rule.name.map { "{spans: \(Self.text(spans)), name: \(Self.quoted($0))}" } ?? Self.text(spans)
        }
      lines.append("  \(CivilDay(day: day).iso): \(text)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ spans: [DaySpan]) -> String {
    "[" + spans.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension DaySpan: CustomStringConvertible {
  /// `08:30-17:00`
  public var description: String {
    func time(_ second: Int) -> String {
      func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\(pair(second / 3600)):\(pair(second / 60 % 60))"
    }
    return "\(time(from))-\(time(until))"
  }
}
