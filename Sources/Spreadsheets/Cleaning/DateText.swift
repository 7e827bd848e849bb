/// A date as a person types it, cut into numbers and the signs between them.
///
///     ２０２４年３月１日 下午9:30   →   2024 年 3 月 1 日 下午 9 : 30
struct DateText {
  /// What a text can stand for.
  enum Meaning {
    case moment(CivilDateTime)
    /// Days of the 1900 system.
    case serial(Double)
  }

  private struct Number {
    var value = 0
    var digits = 0
  }

  private var numbers: [Number] = []
  /// What stands before each number and after the last: one more than numbers.
  private var signs: [String] = [""]
  private var source = ""

  /// Nothing that can be seen.
  var isBlank: Bool { numbers.isEmpty && signs.allSatisfy(\.isEmpty) }

  /// Whether it says 24:00.
  var tellsEndOfDay: Bool {
    let clock = numbers.first?.digits == 8 ? 1 : 3
    return numbers.count > clock && numbers[clock].value == 24
  }

  init(_ text: String) {
    var inNumber = false
    for plain in Self.folded(text) {
      source.unicodeScalars.append(plain)
      guard ("0"..."9").contains(plain) else {
        inNumber = false
        // Spaces part numbers and say nothing else.
        if plain != " " { signs[signs.count - 1].unicodeScalars.append(plain) }
        continue
      }
      if !inNumber {
        numbers.append(Number())
        signs.append("")
        inNumber = true
      }
      var number = numbers[numbers.count - 1]
      number.digits += 1
      // Longer runs are refused by their length.
      if number.digits <= 14 { number.value = number.value * 10 + Int(plain.value - 0x30) }
      numbers[numbers.count - 1] = number
    }
    // Excel's "this is text" mark.
    if signs[0].hasPrefix("'") { signs[0].removeFirst() }
    dropWeekday()
  }

  /// What it means, by the order of its column where one is known, else in the one way it can be read.
  func date(_ order: DateOrder? = nil) -> Result<Meaning, DateProblem> {
    guard let first = numbers.first, signs[0].isEmpty || Self.halves[signs[0]] != nil else {
      return .failure(.unreadable)
    }
    if signs[0].isEmpty, let whole = wholeNumber { return whole }
    // 20240301 09:30
    if first.digits == 8, signs[0].isEmpty, numbers.count > 1 {
      guard let clock = clock(from: 1, sign: signs[1]) else { return .failure(.unreadable) }
      return moment(first.value / 10_000, first.value / 100 % 100, first.value % 100, clock)
    }
    guard numbers.count >= 3, signs[0].isEmpty, let (tail, isYearFirst) = dateSigns else {
      return .failure(.unreadable)
    }
    guard let clock = clock(from: 3, sign: tail) else { return .failure(.unreadable) }
    let (one, two, three) = (numbers[0], numbers[1], numbers[2])
    let areShort = { (numbers: [Number]) in numbers.allSatisfy { $0.digits <= 2 } }
    if one.digits == 4, areShort([two, three]) { return moment(one.value, two.value, three.value, clock) }
    // 24年3月1日: the signs say what is what.
    if isYearFirst {
      guard areShort([one, two, three]) else { return .failure(.unreadable) }
      return moment(Self.fullYear(one), two.value, three.value, clock)
    }
    let found = readings
    if let order, Self.canHold(order, three.digits) {
      guard let (year, month, day) = found[order] else { return .failure(.unreadable) }
      return moment(year, month, day, clock)
    }
    // 04/04/2024 is one day in every order.
    guard let first = found.values.first else { return .failure(.unreadable) }
    guard found.values.allSatisfy({ $0 == first }) else { return .failure(.ambiguous) }
    return moment(first.year, first.month, first.day, clock)
  }

  /// The orders in which `03/04/2024` or `24-3-4` is a day of the calendar, each with that day; empty where the year has
  /// four digits in front, where signs tell the order, and where it is no date at all.
  var readings: [DateOrder: (year: Int, month: Int, day: Int)] {
    guard numbers.count >= 3, signs[0].isEmpty, let (_, isYearFirst) = dateSigns, !isYearFirst else {
      return [:]
    }
    let (one, two, three) = (numbers[0], numbers[1], numbers[2])
    guard one.digits <= 2, two.digits <= 2, three.digits <= 2 || three.digits == 4 else { return [:] }
    var found: [DateOrder: (year: Int, month: Int, day: Int)] = [:]
    for order in DateOrder.allCases where Self.canHold(order, three.digits) {
      let date =
        switch order {
        case .dayFirst: (year: Self.fullYear(three), month: two.value, day: one.value)
        case .monthFirst: (year: Self.fullYear(three), month: one.value, day: two.value)
        case .yearFirst: (year: Self.fullYear(one), month: two.value, day: three.value)
        }
      if CivilDateTime(year: date.year, month: date.month, day: date.day) != nil { found[order] = date }
    }
    return found
  }

  /// A year of four digits at the end is no last day of the month.
  private static func canHold(_ order: DateOrder, _ lastDigits: Int) -> Bool { order != .yearFirst || lastDigits <= 2 }

  /// 24 is 2024, 99 is 1999: the split of POSIX's strptime.
  private static func fullYear(_ number: Number) -> Int {
    guard number.digits <= 2 else { return number.value }
    return number.value + (number.value < 69 ? 2000 : 1900)
  }

