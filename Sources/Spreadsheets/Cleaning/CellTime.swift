/// What a date cell says of the time of day.
enum CellTime {
  /// A day alone, or no date.
  case none
  /// 00:00, be it meant or what a program made of a day alone: `2024-03-03 00:00:00`, `3/3/2024 12:00:00 AM`.
  case midnight
  /// Any other; 24:00 too, which nobody writes who means a day.
  case other
}

extension Cell {
  /// Whether a date stands there with the time 00:00, as programs write days; not 24:00.
  public var isAtMidnight: Bool { time == .midnight }

  var time: CellTime {
    switch self {
    case .empty, .boolean, .error, .noCachedValue: .none
    case .date(let date): Self.time(date)
    case .number(let value, _):
      // 20240301093000 tells one, 20240301 does not; a serial's is its fraction.
      value >= 1e13
        ? (value.truncatingRemainder(dividingBy: 1e6) == 0 ? .midnight : .other)
        : value == value.rounded() ? .none : .other
    case .text(let text): DateText(text).time
    }
  }

  private static func time(_ date: CivilDateTime) -> CellTime {
    guard date.hasTime else { return .none }
    return date.hour == 0 && date.minute == 0 && date.second == 0 ? .midnight : .other
  }
}

extension DateText {
  /// The time of day, in whatever order the date is read.
  var time: CellTime {
    if tellsEndOfDay { return .other }
    for order in [nil] + DateOrder.allCases.map(Optional.some) {
      guard case .success(let meaning) = date(order) else { continue }
      switch meaning {
      case .moment(let date): return Cell.date(date).time
      case .serial(let value): return value == value.rounded() ? .none : .other
      }
    }
    return .none
  }
}
