import FoundationEssentials
import Yams

/// Turns the YAML of a calendar into a ``CalendarSource``, or says everything that is wrong with it.
///
///     calendar: repairs
///     labels: {zh: 维修部, en: repairs}
///     base: cn                                   # holidays and make-up days from there
///     week: {mon-fri: ["08:30-12:00", "13:30-17:00"], sat: 09:00-12:00}
///     days:
///       2026-02-14: like fri 春节调休            # what it is called may follow
///       2026-10-01: off
///       2026-05-02: ["09:00-12:00"]
///     known: 2014-2026                           # or 2014-01-01..2026-12-28, all, none
public enum CalendarCompiler {
  /// Compiles a source of at most 64 KiB; pure. With `expected`, the source must name that calendar.
  ///
  /// The error lists all problems, not only the first.
  public static func compile(_ yaml: String, key expected: CalendarKey? = nil) throws(ProcessError) -> CalendarSource {
    let sourceName = "\(expected?.rawValue ?? "calendar").yaml"
    let source: YAMLSource
    do {
      source = try YAMLSource(yaml)
    } catch {
      throw ProcessError(
        source: sourceName,
        problems: [
          .init(line: error.line, column: error.column, path: "", reason: error.reason, suggestion: error.suggestion)
        ])
    }
    var draft = CalendarDraft(source)
    let calendar = draft.read(source.root, key: expected)
    guard let calendar, draft.problems.isEmpty else {
      throw ProcessError(
        source: sourceName, problems: draft.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return calendar
  }

  /// The short names of Monday to Sunday in a source.
  public static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}

/// A calendar while it is read.
struct CalendarDraft {
  private var reader: YAMLReader

  init(_ source: YAMLSource) { reader = YAMLReader(source) }

  var problems: [ProcessError.Problem] { reader.problems }

  mutating func read(_ place: Place, key expected: CalendarKey?) -> CalendarSource? {
    let known = ["calendar", "labels", "timeZone", "base", "week", "days", "known"]
    guard let fields = reader.fields(of: place, known: known) else { return nil }
    let name: CalendarKey? = reader.required("calendar", of: fields, in: place, example: "office").flatMap {
      reader.name($0)
    }
    let key = name ?? expected ?? "calendar"
    if let expected, let name, name != expected, let place = fields["calendar"] {
      reader.report(
        reader.mark(of: place), place.path, "this is calendar `\(name)`, not `\(expected)`",
        "write `calendar: \(expected)`")
    }
    let base: CalendarKey? = fields["base"].flatMap { reader.name($0) }
    if let place = fields["base"], base == key {
      reader.report(reader.mark(of: place), place.path, "a calendar cannot be its own base", "name another calendar")
    }
    if base == nil, fields["base"] == nil, fields["week"] == nil {
      reader.report(
        place.mark, place.path, "no `week` and no `base`: nothing says what is worked",
        "write `week: {mon-fri: [\"08:30-17:00\"]}` or `base: cn`")
    }
    return CalendarSource(
      key: key, labels: reader.labels(fields), timeZone: fields["timeZone"].flatMap { zone($0) }, base: base,
      week: fields["week"].map { week($0) } ?? [:], days: fields["days"].map { days($0, key) } ?? [:],
      known: fields["known"].flatMap { knownDays($0) })
  }

  private mutating func zone(_ place: Place) -> TimeZone? {
    guard let name = reader.text(place) else { return nil }
    if let zone = TimeZone(identifier: name) { return zone }
    reader.report(
      reader.mark(of: place), place.path, "there is no time zone `\(name)`", "write one like Asia/Shanghai")
    return nil
  }

  private mutating func week(_ place: Place) -> [Int: [DaySpan]] {
    var week: [Int: [DaySpan]] = [:]
    for (word, place) in reader.entries(of: place) ?? [] {
      guard let days = weekdays(word, place) else { continue }
      let spans = isOff(place) ? [] : spans(place)
      for day in days {
        if week[day] != nil {
          reader.report(
            place.mark, place.path, "`\(CalendarCompiler.weekdays[day])` stands in two lines", "keep it in one")
        }
        week[day] = spans
      }
    }
    return week
  }

  /// `mon` or `mon-fri`
  private mutating func weekdays(_ word: String, _ place: Place) -> ClosedRange<Int>? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map {
      CalendarCompiler.weekdays.firstIndex(of: String($0))
    }
    if ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last {
      return first...last
    }
    reader.report(
      place.mark, place.path, "`\(word)` is no weekday and no range of them",
      "write mon, tue, wed, thu, fri, sat, sun or mon-fri")
    return nil
  }

  private mutating func days(_ place: Place, _ key: CalendarKey) -> [Int: DayRule] {
    var days: [Int: DayRule] = [:]
    for (word, place) in reader.entries(of: place) ?? [] {
      guard let day = CivilDay(text: word)?.number else {
        reader.report(place.mark, place.path, "`\(word)` is no date", "write it like 2026-10-01")
        continue
      }
      guard let (work, name) = rule(place) else { continue }
      days[day] = DayRule(work: work, name: name, source: key)
    }
    return days
  }

  /// `off`, `like fri 春节`, `["09:00-12:00"]`, `{spans: 09:00-12:00, name: …}`
  private mutating func rule(_ place: Place) -> (DayRule.Work, name: String?)? {
    switch place.node {
    case .mapping:
      guard let fields = reader.fields(of: place, known: ["spans", "name"]),
        let hours = reader.required("spans", of: fields, in: place, example: "[\"09:00-12:00\"]")
      else { return nil }
      return (.spans(spans(hours)), fields["name"].flatMap { reader.text($0) })
    case .sequence: return (.spans(spans(place)), nil)
    default: break
    }
    guard let scalar = reader.scalar(place) else { return nil }
    let words = scalar.string.split(separator: " ", maxSplits: 2).map(String.init)
    if words.first == "off" {
      let name = words.dropFirst().joined(separator: " ")
      return (.off, name.isEmpty ? nil : name)
    }
    if words.first == "like", words.count > 1, let weekday = CalendarCompiler.weekdays.firstIndex(of: words[1]) {
      return (.like(weekday), words.count > 2 ? words[2] : nil)
    }
    if words.first == "like" {
      reader.report(
        reader.mark(of: place), place.path, "`\(scalar.string)` names no weekday", "write `like fri`")
      return nil
    }
    let hours = spans(place)
    return hours.isEmpty ? nil : (.spans(hours), nil)
  }

  private func isOff(_ place: Place) -> Bool {
    if case .scalar(let scalar) = place.node { scalar.string == "off" } else { false }
  }

  /// One span or a list of them, in order and apart.
  private mutating func spans(_ place: Place) -> [DaySpan] {
    var spans: [DaySpan] = []
    for item in reader.items(of: place) {
      guard let scalar = reader.scalar(item) else { continue }
      guard let span = DaySpan(text: scalar.string) else {
        reader.report(
          reader.mark(of: item), item.path, "`\(scalar.string)` is no stretch of one day",
          "write from and until like \"08:30-17:00\", at the latest 24:00")
        continue
      }
      if let last = spans.last, span.from < last.until {
        reader.report(
          reader.mark(of: item), item.path, "`\(scalar.string)` begins before the one in front of it ends",
          "write them in order, without overlap")
        continue
      }
      spans.append(span)
    }
    return spans
  }

  /// `2014-2026`, `2014-01-01..2026-12-28`, `all`, `none`
  private mutating func knownDays(_ place: Place) -> KnownDays? {
    guard let scalar = reader.scalar(place) else { return nil }
    let text = scalar.string
    if text == "all" { return .all }
    if text == "none" { return KnownDays.none }
    let bounds = text.contains("..") ? text.split(separator: ".") : text.split(separator: "-")
    let first = bounds.first.flatMap { CivilDay(text: $0) ?? CivilDay(text: "\($0)-01-01") }
    let last = bounds.last.flatMap { CivilDay(text: $0) ?? CivilDay(text: "\($0)-12-31") }
    if bounds.count <= 2, let first, let last, first.number <= last.number {
      return .days(first.number...last.number)
    }
    reader.report(
      reader.mark(of: place), place.path, "`\(text)` does not say which years are known",
      "write 2014-2026, 2014-01-01..2026-12-28, all or none")
    return nil
  }
}

extension DaySpan {
  /// From `08:30-17:00`.
  init?(text: some StringProtocol) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end -> Int? in
      let parts = end.drop(while: { $0 == " " }).split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].utf8.count == 2, (1...2).contains(parts[0].utf8.count),
        let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour), (0..<60).contains(minute)
      else { return nil }
      return hour * 3600 + minute * 60
    }
    guard ends.count == 2, let from = ends[0], let until = ends[1] else { return nil }
    self.init(from: from, until: until)
  }
}
