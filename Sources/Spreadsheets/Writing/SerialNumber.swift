/// Dates as Excel's numbers of the 1900 system.
enum SerialNumber {
  /// Days since 1899-12-30, the time as a fraction; `nil` before March 1900, where Excel counts a day that never was.
  static func of(_ date: CivilDateTime) -> Double? {
    guard date.year > 1900 || (date.year == 1900 && date.month > 2) else { return nil }
    // Years that start in March have their leap day last.
    let year = date.month > 2 ? date.year : date.year - 1
    let month = date.month > 2 ? date.month - 3 : date.month + 9
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date.day - 1
    let seconds = date.hour * 3_600 + date.minute * 60 + date.second
    // 693_899 is 1899-12-30 by the same count.
    return Double(days - 693_899) + Double(seconds) / 86_400
  }
}
