/// Days counted as Excel counts them.
///
/// The 1900 system counts from 1 = 1900-01-01 and has a 29 February 1900 that never was (day 60, kept from Lotus 1-2-3):
///
///     59 → 1900-02-28      60 → no such day      61 → 1900-03-01      45352 → 2024-03-01
///
/// The 1904 system counts from 0 = 1904-01-01. Source: ECMA-376 part 1, 18.17.4.
enum SerialDate {
  /// The moment a serial number stands for, to the second; `nil` when it stands for no day: a time alone (below 1 in
  /// the 1900 system), day 60, or beyond the year 9999.
  static func date(_ serial: Double, showsTime: Bool, from1904: Bool) -> CivilDateTime? {
    guard serial >= (from1904 ? 0 : 1), serial < 2_958_467 else { return nil }
    let seconds = Int((serial * 86_400).rounded())
    let (day, second) = (seconds / 86_400, seconds % 86_400)
    if !from1904, day == 60 { return nil }
    // Days from 1970-01-01: 25,569 to 1900's day 0 behind the phantom day, 24,107 to 1904's.
    let (year, month, dayOfMonth) = civil(
      daysFrom1970: from1904 ? day - 24_107 : day > 60 ? day - 25_569 : day - 25_568)
    return CivilDateTime(
      year: year, month: month, day: dayOfMonth, hour: second / 3_600, minute: second / 60 % 60, second: second % 60,
      hasTime: showsTime || second != 0)
  }

  /// A date as XML Schema writes it (`2024-03-01`, `2024-03-01T09:30:15.5Z`), to the nearest second; `nil` for a time alone.
  static func date(iso text: String) -> CivilDateTime? {
    let parts = text.split(separator: "T", maxSplits: 1)
    guard let first = parts.first else { return nil }
    let day = first.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard day.count == 3, let year = day[0], let month = day[1], let dayOfMonth = day[2],
      let date = CivilDateTime(year: year, month: month, day: dayOfMonth)
    else { return nil }
    guard parts.count == 2 else { return date }
    guard let seconds = seconds(iso: parts[1]) else { return nil }
    // A moment that a program wrote as 23:59:59.9999999 is midnight.
    let days = Self.days(of: date) + seconds / 86_400
    let (atYear, atMonth, atDay) = civil(daysFrom1970: days)
    let second = seconds % 86_400
    return CivilDateTime(
      year: atYear, month: atMonth, day: atDay, hour: second / 3_600, minute: second / 60 % 60, second: second % 60,
      hasTime: true)
  }

  /// A time alone (`10:59:59.9999`) as the part of a day that other files hold; `nil` for anything else.
  static func fraction(isoTime text: String) -> Double? {
    guard let seconds = seconds(iso: text.hasPrefix("T") ? text.dropFirst() : text[...]) else { return nil }
    return Double(seconds) / 86_400
  }

  /// `09:30:15.5Z` to the nearest second, at most a day; the zone is passed over, as Excel has none.
  private static func seconds(iso text: Substring) -> Int? {
    let written = text.prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    let clock = written.prefix { $0 != "." }.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard clock.count == 2 || clock.count == 3, let hour = clock[0], let minute = clock[1],
      let second = clock.count > 2 ? clock[2] : 0, (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second)
    else { return nil }
    let decimals = written.drop { $0 != "." }.dropFirst()
    guard decimals.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
    let rounded = (decimals.utf8.first ?? 0) >= UInt8(ascii: "5") ? 1 : 0
    return hour * 3_600 + minute * 60 + second + rounded
  }

  /// The inverse of `civil`.
  private static func days(of date: CivilDateTime) -> Int {
    let year = date.month <= 2 ? date.year - 1 : date.year
    let era = year / 400
    let yearOfEra = year - era * 400
    let monthFromMarch = date.month > 2 ? date.month - 3 : date.month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + date.day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Days to a date in the proleptic Gregorian calendar, by eras of 400 years that start in March, so that the leap
  /// day is the last of its year.
  private static func civil(daysFrom1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}
