/// Why a cell gives no date. The raw values are the stored reason codes.
public enum DateProblem: String, Error, Sendable, Hashable, CaseIterable {
  /// No date by any spelling, or none of the calendar (30 February). Way out: correct the cell, or name the pattern.
  case unreadable = "date-unreadable"
  /// `03/04/2024`, `3-4-24`: day, month or year first, and no other cell of the column tells. Way out: name the order, or
  /// the pattern, of the column.
  case ambiguous = "date-ambiguous"
  /// A year outside the plausible ones. Way out: correct the cell.
  case outOfRange = "date-out-of-range"
}

/// Reads the dates of a column, in whatever spelling.
///
/// Without a pattern it takes what can only be read one way:
///
///     2024-03-01  2024/3/1  2024.3.1  2024年3月1日  20240301  with 09:30, 09:30:15, 9:30 PM, 下午9:30, 9时30分
///     25/04/2024  04/25/2024  24年3月1日             but 03/04/2024 and 24/3/1 are refused
///     二〇二四年三月一日
///     45352, 45352.5                                a serial number of the 1900 system that lost its date format
///
/// An order, given or found by `DateSurvey`, settles what can be read in several ways, and refuses what contradicts it.
public struct DateCleaner: Sendable {
  private let pattern: DatePattern?
  private let order: DateOrder?
  private let plausible: ClosedRange<Int>

  /// Makes a cleaner. A pattern binds every text cell of the column, an order those that begin without a full year; cells
  /// that hold a date or a number need neither. Dates in other years are refused: give a due date and a birthday their own.
  public init(
    pattern: DatePattern? = nil, order: DateOrder? = nil, plausible years: ClosedRange<Int> = 1990...2100
  ) {
    self.pattern = pattern
    self.order = order
    plausible = years
  }

  /// The date of a cell, `nil` when it is blank.
  public func clean(_ cell: Cell) -> Result<CivilDateTime?, DateProblem> {
    switch cell {
    case .empty: .success(nil)
    case .date(let date): checked(date)
    case .number(let value, _): checked(number: value)
    case .text(let text): clean(text)
    case .boolean, .error, .noCachedValue: .failure(.unreadable)
    }
  }

  private func clean(_ text: String) -> Result<CivilDateTime?, DateProblem> {
    if let pattern {
      let bytes = text.utf8.span
      var range = 0..<bytes.count
      while let first = range.first, bytes[first] == 0x20 { range.removeFirst() }
      while let last = range.last, bytes[last] == 0x20 { range.removeLast() }
      if range.isEmpty { return .success(nil) }
      if let date = pattern.date(bytes.extracting(range)) { return checked(date) }
    }
    if pattern == nil, let date = Self.plain(text) { return checked(date) }
    let scan = DateText(text)
    if scan.isBlank { return .success(nil) }
    guard pattern == nil else { return .failure(.unreadable) }
    return switch scan.date(order) {
    case .success(.moment(let date)): checked(date)
    case .success(.serial(let value)): checked(number: value)
    case .failure(let problem): .failure(problem)
    }
  }

  /// Most texts: `2024-03-01`, `2024/3/1`, `2024.3.1`, and nothing to think about.
  private static func plain(_ text: String) -> CivilDateTime? {
    var values = (year: 0, month: 0, day: 0)
    var place = 0
    var digits = 0
    var sign: UInt8 = 0
    for byte in text.utf8 {
      if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        digits += 1
        guard digits <= (place == 0 ? 4 : 2) else { return nil }
        let digit = Int(byte - UInt8(ascii: "0"))
        switch place {
        case 0: values.year = values.year * 10 + digit
        case 1: values.month = values.month * 10 + digit
        default: values.day = values.day * 10 + digit
        }
        continue
      }
      guard byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "."),
        place == 0 ? digits == 4 : place == 1 && digits > 0 && byte == sign
      else { return nil }
      sign = byte
      place += 1
      digits = 0
    }
    guard place == 2, digits > 0 else { return nil }
    return CivilDateTime(year: values.year, month: values.month, day: values.day)
  }

  private func checked(_ date: CivilDateTime) -> Result<CivilDateTime?, DateProblem> {
    plausible.contains(date.year) ? .success(date) : .failure(.outOfRange)
  }

  private func checked(number value: Double) -> Result<CivilDateTime?, DateProblem> {
    // 20240301 and 20240301093000 lie far above the last serial, 2958465 = 9999-12-31.
    if value >= 10_000_000, value < 1e14, value == value.rounded() {
      guard let date = DateText.compact(String(Int(value))) else { return .failure(.unreadable) }
      return checked(date)
    }
    guard value.isFinite, value > 0 else { return .failure(.unreadable) }
    guard let date = SerialDate.date(value, showsTime: false, from1904: false) else { return .failure(.outOfRange) }
    return checked(date)
  }
}
