import FoundationEssentials

/// What one day counted between two instants, and by what rule.
public struct DayCount: Sendable, Equatable {
  /// Counted from 1970-01-01.
  public let day: Int
  /// The working time of the day that lies between the instants, in order.
  public let spans: [(from: Date, until: Date)]
  /// What the calendar says of this date; `nil` where it is as its weekday.
  public let rule: DayRule?
  /// Whether the calendar knows the day for certain.
  public let isKnown: Bool
  /// Whether all of the day's working time was counted.
  public let isWhole: Bool

  /// What was counted.
  public var seconds: TimeInterval {
    spans.reduce(0) { $0 + $1.until.timeIntervalSince($1.from) }
  }

  /// By all it says.
  public static func == (a: Self, b: Self) -> Bool {
    a.day == b.day && a.rule == b.rule && a.isKnown == b.isKnown && a.isWhole == b.isWhole
      && a.spans.elementsEqual(b.spans) { $0 == $1 }
  }
}

extension WorkCalendar {
  /// The days from one instant to a later one, each with what it counts; of the first and last only the part between.
  ///
  /// At most 4,000 days: whoever reads more is helped by a sum.
  public func account(from start: Date, to end: Date) -> [DayCount] {
    guard start <= end else { return [] }
    let first = office.day(of: start)
    // The midnight that ends a day belongs to it.
    let last = office.day(of: end > start ? end.addingTimeInterval(-0.000_001) : end)
    return (first...max(first, min(last, first + 4_000))).map { day in
      let all = rules.spans(onDay: day).map { span in
        (from: office.edge(ofDay: day, second: span.from), until: office.edge(ofDay: day, second: span.until))
      }.filter { $0.from < $0.until }
      let counted = all.map { (from: max($0.from, start), until: min($0.until, end)) }.filter { $0.from < $0.until }
      return DayCount(
        day: day, spans: counted, rule: rules.days[day], isKnown: rules.known.contains(day, through: day),
        isWhole: all.elementsEqual(counted) { $0 == $1 })
    }
  }
}
