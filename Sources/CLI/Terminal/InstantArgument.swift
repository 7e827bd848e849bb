import ArgumentParser
import Domain
import Foundation

/// A point in time as a person types it; it becomes a date once the office's zone and the present are known.
///
/// `now`, `+3d`, `-1h` (`w` and `d` are days of the calendar and keep the hour across a summer-time change; `h` and `m` are
/// exact), `2015-04-01` (its first moment, or its last where something is due), `2015-04-01T09:00`, `2015-04-01T24:00`, `2015-04-01T09:00:30-04:00`, `2015-04-01T13:00Z`.
struct InstantArgument: ExpressibleByArgument, Sendable, Equatable {
  private enum Form: Equatable {
    case days(Int)
    case seconds(Int)
    /// `local` counts seconds since 1970 as if the wall showed UTC.
    case wall(local: Int)
    /// A day without a time, by its number.
    case day(Int)
    case exact(Int)
  }

  private let form: Form

  /// Shown in help, and in the refusal of anything unreadable.
  static var allValueStrings: [String] { ["now", "2015-04-01", "2015-04-01T09:00", "2015-04-01T09:00-04:00", "+3d"] }
  static var defaultCompletionKind: CompletionKind { .default }

  init?(argument: String) {
    var scanner = DigitScanner(argument)
    guard let form = argument == "now" ? .seconds(0) : Self.shift(&scanner) ?? Self.dateTime(&scanner) else {
      return nil
    }
    self.form = form
  }

  /// The instant meant. A time that the clocks skip moves forward by the gap (02:30 becomes 03:30);
  /// one that happens twice is the first.
  func date(in zone: TimeZone, now: Date) -> Date {
    switch form {
    case .exact(let seconds): Date(timeIntervalSince1970: Double(seconds))
    case .seconds(let seconds): now.addingTimeInterval(Double(seconds))
    case .wall(let local): Self.date(local: Double(local), in: zone)
    case .day(let day): Self.date(local: Double(day * 86_400), in: zone)
    case .days(let days):
      Self.date(
        local: now.timeIntervalSince1970 + Double(zone.secondsFromGMT(for: now) + days * 86_400), in: zone)
    }
  }

  /// The instant meant by which something is due: of a day without a time its end, the midnight after it.
  func dueDate(in zone: TimeZone, now: Date) -> Date {
    guard case .day(let day) = form else { return date(in: zone, now: now) }
    return Self.date(local: Double((day + 1) * 86_400), in: zone)
  }

  private static func date(local: Double, in zone: TimeZone) -> Date {
    // No zone changes twice within two days: the offsets a day before and after are the only two that can hold.
    let candidates = [-86_400.0, 86_400].map { away in
      let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: local + away))
      return (offset: offset, date: Date(timeIntervalSince1970: local - Double(offset)))
    }
    let holding = candidates.filter { zone.secondsFromGMT(for: $0.date) == $0.offset }.map(\.date)
    return holding.min() ?? candidates[0].date
  }

  // MARK: - Reading

  private static func shift(_ scanner: inout DigitScanner) -> Form? {
    guard let sign = scanner.take(oneOf: "+-") else { return nil }
    guard let amount = scanner.number(digits: 1...6), let unit = scanner.take(oneOf: "wdhm"), scanner.isAtEnd else {
      return nil
    }
    let signed = sign == UInt8(ascii: "-") ? -amount : amount
    switch unit {
    case UInt8(ascii: "w"): return .days(signed * 7)
    case UInt8(ascii: "d"): return .days(signed)
    case UInt8(ascii: "h"): return .seconds(signed * 3600)
    default: return .seconds(signed * 60)
    }
  }

  private static func dateTime(_ scanner: inout DigitScanner) -> Form? {
    guard let year = scanner.number(digits: 4...4), scanner.take(oneOf: "-") != nil,
      let month = scanner.number(digits: 2...2), scanner.take(oneOf: "-") != nil,
      let day = scanner.number(digits: 2...2), let civil = CivilDay(year: year, month: month, day: day)
    else { return nil }
    let midnight = civil.number * 86_400
    if scanner.isAtEnd { return .day(civil.number) }

    guard scanner.take(oneOf: "Tt ") != nil, let hour = scanner.number(digits: 2...2),
      scanner.take(oneOf: ":") != nil, let minute = scanner.number(digits: 2...2), minute < 60
    else { return nil }
    var local = midnight + hour * 3600 + minute * 60
    if scanner.take(oneOf: ":") != nil {
      guard let second = scanner.number(digits: 2...2), second < 60 else { return nil }
      local += second
    }
    // 24:00 is the end of the day, as deadlines are told; nothing lies behind it.
    guard hour < 24 || local == midnight + 86_400 else { return nil }
    if scanner.isAtEnd { return .wall(local: local) }
    guard let offset = offset(&scanner), scanner.isAtEnd else { return nil }
    return .exact(local - offset)
  }

  /// `Z`, `-04`, `-04:00` or `-0400`, in seconds east of UTC.
  private static func offset(_ scanner: inout DigitScanner) -> Int? {
    guard let sign = scanner.take(oneOf: "Zz+-") else { return nil }
    if sign | 0x20 == UInt8(ascii: "z") { return 0 }
    guard let hours = scanner.number(digits: 2...2), hours < 19 else { return nil }
    let colon = scanner.take(oneOf: ":") != nil
    var minutes = 0
    if colon || !scanner.isAtEnd {
      guard let read = scanner.number(digits: 2...2), read < 60 else { return nil }
      minutes = read
    }
    let seconds = hours * 3600 + minutes * 60
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }
}

/// Digits and single characters off the front of a short text.
private struct DigitScanner {
  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { index == bytes.count }

  mutating func take(oneOf characters: String) -> UInt8? {
    guard index < bytes.count, characters.utf8.contains(bytes[index]) else { return nil }
    defer { index += 1 }
    return bytes[index]
  }

  mutating func number(digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while index < bytes.count, count < digits.upperBound, (0x30...0x39).contains(bytes[index]) {
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
      count += 1
    }
    return count >= digits.lowerBound ? value : nil
  }
}
