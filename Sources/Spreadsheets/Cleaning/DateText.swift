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

  init(_ text: String) {
    var inNumber = false
    for scalar in text.unicodeScalars {
      guard let plain = Self.fold(scalar) else { continue }
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

  /// The one way to read it.
  var date: Result<Meaning, DateProblem> {
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
    guard !isYearFirst, areShort([one, two]) else { return .failure(.unreadable) }
    if three.digits <= 2 { return .failure(.ambiguous) }
    guard three.digits == 4 else { return .failure(.unreadable) }
    if one.value <= 12, two.value <= 12, one.value != two.value { return .failure(.ambiguous) }
    return two.value > 12
      ? moment(three.value, one.value, two.value, clock) : moment(three.value, two.value, one.value, clock)
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
    return CivilDateTime(
      year: date / 10_000, month: date / 100 % 100, day: date % 100, hour: time / 10_000, minute: time / 100 % 100,
      second: time % 100, hasTime: digits.utf8.count > 8)
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
    let date = CivilDateTime(
      year: year, month: month, day: day, hour: clock.hour, minute: clock.minute, second: clock.second,
      hasTime: clock.isGiven)
    return date.map { .success(.moment($0)) } ?? .failure(.unreadable)
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

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x21...0x7E: return scalar
    case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x2010...0x2015, 0x2212: return "-"
    case 0x2018, 0x2019: return "'"
    case 0x3002: return "."
    default: break
    }
    switch scalar.properties.generalCategory {
    case .format, .nonspacingMark: return nil
    case .spaceSeparator, .control: return " "
    default: return scalar
    }
  }
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
