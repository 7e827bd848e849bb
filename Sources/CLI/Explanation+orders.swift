import BackOffice
import Domain
import Foundation

extension Explanation {
  /// Why an order does not do as asked, and what it would do.
  static func refused(_ no: OrderNumber, _ refusal: OrderRefusal, _ zone: TimeZone) -> Failure {
    func names<T>(_ keys: [Key<T>]) -> String { keys.map(\.rawValue).joined(separator: ", ") }
    return switch refusal {
    case .unknownAction(let action, let known):
      Failure(
        .usage,
        .unknown(
          Text(zh: "工单 \(no)：流程没有动作 \(action)", en: "order \(no): its process has no action \(action)"),
          action.rawValue, in: known.map(\.rawValue)))
    case .notInThisState(let action, let state, let possible):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 处于 \(state)，不能 \(action)；现在可以 \(names(possible))",
          en: "order \(no) is \(state): \(action) is not possible; possible now: \(names(possible))"))
    case .reserved(let by, let until):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 正由 \(by) 呼叫，保留到 \(until.told(zone))；请办理下一个，或让其先登记结果",
          en:
            "order \(no) is being called by \(by), who has it until \(until.told(zone)); take the next one, or have the result recorded first"
        ))
    case .notReserved:
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 没有人在呼叫；先用 hotline campaign next 领取",
          en: "order \(no): nobody has it to call; take one with hotline campaign next"))
    case .attemptsUsedUp(let max):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 已呼叫 \(max) 次，达到活动的上限；用流程的放弃动作结束，或修改活动",
          en:
            "order \(no) was called \(counted(max, "time", "times")), as often as its campaign allows; give it up, or change the campaign"
        ))
    case .missing(let action, let fields):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no)：\(action) 需要 \(names(fields))；用 \(wayToGive(fields, .zh))",
          en: "order \(no): \(action) needs \(names(fields)); give \(wayToGive(fields, .en))"))
    case .form(let action, let problems):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no)：\(action) " + problems.map { FormWords.problem($0).zh }.joined(separator: "；"),
          en: "order \(no): \(action): " + problems.map { FormWords.problem($0).en }.joined(separator: "; ")))
    case .tooOften(let action, let max, let then):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no)：\(action) 最多 \(max) 次" + (then.map { "；现在要做的是 \($0)" } ?? ""),
          en: "order \(no): \(action) was done \(counted(max, "time", "times")), which is all"
            + (then.map { "; what it takes now is \($0)" } ?? "")))
    case .finished(let state, let possible):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 已是 \(state)；现在可以 \(names(possible))",
          en: "order \(no) is \(state); possible now: \(names(possible))"))
    case .alreadyAssigned(let unit):
      Failure(.conflict, Text(zh: "工单 \(no) 已在 \(unit)", en: "order \(no) is with \(unit) already"))
    case .emptyNote: Failure(.usage, Text(zh: "备注没有内容", en: "the note has no words"))
    case .withdrawn:
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 已随导入或命令的撤销而收回",
          en: "order \(no) was withdrawn: the import or the command that opened it was undone"))
    case .mainCannotAssist(let unit):
      Failure(
        .conflict,
        Text(zh: "工单 \(no) 由 \(unit) 主办，不能再由它协办", en: "order \(no) is with \(unit), which cannot help itself"))
    case .assistsAlready(let unit):
      Failure(.conflict, Text(zh: "\(unit) 已在协办工单 \(no)", en: "\(unit) helps with order \(no) already"))
    case .doesNotAssist(let unit, let assisting):
      Failure(
        .conflict,
        Text(
          zh: "\(unit) 没有在协办工单 \(no)；协办单位：\(listed(assisting, .zh))",
          en: "\(unit) does not help with order \(no); who helps: \(listed(assisting, .en))"))
    case .unknownField, .badValue: field(no, refusal)
    case .linkToItself: Failure(.usage, Text(zh: "两个工单号相同：\(no)", en: "both are order \(no)"))
    case .relationOfItsOwn(let relation):
      Failure(
        .usage,
        Text(
          zh: "关系 \(relation) 由 `hotline order merge` 建立，由 `hotline order unmerge` 解除",
          en: "\(relation) is made by `hotline order merge` and ended by `hotline order unmerge`"))
    case .notLinked(let other):
      Failure(
        .conflict, Text(zh: "工单 \(no) 与 \(other) 没有这种关联", en: "order \(no) is not linked to \(other) in that way"))
    case .notMerged: Failure(.conflict, Text(zh: "工单 \(no) 没有被合并", en: "order \(no) was not merged into another"))
    case .merged(let head):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 已合并到 \(head)；请办理 \(head)，或先用 `hotline order unmerge \(no)` 拆出",
          en:
            "order \(no) was merged into \(head); work on \(head), or take it out with `hotline order unmerge \(no)` first"
        ))
    case .hasDuplicates(let duplicates):
      Failure(
        .conflict,
        Text(
          zh:
            "工单 \(no) 已有并入的工单 \(listed(duplicates, .zh))；合并只有一层：先用 `hotline order unmerge` 拆出，或把另一张合并到 \(no)",
          en:
            "others were merged into order \(no): \(listed(duplicates, .en)); duplicates are one step deep: take them out with `hotline order unmerge`, or merge the other one into \(no)"
        ))
    case .notAnOrder(let field, let value):
      Failure(.usage, Text(zh: "\(field)：“\(value)”不是工单号", en: "\(field): '\(value)' is not the number of an order"))
    case .lacks(let action, let relations):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no)：\(action) 之前必须先办结 \(names(relations))",
          en: "order \(no): before \(action) its \(names(relations)) must be finished"))
    case .noSuchLines, .unknownLine, .badLine: line(no, refusal)
    case .clockNotRunning, .pastDue, .extendedTooOften, .noExtensionAsked, .extensionAsked: moreTime(no, refusal, zone)
    case .noSuchFile(let name):
      Failure(
        Text(
          zh: "工单 \(no) 没有文件 \(name)；用 `hotline order files \(no)` 查看",
          en: "order \(no) has no file \(name); look with `hotline order files \(no)`"))
    case .fileIsThere(let content):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 已有这个文件（\(content.rawValue.prefix(12))）",
          en: "this file is on order \(no) already (\(content.rawValue.prefix(12)))"))
    }
  }

  /// The options by which some fields of an action are given.
  private static func wayToGive(_ fields: [FieldKey], _ language: Language) -> String {
    let text = Text(zh: "内容", en: "TEXT")(language)
    let ways = fields.map { field in
      switch field {
      case .main: "--unit " + Text(zh: "单位", en: "CODE")(language)
      case "note", "reason": "--\(field) \(text)"
      default: "--set \(field)=\(text)"
      }
    }
    return ways.joined(separator: " ")
  }

  private static func listed<T: CustomStringConvertible>(_ things: [T], _ language: Language) -> String {
    guard !things.isEmpty else { return language == .zh ? "无" : "none" }
    return things.map(\.description).joined(separator: language == .zh ? "、" : ", ")
  }

  private static func field(_ no: OrderNumber, _ refusal: OrderRefusal) -> Failure {
    switch refusal {
    case .badValue(let field, let value, let takes):
      Failure(
        .usage,
        Text(
          zh: "\(field)：“\(value)”不可用；可以是 \(listed(takes, .zh))",
          en: "\(field): '\(value)' cannot be; it takes \(listed(takes, .en))"))
    case .unknownField(let field, let known):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no) 没有可改的 \(field)；可改：\(listed(known, .zh))",
          en: "order \(no) has no \(field) to edit; it has \(listed(known, .en))"))
    default: Failure(.usage, Text("\(refusal)"))
    }
  }

  private static func line(_ no: OrderNumber, _ refusal: OrderRefusal) -> Failure {
    switch refusal {
    case .noSuchLines(let kind, let allowed):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 的流程没有 \(kind.rawValue) 行；可用：\(listed(allowed.map(\.rawValue), .zh))",
          en:
            "order \(no): its process has no lines of kind \(kind.rawValue); it has \(listed(allowed.map(\.rawValue), .en))"
        ))
    case .unknownLine(let line, let standing):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 没有第 \(line) 行；现有：\(listed(standing, .zh))",
          en: "order \(no) has no line \(line); it has \(listed(standing, .en))"))
    default:
      Failure(
        .usage,
        Text(
          zh: "数量须大于 0，单价不能为负，编码不能为空", en: "the quantity must be above 0, the price not negative, the item not empty"))
    }
  }

  private static func moreTime(_ no: OrderNumber, _ refusal: OrderRefusal, _ zone: TimeZone) -> Failure {
    switch refusal {
    case .clockNotRunning(let clock, let running):
      Failure(
        .conflict,
        Text(
          zh:
            "工单 \(no)：\(clock.map { "时限 \($0) 没有在走" } ?? "须用 --clock 指明时限")；在走的有期限的时限：\(listed(running, .zh))",
          en:
            "order \(no): \(clock.map { "the clock \($0) does not run" } ?? "say which clock with --clock"); clocks that run and have a due time: \(listed(running, .en))"
        ))
    case .pastDue(let clock, let due):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no)：时限 \(clock) 已于 \(due.told(zone)) 到期，到期之后不能延期",
          en: "order \(no): \(clock) was due at \(due.told(zone)); more time can only be given before"))
    case .extendedTooOften(let clock, let max):
      Failure(
        .conflict,
        max == 0
          ? Text(zh: "工单 \(no)：流程不允许延期", en: "order \(no): its process gives no more time")
          : Text(
            zh: "工单 \(no)：时限 \(clock) 最多延期 \(max) 次",
            en: "order \(no): \(clock) was extended \(counted(max, "time", "times")), which is all")
      )
    case .extensionAsked(let clock):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 的 \(clock) 已有待批的延期申请；用 `hotline order approve-extension \(no)` 批准或加 --refuse 驳回",
          en:
            "order \(no): more time for \(clock) was asked for already; decide with `hotline order approve-extension \(no)`, or --refuse it"
        ))
    default:
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 没有待批的延期申请；用 `hotline order extend \(no) --by 3wd` 申请",
          en: "order \(no): nobody asked for more time; ask with `hotline order extend \(no) --by 3wd`"))
    }
  }
}
