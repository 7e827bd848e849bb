import Domain
import Foundation

/// Why a value that looks like one is none: a day that no calendar has, a zone with a slip of the finger.
enum UnreadableValue {
  /// What the parser says of a value, with the reason where we know it better.
  static func pointed(_ english: String) -> String {
    guard let match = english.firstMatch(of: #/^The value '([^'\n]*)' is invalid for '([^'\n]+)'[^\n]*/#),
      let reason = reason(String(match.1), of: String(match.2))
    else { return english }
    return english.replacing(
      match.0, with: "The value '\(match.1)' is invalid for '\(match.2)': \(reason.en)", maxReplacements: 1)
  }

  /// The reason; `nil` where nothing is known.
  ///
  /// - Parameter option: as the parser writes it, `--time-zone <zone>`.
  static func reason(_ value: String, of option: String) -> Text? {
    option.hasPrefix("--time-zone") ? reason(zone: value) : reason(day: value)
  }

  /// Why a name is no zone's.
  static func reason(zone name: String) -> Text {
    let meant = ZoneArgument.nearest(to: name)
    return Text(
      zh: "没有时区 \(name)；\(meant.map { "是不是 \($0)？" } ?? "请写成 Asia/Shanghai 的形式")",
      en: "there is no zone \(name); \(meant.map { "did you mean \($0)?" } ?? "write one like Asia/Shanghai")")
  }

  /// Why a day that is written as one is none; `nil` where it is, or is not written as one.
  static func reason(day text: String) -> Text? {
    guard let match = text.prefixMatch(of: #/(\d{4})-(\d{2})-(\d{2})(?!\d)/#), let year = Int(match.1),
      let month = Int(match.2), let day = Int(match.3), CivilDay(year: year, month: month, day: day) == nil
    else { return nil }
    guard (1...12).contains(month) else {
      return Text(zh: "没有 \(month) 月；请写 01 到 12", en: "there is no month \(match.2); write 01 to 12")
    }
    let last = (28...31).last { CivilDay(year: year, month: month, day: $0) != nil } ?? 28
    return Text(
      zh: "\(year) 年 \(month) 月没有 \(day) 日，只到 \(last) 日",
      en: "\(match.1)-\(match.2) has no day \(day); its last is the \(last)\(last == 31 ? "st" : "th")")
  }
}
