import FoundationEssentials

/// A length of time as the desk promises it: `15m`, `4h`, `2d` (natural days), `3wd` (working days).
public enum Budget: Sendable, Hashable {
  /// Of working time.
  case minutes(Int)
  /// Of working time.
  case hours(Int)
  /// Natural days: the same wall time, so a day of summer time may have 23 or 25 hours.
  case days(Int)
  /// Working days, counted as ``CountsFrom`` says.
  case workingDays(Int)

  /// From "4h": 1 or more, at most ten years. Nil is for anything else.
  public init?(_ text: some StringProtocol) {
    let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard digits.count <= 7, let amount = Int(String(text.prefix(digits.count))), amount > 0 else { return nil }
    let (made, longest): (Budget, Int)
    switch String(text.dropFirst(digits.count)) {
    case "m": (made, longest) = (.minutes(amount), 5_270_400)
    case "h": (made, longest) = (.hours(amount), 87_840)
    case "d": (made, longest) = (.days(amount), 3_660)
    case "wd": (made, longest) = (.workingDays(amount), 2_610)
    default: return nil
    }
    guard amount <= longest else { return nil }
    self = made
  }

  /// The instant this much later. Nil where there never is so much working time; `provisional` says that the answer may
  /// change once the holidays of all its days are known.
  public func added(
    to instant: Date, in calendar: WorkCalendar, from policy: CountsFrom = .moment
  ) -> (date: Date?, provisional: Bool) {
    let date = calendar.later(than: instant, by: self, from: policy)
    return (date, isProvisional(date, instant, calendar))
  }

  /// The instant this much earlier. `provisional` says that the answer may change once the holidays of all its days are
  /// known.
  public func subtracted(from instant: Date, in calendar: WorkCalendar) -> (date: Date?, provisional: Bool) {
    let date = calendar.earlier(than: instant, by: self)
    return (date, isProvisional(date, instant, calendar))
  }

  private func isProvisional(_ date: Date?, _ instant: Date, _ calendar: WorkCalendar) -> Bool {
    if case .days = self { return false }
    return date.map { !calendar.isKnown(from: $0, to: instant) } ?? false
  }
}

/// Where the counting of working days begins.
public enum CountsFrom: String, Sendable, Codable, CaseIterable {
  /// At the moment, or where that is outside working hours at the next opening: due at the same wall time on the last day.
  case moment
  /// On the next working day: due at the end of the last day.
  case nextDay = "next-day"
}

extension Budget: LosslessStringConvertible, Codable {
  /// As written in a process: `3wd`.
  public var description: String {
    switch self {
    case .minutes(let amount): "\(amount)m"
    case .hours(let amount): "\(amount)h"
    case .days(let amount): "\(amount)d"
    case .workingDays(let amount): "\(amount)wd"
    }
  }

  /// From the text of `description`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let budget = Budget(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "`\(text)` is no length of time; write 15m, 4h, 2d or 3wd")
    }
    self = budget
  }

  /// As the text of `description`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
