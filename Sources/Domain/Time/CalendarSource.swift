import FoundationEssentials

/// One layer of a calendar as somebody wrote it, checked by itself: what it leaves out comes from its base.
public struct CalendarSource: Sendable, Equatable {
  /// Which.
  public let key: CalendarKey
  /// What people call it.
  public let labels: Labels
  /// Its own wall clock; `nil` for that of its base, else of the office.
  public let timeZone: TimeZone?
  /// The calendar below it.
  public let base: CalendarKey?
  /// The weekdays it speaks of, 0 for Monday.
  public let week: [Int: [DaySpan]]
  /// The dates it speaks of, counted from 1970-01-01.
  public let days: [Int: DayRule]
  /// What it knows; `nil` for what its base knows, or for everything where it has none.
  public let known: KnownDays?
}

extension WorkCalendar {
  /// Lays a layer over what is below it.
  ///
  /// - Parameter officeZone: for a calendar of which no layer names a zone.
  init(_ source: CalendarSource, version: Int, over base: WorkCalendar?, officeZone: TimeZone) {
    let empty = Array(repeating: [DaySpan](), count: 7)
    let week = (base?.rules.week ?? empty).enumerated().map { source.week[$0.offset] ?? $0.element }
    let known: KnownDays =
      switch (source.known, base?.rules.known) {
      case (let own?, let below?): own.intersection(below)
      case (let known?, nil), (nil, let known?): known
      case (nil, nil): .all
      }
    self.init(
      key: source.key, version: version, labels: source.labels, layers: [source.key] + (base?.layers ?? []),
      rules: CalendarRules(
        week: week, days: (base?.rules.days ?? [:]).merging(source.days) { _, own in own }, known: known),
      timeZone: source.timeZone ?? base?.timeZone ?? officeZone)
  }
}
