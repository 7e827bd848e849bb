import BackOffice
import Domain
import Foundation

extension Explanation {
  /// Why an order is not opened, and what to do: all of it at once.
  static func opening(_ process: ProcessKey, _ problems: [OpeningProblem]) -> Failure {
    let missing = problems.compactMap { problem -> String? in
      switch problem {
      case .missing(let field): "--\(field)"
      case .form(.missing(let field)): "--set \(field)=…"
      case .form, .channel, .category, .area, .noPromise, .notYet: nil
      }
    }
    var lines: [Text] = []
    if !missing.isEmpty {
      lines.append(
        Text(
          zh: "流程 \(process) 的工单需要 \(missing.joined(separator: " "))",
          en: "an order of process \(process) needs \(missing.joined(separator: " "))"))
    }
    for problem in problems {
      switch problem {
      case .missing, .form(.missing): break
      case .noPromise:
        lines.append(
          Text(
            zh: "流程 \(process) 的期限由其时限计算，不接受 --due",
            en: "process \(process) computes its due times; it takes no --due"))
      case .form, .channel, .category, .area, .notYet: lines.append(self.problem(problem))
      }
    }
    return Failure(
      .usage,
      Text(zh: lines.map(\.zh).joined(separator: "\n  "), en: lines.map(\.en).joined(separator: "\n  ")))
  }

  /// One thing that is wrong with what was said of an order, in words.
  static func problem(_ problem: OpeningProblem) -> Text {
    switch problem {
    case .missing(let field): Text(zh: "缺少 \(field)", en: "\(field) is missing")
    case .form(let problem): form(problem)
    case .channel(let channel, let known):
      .unknown(
        Text(zh: "--channel：没有渠道 \(channel)", en: "--channel: there is no channel \(channel)"), channel, in: known)
    case .category(let category, let tree, let choices):
      Text(
        zh: "--category：类别树 \(tree) 中 \(category) 不可选；可选 \(listed(choices, "、"))",
        en: "--category: \(category) is nothing to choose in the tree \(tree); choose of \(listed(choices, ", "))")
    case .area(let area, let known):
      .unknown(Text(zh: "--area：没有地区 \(area)", en: "--area: there is no area \(area)"), area, in: known)
    case .noPromise: Text(zh: "不接受 --due", en: "it takes no --due")
    case .notYet:
      Text(
        zh: "--opened-at 还没有到；工单只能在现在或以前受理，期限请用 --due",
        en: "--opened-at is yet to come; an order came in now or before. When it is due, --due says")
    }
  }

  /// What is wrong with a field of a form.
  private static func form(_ problem: Form.Problem) -> Text {
    switch problem {
    case .unknown(let field, let known):
      .unknown(
        Text(zh: "没有字段 \(field)", en: "there is no field \(field)"), field.rawValue, in: known.map(\.rawValue))
    case .missing(let field): Text(zh: "\(field) 必填", en: "\(field) is needed")
    case .notAsked(let field, let condition):
      Text(zh: "\(field) 只在 \(condition) 时填写；请去掉", en: "\(field) is only for \(condition); leave it out")
    case .notOfKind(let field, let kind): notOfKind(field, kind)
    case .noSuchChoice(let field, let known):
      Text(
        zh: "\(field)：不在选项中；有 \(listed(known, "、"))",
        en: "\(field): that is none of the choices; there are \(listed(known, ", "))")
    case .tooLittle(let field, let least): Text(zh: "\(field)：至少 \(least)", en: "\(field): at least \(least)")
    case .tooMuch(let field, let most): Text(zh: "\(field)：至多 \(most)", en: "\(field): at most \(most)")
    case .tooShort(let field, let least):
      Text(
        zh: "\(field)：至少 \(least) 个字符",
        en: "\(field): at least \(least) \("\(least)" == "1" ? "character" : "characters")")
    case .tooLong(let field, let most):
      Text(
        zh: "\(field)：至多 \(most) 个字符", en: "\(field): at most \(most) \("\(most)" == "1" ? "character" : "characters")")
    }
  }

  private static func notOfKind(_ field: FieldKey, _ kind: Field.Kind) -> Text {
    switch kind {
    case .text, .long: Text(zh: "\(field)：请写成一行", en: "\(field): write one line")
    case .choice: Text(zh: "\(field)：不在选项中", en: "\(field): that is none of the choices")
    case .number: Text(zh: "\(field)：不是数字；如 2.5", en: "\(field): that is no number; write one like 2.5")
    case .date: Text(zh: "\(field)：不是日期；如 2026-05-01", en: "\(field): that is no day; write one like 2026-05-01")
    case .time: Text(zh: "\(field)：不是时间；如 14:30", en: "\(field): that is no time; write one like 14:30")
    case .flag: Text(zh: "\(field)：请答是或否", en: "\(field): write yes or no")
    case .phone: Text(zh: "\(field)：不是电话号码", en: "\(field): that is no telephone number")
    case .money: Text(zh: "\(field)：不是金额；如 12.50", en: "\(field): that is no amount; write one like 12.50")
    }
  }

  private static func listed(_ names: [String], _ separator: String) -> String {
    let some = names.prefix(20).joined(separator: separator)
    return names.isEmpty ? "-" : names.count > 20 ? some + " …" : some
  }

  /// Why a caller gets no order.
  static func callerBlocked(_ party: PartyID, _ mark: PartyMark, _ zone: TimeZone) -> Failure {
    let service = mark.marked.service
    let until = mark.marked.until?.told(zone)
    return Failure(
      .conflict,
      Text(
        zh:
          "来电人 \(party) 在黑名单中（\(service.map { "服务 \($0)" } ?? "所有服务")\(until.map { "，至 \($0)" } ?? "")），没有登记；仍要登记请加 --even-blocked，查看用 `hotline party show \(party)`",
        en:
          "the caller \(party) is blocked for \(service ?? "all services")\(until.map { " until \($0)" } ?? ""), nothing was opened; give --even-blocked to open it nevertheless, look with `hotline party show \(party)`"
      ))
  }
}
