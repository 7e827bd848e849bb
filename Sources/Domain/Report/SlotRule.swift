import FoundationEssentials

/// When something is done again and again, by the office's wall clock.
///
///     every 15m               at each boundary counted from midnight: 00:00, 00:15 …; any length that an hour or a day holds evenly
///     0 8 * * 1               cron: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday)
///     working day 08:00       every working day of the office
///     first working day of the month 08:00        also second … fifth, last; of the week
///
/// Where the clocks are set, no slot is lost and none comes twice. Lengths up to an hour go on by real time, so a day of 25
/// hours has four more quarters; so do crons with a `*` hour. A fixed time that is skipped comes when the clocks have been
/// set, and of one that comes twice the first counts.
public struct SlotRule: Sendable, Hashable {
  enum Form: Sendable, Hashable {
    case every(seconds: Int)
    case cron(Cron)
    /// From 1; -1 is the last. `nil`: every one.
    case workingDay(Int?, of: Span, second: Int)
  }

  enum Span: Sendable { case week, month }

  /// As written.
  public let text: String
  let form: Form

  /// Why a text is no rule.
  public struct Problem: Error, Sendable {
    /// What is wrong.
    public let reason: String
    /// What would be right.
    public let suggestion: String
  }

  /// Reads a rule.
  public init(_ text: String) throws(Problem) {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    self.text = words.joined(separator: " ")
    if words.first == "every", words.count == 2 {
      form = .every(seconds: try Self.length(words[1]))
    } else if words.contains("working") {
      form = try Self.workingDay(words)
    } else {
      form = .cron(try Cron(words))
    }
  }

  private static func length(_ word: String) throws(Problem) -> Int {
    let unit = ["m": 60, "h": 3600, "d": 86_400][String(word.suffix(1))]
    guard let unit, let count = Int(word.dropLast()), count > 0 else {
      throw Problem(reason: "`\(word)` is no length of time", suggestion: "write 15m, 2h or 1d")
    }
    let (seconds, isOver) = count.multipliedReportingOverflow(by: unit)
    guard !isOver, seconds <= 86_400, (seconds <= 3600 ? 3600 : 86_400) % seconds == 0 else {
      throw Problem(
        reason: "an hour or a day does not hold `\(word)` evenly, so its boundaries would wander",
        suggestion: "write 5m, 10m, 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h or 1d")
    }
    return seconds
  }

  private static let ordinals = ["first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1]

  private static func workingDay(_ words: [String]) throws(Problem) -> Form {
    let problem = Problem(
      reason: "`\(words.joined(separator: " "))` names no working day",
      suggestion: "write `working day 08:00` or `first working day of the month 08:00` (second … fifth, last; week)")
    guard let last = words.last, last.contains(":") else {
      throw Problem(
        reason: "`\(words.joined(separator: " "))` says no time of day",
        suggestion: "write it at the end: `working day 08:00`")
    }
    guard let time = timeOfDay(last) else {
      throw Problem(reason: "`\(last)` is no time of day", suggestion: "write one from 00:00 to 23:59")
    }
    let rest = words.dropLast().filter { $0 != "the" && $0 != "every" && $0 != "at" }
    if rest == ["working", "day"] { return .workingDay(nil, of: .month, second: time) }
    guard rest.count == 5, let ordinal = ordinals[rest[0]], Array(rest[1...3]) == ["working", "day", "of"],
      let span = ["week": Span.week, "month": .month][rest[4]]
    else { throw problem }
    return .workingDay(ordinal, of: span, second: time)
  }

  private static func timeOfDay(_ word: String) -> Int? {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0...23).contains(hour),
      (0...59).contains(minute)
    else { return nil }
    return hour * 3600 + minute * 60
  }
}
