import FoundationEssentials

/// Instants as text: RFC 3339 in UTC, to the microsecond, shortest form: `2015-03-31T23:12:00Z`.
public enum InstantText {
  /// `2015-03-31T23:12:00Z`, with up to six decimals where the instant has them.
  public static func utc(_ date: Date) -> String {
    let micros = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
    let seconds = micros.flooredQuotient(by: 1_000_000)
    var fraction = micros - seconds * 1_000_000
    let days = seconds.flooredQuotient(by: 86_400)
    let (year, month, day) = civil(fromDays: days)
    let second = seconds - days * 86_400

    var text: [UInt8] = []
    text.reserveCapacity(27)
    text.appendDigits(year, width: 4)
    text.append(UInt8(ascii: "-"))
    text.appendDigits(month, width: 2)
    text.append(UInt8(ascii: "-"))
    text.appendDigits(day, width: 2)
    text.append(UInt8(ascii: "T"))
    text.appendDigits(second / 3600, width: 2)
    text.append(UInt8(ascii: ":"))
    text.appendDigits(second / 60 % 60, width: 2)
    text.append(UInt8(ascii: ":"))
    text.appendDigits(second % 60, width: 2)
    if fraction > 0 {
      var width = 6
      while fraction % 10 == 0 {
        fraction /= 10
        width -= 1
      }
      text.append(UInt8(ascii: "."))
      text.appendDigits(fraction, width: width)
    }
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads what ``utc(_:)`` writes; `nil` for anything else.
  public static func parseUTC(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      bytes[range].reduce(Int64?(0)) { value, byte in
        guard let value, (48...57).contains(byte) else { return nil }
        return value * 10 + Int64(byte - 48)
      }
    }
    let marks: [(Int, Character)] = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")]
    guard marks.allSatisfy({ bytes[$0.0] == $0.1.asciiValue }),
      let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var micros: Int64 = 0
    if bytes.count > 20 {
      let width = bytes.count - 21
      guard bytes[19] == UInt8(ascii: "."), (1...6).contains(width), let fraction = number(20..<(20 + width)) else {
        return nil
      }
      micros = (width..<6).reduce(fraction) { value, _ in value * 10 }
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    return Date(timeIntervalSince1970: Double(seconds * 1_000_000 + micros) / 1_000_000)
  }

  /// Year, month and day of a count of days since 1970-01-01, by the era arithmetic of the proleptic Gregorian calendar.
  static func civil(fromDays count: Int64) -> (Int64, Int64, Int64) {
    let shifted = count + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = y.flooredQuotient(by: 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension [UInt8] {
  fileprivate mutating func appendDigits(_ number: Int64, width: Int) {
    var divisor: Int64 = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(48 + number / divisor % 10))
      divisor /= 10
    }
  }
}
