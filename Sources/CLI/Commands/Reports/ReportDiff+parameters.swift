import BackOffice
import EventCodec
import Foundation

extension ReportDiff {
  /// What was asked for otherwise, one sentence each, moments by the clock of a zone.
  func parameterLines(in zone: TimeZone) -> [Text] {
    parameters.map { name, first, second in
      let (was, now) = (Self.shown(first, zone), Self.shown(second, zone))
      let word = Self.word(for: name)
      return Text(zh: "参数 \(word.zh)：\(was) → \(now)", en: "parameter \(word.en): \(was) → \(now)")
    }
  }

  private static func shown(_ value: String?, _ zone: TimeZone) -> String {
    guard let value else { return "-" }
    guard let instant = InstantText.parseUTC(value) else { return value }
    var clock = WallClock(zone: zone)
    return clock.text(instant, .minute)
  }

  /// What people call what a report is asked for; the name itself where there is no other word.
  private static func word(for name: String) -> Text {
    switch name {
    case "from": Text(zh: "起始时间", en: "begin of the period")
    case "to": Text(zh: "截止时间（不含）", en: "end of the period (not included)")
    case "asOf": Text(zh: "截至时间", en: "as of")
    case "until": Text(zh: "统计至", en: "counted up to")
    case "process": Text(zh: "流程", en: "process")
    case "unit": Text(zh: "单位", en: "unit")
    case "units": Text(zh: "单位及其下级", en: "unit with all below it")
    case "where": Text(zh: "条件", en: "conditions")
    case "compare": Text(zh: "对比", en: "comparison")
    case "depth": Text(zh: "层级", en: "depth")
    case "orders": Text(zh: "附工单明细", en: "orders behind the figures")
    case "table": Text(zh: "表", en: "table")
    case "zone": Text(zh: "时区", en: "time zone")
    default: Text(name)
    }
  }
}
