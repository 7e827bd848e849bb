import BackOffice
import Domain
import Foundation
import Reports

extension Explanation {
  /// Why a schedule is not taken, and the way out.
  static func of(_ error: ScheduleError, _ zone: TimeZone) -> Failure {
    switch error {
    case .noSuchSchedule(let name, let known):
      Failure(
        .usage,
        .unknown(
          Text(zh: "没有报表计划 \(name)", en: "there is no schedule \(name)"), name, in: known,
          none: Text(
            zh: "还没有任何计划，见 hotline report schedule add --help",
            en: "none is published, see hotline report schedule add --help")))
    case .unfit(let key, let reason):
      Failure(.usage, Text(zh: "计划 \(key)：\(reason.words.zh)", en: "schedule \(key): \(reason.words.en)"))
    case .noSuchUnit(let unit):
      Failure(
        .usage,
        Text(
          zh: "没有单位 \(unit)；用 hotline unit tree 查看", en: "there is no unit \(unit); look with hotline unit tree"))
    case .wrongTime(let key, let report):
      Failure(
        .usage,
        Text(
          zh: "计划 \(key)：报表 \(report) 针对时点本身，请去掉 time",
          en: "schedule \(key): the report \(report) is as of the slot itself; leave time out"))
    case .neverComes(let key, let rule):
      Failure(
        .usage,
        Text(
          zh: "计划 \(key)：没有一天符合 \(rule.text)；核对日期和月份（如 2 月没有 31 日）",
          en: "schedule \(key): no day is ever as \(rule.text) says; check day and month (February has no 31st)"))
    case .nothingToRetry(let key, let slot):
      Failure(
        .usage,
        slot.map { slot in
          Text(
            zh: "计划 \(key) 在 \(slot.told(zone)) 没有待送或失败的报表；hotline report schedule show \(key) 列出各时点",
            en:
              "schedule \(key): nothing of \(slot.told(zone)) waits or failed; hotline report schedule show \(key) lists its slots"
          )
        }
          ?? Text(
            zh: "计划 \(key) 没有待送或失败的报表；要制作到期的，用 hotline report schedule run \(key)",
            en:
              "schedule \(key): nothing waits or failed; hotline report schedule run \(key) makes what is due"))
    case .noSuchSlot(let key, let slot):
      Failure(
        .usage,
        Text(
          zh: "计划 \(key) 在 \(slot.told(zone)) 没有到期的时点；hotline report schedule show \(key) 列出各时点",
          en:
            "schedule \(key): no slot of \(slot.told(zone)) is due; hotline report schedule show \(key) lists its slots"
        ))
    case .isDone(let key, let slot):
      Failure(
        .usage,
        Text(
          zh: "计划 \(key) 的 \(slot.told(zone)) 已了结，没有可放弃的；hotline report schedule show \(key) 列出各时点",
          en:
            "schedule \(key): the slot of \(slot.told(zone)) is done with; hotline report schedule show \(key) lists its slots"
        ))
    case .folderNotAllowed(let path, let allowed):
      Failure(
        .notAllowed,
        Text(
          zh: "不能把报表放到 \(path)；可用目录：\(allowed.joined(separator: "、"))，其他目录请管理员加入 HOTLINE_REPORT_FOLDERS",
          en:
            "reports may not go to \(path); use a folder below \(allowed.joined(separator: ", ")), or have the administrator add it to HOTLINE_REPORT_FOLDERS"
        ))
    }
  }
}
