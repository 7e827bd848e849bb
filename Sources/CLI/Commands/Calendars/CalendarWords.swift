import Domain
import Foundation

extension KnownDays {
  /// `2014-01-01 … 2026-12-28`
  func words(_ language: Language) -> String {
    switch self {
    case .all: Text(zh: "全部", en: "all")(language)
    case .none: Text(zh: "节假日未知", en: "no holidays known")(language)
    case .days(let days): "\(CivilDay(day: days.lowerBound).iso) … \(CivilDay(day: days.upperBound).iso)"
    }
  }
}

/// Working time in words: `7 h 30 min`.
func workedWords(_ seconds: TimeInterval, _ language: Language) -> String {
  let whole = Int(seconds.rounded())
  let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
  let parts = [
    (hours, Text(zh: " 小时", en: " h")), (minutes, Text(zh: " 分", en: " min")), (rest, Text(zh: " 秒", en: " s")),
  ].filter { $0.0 > 0 }.map { "\($0.0)\($0.1(language))" }
  return parts.isEmpty ? "0" + Text(zh: " 分", en: " min")(language) : parts.joined(separator: " ")
}

/// Days that counted, one line each; days off together, and ordinary days too where there are many.
struct DayLines {
  private let calendar: WorkCalendar
  private let language: Language

  init(_ calendar: WorkCalendar, _ language: Language) {
    self.calendar = calendar
    self.language = language
  }

  /// The lines of an account.
  func lines(_ days: [DayCount]) -> [String] {
    let isLong = days.count > 14
    var groups: [[DayCount]] = []
    for day in days {
      if let last = groups.last?.last, Self.goTogether(last, day, isLong: isLong) {
        groups[groups.count - 1].append(day)
      } else {
        groups.append([day])
      }
    }
    return groups.map(line)
  }

  private static func goTogether(_ a: DayCount, _ b: DayCount, isLong: Bool) -> Bool {
    guard a.rule?.name == b.rule?.name, a.rule?.source == b.rule?.source, a.isKnown == b.isKnown else { return false }
    if a.spans.isEmpty, b.spans.isEmpty { return true }
    return isLong && a.rule == nil && b.rule == nil && !a.spans.isEmpty && !b.spans.isEmpty && a.isWhole && b.isWhole
  }

  private func line(_ days: [DayCount]) -> String {
    guard let first = days.first, let last = days.last else { return "" }
    let seconds = days.reduce(0.0) { $0 + $1.seconds }
    let dates =
      days.count == 1
      ? "\(CivilDay(day: first.day).iso) \(weekday(first.day))"
      : "\(CivilDay(day: first.day).iso) … \(CivilDay(day: last.day).iso)"
    let what: String
    if first.spans.isEmpty {
      what = off(first)
    } else if days.count == 1 {
      what = "\(spans(first))  \(workedWords(seconds, language))\(makeUp(first))"
    } else {
      what =
        Text(zh: "\(days.count) 个工作日", en: "\(days.count) working days")(language)
        + "  \(workedWords(seconds, language))"
    }
    let doubt = first.isKnown ? "" : Text(zh: "（暂定）", en: " (provisional)")(language)
    return "\(dates)  \(what)\(doubt)"
  }

  private func spans(_ day: DayCount) -> String {
    var clock = WallClock(zone: calendar.timeZone)
    func time(_ instant: Date, endsDay: Bool) -> String {
      let text = String(clock.text(instant, .minute).suffix(5))
      return endsDay && text == "00:00" ? "24:00" : text
    }
    return day.spans.map { "\(time($0.from, endsDay: false))-\(time($0.until, endsDay: true))" }.joined(separator: " ")
  }

  private func off(_ day: DayCount) -> String {
    guard let rule = day.rule else { return Text(zh: "不上班", en: "not worked")(language) }
    let name = rule.name.map { "：\($0)" } ?? ""
    switch rule.work {
    // Of a first or last day nothing may be left.
    case .like, .spans: return Text(zh: "此时段外", en: "nothing left of the day")(language)
    case .off:
      return Text(
        zh: "休\(name)（\(rule.source)）", en: "off\(rule.name.map { ": \($0)" } ?? "") (\(rule.source))")(language)
    }
  }

  private func makeUp(_ day: DayCount) -> String {
    guard let rule = day.rule else { return "" }
    let name = rule.name ?? ""
    switch rule.work {
    case .off: return ""
    case .like(let weekday):
      let like = Self.weekdays[weekday](language)
      return Text(
        zh: "  按\(like)上班：\(name)（\(rule.source)）", en: "  worked like \(like): \(name) (\(rule.source))")(language)
    case .spans:
      return Text(zh: "  另定：\(name)（\(rule.source)）", en: "  hours of its own: \(name) (\(rule.source))")(language)
    }
  }

  func weekday(_ day: Int) -> String { Self.weekdays[CalendarRules.weekday(of: day)](language) }

  private static let weekdays = [
    Text(zh: "周一", en: "Mon"), Text(zh: "周二", en: "Tue"), Text(zh: "周三", en: "Wed"), Text(zh: "周四", en: "Thu"),
    Text(zh: "周五", en: "Fri"), Text(zh: "周六", en: "Sat"), Text(zh: "周日", en: "Sun"),
  ]
}

/// A day for scripts.
struct DayAnswer: Encodable {
  struct Span: Encodable {
    let from: Date
    let until: Date
  }
  let day: String
  let seconds: Double
  let spans: [Span]
  let rule: String?
  let name: String?
  let source: String?
  let known: Bool

  init(_ count: DayCount) {
    day = CivilDay(day: count.day).iso
    seconds = count.seconds
    spans = count.spans.map { Span(from: $0.from, until: $0.until) }
    name = count.rule?.name
    source = count.rule?.source.rawValue
    known = count.isKnown
    rule =
      switch count.rule?.work {
      case nil: nil
      case .off: "off"
      case .like(let weekday): "like \(CalendarCompiler.weekdays[weekday])"
      case .spans: "spans"
      }
  }

  /// As JSON, for a column of that kind.
  static func json(_ counts: [DayCount]) -> String { encoded(counts.map(DayAnswer.init)) }

  static func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }
}
