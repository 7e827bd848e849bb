import Domain
import Foundation

/// What the clock on the wall of one zone shows: dates straight to ASCII bytes, without a formatter.
///
/// The zone is asked twice a day of data, not twice a row: a day that begins and ends with one offset has it throughout.
/// Years follow the Gregorian calendar, also before 1582.
struct WallClock {
  /// ISO 8601 for scripts, or date and minute for people; of a deadline at midnight the day that ends: `2015-03-31 24:00`.
  enum Precision { case iso, minute, deadline, day }

  let zone: TimeZone
  private var offsets: [Int: Int?] = [:]
  private var lastDay = Int.min
  private var lastOffset: Int?

  init(zone: TimeZone) { self.zone = zone }

  /// Appends `2015-03-31T19:12:00-04:00` (fractions of a second are dropped) or `2015-03-31 19:12` or `2015-03-31`.
  mutating func append(_ date: Date, _ precision: Precision, to bytes: inout [UInt8]) {
    let (day, second, offset) = wall(date)
    if precision == .deadline, second == 0, date.timeIntervalSince1970 == date.timeIntervalSince1970.rounded() {
      Self.append(CivilDay(day: day.number - 1), to: &bytes)
      bytes.append(contentsOf: " 24:00".utf8)
      return
    }
    Self.append(day, to: &bytes)
    if precision == .day { return }
    bytes.append(precision == .iso ? UInt8(ascii: "T") : UInt8(ascii: " "))
    Self.appendPair(second / 3600, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.appendPair(second / 60 % 60, to: &bytes)
    if precision == .minute || precision == .deadline { return }
    bytes.append(UInt8(ascii: ":"))
    Self.appendPair(second % 60, to: &bytes)
    bytes.append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    Self.appendPair(abs(offset) / 3600, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.appendPair(abs(offset) / 60 % 60, to: &bytes)
  }

  /// The day, the second of that day and the seconds east of UTC.
  ///
  /// ISO 8601 knows no seconds in an offset; zones had them before about 1920. Whole minutes keep the instant exact.
  mutating func wall(_ date: Date) -> (day: CivilDay, second: Int, offset: Int) {
    let instant = Self.seconds(date)
    let offset = self.offset(at: instant) / 60 * 60
    let local = instant + offset
    let day = local.floorDivided(by: 86_400)
    return (CivilDay(day: day), local - day * 86_400, offset)
  }

  /// What `append` writes, as a string.
  mutating func text(_ date: Date, _ precision: Precision) -> String {
    var bytes: [UInt8] = []
    append(date, precision, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Seconds east of UTC at an instant given in seconds since 1970.
  mutating func offset(at instant: Int) -> Int {
    let day = instant.floorDivided(by: 86_400)
    if day != lastDay {
      if let known = offsets[day] {
        lastOffset = known
      } else {
        let first = askedOffset(at: day * 86_400)
        lastOffset = first == askedOffset(at: day * 86_400 + 86_399) ? first : nil
        offsets[day] = .some(lastOffset)
      }
      lastDay = day
    }
    return lastOffset ?? askedOffset(at: instant)
  }

  private func askedOffset(at instant: Int) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
  }

  /// Whole seconds since 1970, held within years about ±9999 so that no input can overflow.
  static func seconds(_ date: Date) -> Int {
    let seconds = date.timeIntervalSince1970
    guard seconds.isFinite else { return 0 }
    return Int(min(max(seconds, -377_000_000_000), 253_402_214_400).rounded(.down))
  }

  private static func append(_ date: CivilDay, to bytes: inout [UInt8]) {
    if date.year < 0 { bytes.append(UInt8(ascii: "-")) }
    appendPair(abs(date.year) / 100, to: &bytes)
    appendPair(abs(date.year) % 100, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendPair(date.month, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    appendPair(date.day, to: &bytes)
  }

  private static func appendPair(_ number: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }
}
