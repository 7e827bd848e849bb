import BackOffice
import Domain

extension Explanation {
  /// Calendars.
  static func of(_ problem: CalendarProblem) -> Failure {
    func names(_ keys: [CalendarKey]) -> String { keys.map(\.rawValue).joined(separator: ", ") }
    let words =
      switch problem {
      case .noSuchCalendar(let key, let known):
        Text.unknown(
          Text(zh: "没有日历 \(key)", en: "there is no calendar \(key)"), key.rawValue, in: known.map(\.rawValue))
      case .noBase(let key, let known):
        Text.unknown(
          Text(zh: "下层日历 \(key) 尚未发布；请先发布", en: "its base \(key) is not published; publish that first"), key.rawValue,
          in: known.map(\.rawValue))
      case .circle(let keys):
        Text(
          zh: "日历互为下层：\(names(keys))；请去掉一个 base",
          en: "calendars stand on one another: \(names(keys)); take one base out")
      case .holidays(.unreadable):
        Text(
          zh: "不是 holiday-cn 的年份文件；请取 https://github.com/NateScarlet/holiday-cn 的 2027.json 之类",
          en: "this is no year of holiday-cn; take a file like 2027.json of https://github.com/NateScarlet/holiday-cn")
      case .holidays(.noDate(let text)):
        Text(zh: "没有日期 \(text)；请改正文件", en: "there is no date \(text); mend the file")
      case .holidays(.empty(let year)):
        Text(
          zh: "\(year) 年的通知尚未公布，文件中没有日期；公布后再导入",
          en: "the file has no days of \(year): the notice is still to come; import it then")
      }
    return Failure(.usage, words)
  }
}