  /// `20240301`, `202403010930`, `20240301093000`.
  static func compact(_ digits: String) -> CivilDateTime? {
    guard let value = Int(digits) else { return nil }
    let date: Int
    let time: Int
    switch digits.utf8.count {
    case 8: (date, time) = (value, 0)
    case 12: (date, time) = (value / 10_000, value % 10_000 * 100)
    case 14: (date, time) = (value / 1_000_000, value % 1_000_000)
    default: return nil
    }
    return civil(
      date / 10_000, date / 100 % 100, date % 100,
      Clock(
        hour: time / 10_000, minute: time / 100 % 100, second: time % 100, isGiven: digits.utf8.count > 8))
  }
}

extension DateText {
  private struct Clock {
    var hour = 0
    var minute = 0
    var second = 0
    var isGiven = false
  }

  /// One number alone: a compact date, or a serial (`45352`, `45352.5`).
  private var wholeNumber: Result<Meaning, DateProblem>? {
    guard let first = numbers.first, signs.last == "" else { return nil }
    if numbers.count == 1, signs[1].isEmpty, first.digits >= 8 {
      return Self.compact(source.filter { $0 != " " && $0 != "'" }).map { .success(.moment($0)) }
        ?? .failure(.unreadable)
    }
    guard first.digits == 5, numbers.count == 1 || (numbers.count == 2 && signs[1] == "."),
      let serial = Double(source.filter { $0 != " " && $0 != "'" })
    else { return nil }
    return .success(.serial(serial))
  }

  /// The signs of the date are of one kind; what follows the day's own sign leads the time.
  private var dateSigns: (tail: String, isYearFirst: Bool)? {
    switch signs[1] {
    case "年":
      guard signs[2] == "月" else { return nil }
      guard let mark = signs[3].first else { return ("", true) }
      return (mark == "日" || mark == "号" ? String(signs[3].dropFirst()) : signs[3], true)
    case "-", "/", ".":
      return signs[2] == signs[1] ? (signs[3], false) : nil
    default: return nil
    }
  }

  /// The time from a number on; not given when nothing is there, `nil` when it cannot be read. Fractions of a second
  /// are cut.
  private func clock(from start: Int, sign: String) -> Clock? {
    let count = numbers.count - start
    let lead = sign == "T" || sign == "," ? "" : sign
    if count == 0 { return lead.isEmpty || lead == "." ? Clock() : nil }
    guard (1...4).contains(count), numbers[start...].prefix(3).allSatisfy({ $0.digits <= 2 }) else { return nil }
    var half = Self.halves[lead]
    guard lead.isEmpty || half != nil else { return nil }
    var parts = [0, 0, 0]
    for index in 0..<count {
      var sign = signs[start + index + 1]
      let isLast = index == count - 1
      if isLast, half == nil, let suffix = Self.halves[sign] {
        half = suffix
        sign = ""
      }
      // An hour alone needs a word: `9时`, `9 PM`.
      let allowed: [String] =
        switch index {
        case 0: isLast ? (half == nil ? ["时", "点"] : ["时", "点", ""]) : ["时", "点", ":"]
        case 1: isLast ? ["分", ""] : ["分", ":"]
        case 2: isLast ? ["秒", ""] : ["."]
        default: [""]
        }
      guard allowed.contains(sign) else { return nil }
      if index < 3 { parts[index] = numbers[start + index].value }
    }
    if let half {
      guard (1...12).contains(parts[0]) else { return nil }
      parts[0] = parts[0] % 12 + half
    }
    return Clock(hour: parts[0], minute: parts[1], second: parts[2], isGiven: true)
  }

  private func moment(_ year: Int, _ month: Int, _ day: Int, _ clock: Clock) -> Result<Meaning, DateProblem> {
    Self.civil(year, month, day, clock).map { .success(.moment($0)) } ?? .failure(.unreadable)
  }

  /// 24:00 is the end of its day, as terminals show deadlines: the beginning of the next.
  private static func civil(_ year: Int, _ month: Int, _ day: Int, _ clock: Clock) -> CivilDateTime? {
    guard clock.hour == 24, clock.minute == 0, clock.second == 0 else {
      return CivilDateTime(
        year: year, month: month, day: day, hour: clock.hour, minute: clock.minute, second: clock.second,
        hasTime: clock.isGiven)
    }
    guard CivilDateTime(year: year, month: month, day: day) != nil else { return nil }
    return CivilDateTime(year: year, month: month, day: day + 1, hasTime: true)
      ?? CivilDateTime(year: year, month: month + 1, day: 1, hasTime: true)
      ?? CivilDateTime(year: year + 1, month: 1, day: 1, hasTime: true)
  }

  /// `2024年3月1日 星期五`: it says nothing new.
  private mutating func dropWeekday() {
    for (index, sign) in signs.enumerated() {
      for name in ["星期", "周", "礼拜"] {
        guard let start = sign.range(of: name) else { continue }
        var rest = sign[start.upperBound...]
        guard let day = rest.popFirst(), "一二三四五六日天".contains(day) else { continue }
        let brackets: Set<Character> = ["(", ")"]
        signs[index] = (sign[..<start.lowerBound] + rest).filter { !brackets.contains($0) }
      }
    }
  }

  private static let halves: [String: Int] = [
    "上午": 0, "下午": 12, "AM": 0, "PM": 12, "am": 0, "pm": 12, "Am": 0, "Pm": 12,
  ]
}

extension String {
  /// Where another text stands in this one, first.
  fileprivate func range(of other: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if let end = index(start, offsetBy: other.count, limitedBy: endIndex), self[start..<end] == other {
        return start..<end
      }
      start = index(after: start)
    }
    return nil
  }
}
