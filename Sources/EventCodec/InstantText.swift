import Domain
import EventStore
import FoundationEssentials

/// Instants as text: RFC 3339 in UTC, to the microsecond, shortest form: `2015-03-31T23:12:00Z`.
public enum InstantText {
  /// `2015-03-31T23:12:00Z`, with up to six decimals where the instant has them, which must lie in `Date.storable`.
  public static func utc(_ date: Date) -> String {
    let micros = Int(date.microsecondsSince1970)
    let seconds = micros.floorDivided(by: 1_000_000)
    var fraction = micros - seconds * 1_000_000
    let days = seconds.floorDivided(by: 86_400)
    let civil = CivilDay(day: days)
    let second = seconds - days * 86_400

    var text: [UInt8] = []
    text.reserveCapacity(27)
    text.appendDigits(civil.year, width: 4)
    text.append(UInt8(ascii: "-"))
    text.appendDigits(civil.month, width: 2)
    text.append(UInt8(ascii: "-"))
    text.appendDigits(civil.day, width: 2)
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
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[4] == UInt8(ascii: "-"),
      bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"),
      let year = bytes.number(0..<4), let month = bytes.number(5..<7), let day = bytes.number(8..<10),
      let hour = bytes.number(11..<13), let minute = bytes.number(14..<16), let second = bytes.number(17..<19),
      year > 0, hour < 24, minute < 60, second < 60, let civil = CivilDay(year: year, month: month, day: day)
    else { return nil }
    var micros = 0
    if bytes.count > 20 {
      let width = bytes.count - 21
      guard bytes[19] == UInt8(ascii: "."), (1...6).contains(width), let fraction = bytes.number(20..<(20 + width))
      else { return nil }
      micros = (width..<6).reduce(fraction) { value, _ in value * 10 }
    }
    let seconds = civil.number * 86_400 + hour * 3600 + minute * 60 + second
    return Date(microsecondsSince1970: Int64(seconds * 1_000_000 + micros))
  }
}

extension [UInt8] {
  /// The number that the digits at these places make; `nil` where one is no digit.
  fileprivate func number(_ range: Range<Int>) -> Int? {
    var number = 0
    for index in range {
      guard case UInt8(ascii: "0")...UInt8(ascii: "9") = self[index] else { return nil }
      number = number * 10 + Int(self[index] - UInt8(ascii: "0"))
    }
    return number
  }

  fileprivate mutating func appendDigits(_ number: Int, width: Int) {
    var divisor = 1
    for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(48 + number / divisor % 10))
      divisor /= 10
    }
  }
}
