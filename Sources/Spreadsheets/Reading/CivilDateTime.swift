/// A date on the calendar, with or without a time of day, and no time zone: what a spreadsheet can say.
public struct CivilDateTime: Sendable, Hashable {
  /// 1 to 9999.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to the length of the month, leap years counted.
  public let day: Int
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59.
  public let second: Int
  /// Whether a time of day was given; midnight can be a time, and a bare date has hour, minute and second zero.
  public let hasTime: Bool

  /// `nil` when the calendar or the clock has no such moment (30 February, 24:00).
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, hasTime: Bool = false
  ) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.hasTime = hasTime
  }

  /// The length of a month, 28 to 31.
  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CivilDateTime: Comparable {
  /// By date, then by time of day; a bare date before midnight of the same day.
  public static func < (left: Self, right: Self) -> Bool {
    left.order.lexicographicallyPrecedes(right.order)
  }

  private var order: [Int] { [year, month, day, hour, minute, second, hasTime ? 1 : 0] }
}

extension CivilDateTime: CustomStringConvertible {
  /// ISO 8601: `2024-03-01`, or `2024-03-01 09:30:15` when a time was given.
  public var description: String {
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    return hasTime ? "\(date) \(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" : date
  }
}

/// A number with leading zeros up to a width.
private func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
