import BackOffice
import Domain
import Foundation

extension Explanation {
  /// Why a campaign does not do as asked, and the way out.
  static func of(_ refusal: CampaignRefusal, _ zone: TimeZone) -> Failure {
    switch refusal {
    case .noSuchCampaign(let key, let known):
      Failure(
        .usage,
        .unknown(
          Text(zh: "没有外呼活动 \(key)", en: "there is no campaign \(key)"), "\(key)", in: known.map { "\($0)" },
          none: Text(zh: "请先用 hotline campaign publish 发布", en: "publish one with hotline campaign publish")))
    case .notPossible(let wish, let key, let stage):
      Failure(
        .conflict,
        Text(
          zh: "外呼活动 \(key) \(stage.words(.zh))，不能 \(wish.rawValue)；未开始或已结束的用 start，进行中的用 pause",
          en:
            "campaign \(key) is \(stage.words(.en)): \(wish.rawValue) is not possible; start what is planned or ended, pause what is running"
        ))
    case .notRunning(let key, let stage):
      Failure(
        .conflict,
        Text(
          zh:
            "外呼活动 \(key) \(stage.words(.zh))，现在不发放对象；\(stage == .paused ? "用 hotline campaign resume \(key) 继续" : "用 hotline campaign start \(key) 开始")",
          en:
            "campaign \(key) is \(stage.words(.en)), nothing is given out; \(stage == .paused ? "hotline campaign resume \(key) goes on" : "hotline campaign start \(key) begins")"
        ))
    case .resultFirst(let no, let key):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no)（活动 \(key)）还没有结果；先用 hotline campaign result \(no) 结果 登记，或退回：hotline campaign release \(no)",
          en:
            "order \(no) of campaign \(key) has no result yet; record it first: hotline campaign result \(no) OUTCOME; or give it back: hotline campaign release \(no)"
        ))
    case .againIsPast(let no, let again):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no)：--again \(again.told(zone)) 已经过去；请写将来的时间，例如 --again +1d",
          en: "order \(no): --again \(again.told(zone)) is over already; give a time to come, such as --again +1d"))
    case .busy(let actor):
      Failure(
        .locked,
        Text(zh: "\(actor) 的另一条命令正在领取；请稍后再试", en: "another command of \(actor) is taking a target; try again"))
    case .notTaken(let no, let by):
      Failure(
        .conflict,
        by.map { by in
          Text(zh: "工单 \(no) 由 \(by) 领取；由其登记结果", en: "order \(no) was taken by \(by), who records the result")
        }
          ?? Text(
            zh: "工单 \(no) 没有人领取；先用 hotline campaign next 领取，或用 hotline order act 办理",
            en:
              "nobody took order \(no); take one with hotline campaign next, or do an action with hotline order act"))
    case .notATarget(let no):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no) 不属于任何外呼活动；用 hotline order act 办理", en: "order \(no) is of no campaign; use hotline order act"))
    case .notAnOutcome(let no, let action, let known):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no)：\(action) 不是此活动的结果；可选 \(known.map { $0.words(.zh) }.joined(separator: "、"))",
          en:
            "order \(no): \(action) is no outcome of its campaign; there are \(known.map { $0.words(.en) }.joined(separator: ", "))"
        ))
    case .outsideHours(let key, let opens):
      Failure(
        .conflict,
        Text(
          zh: "外呼活动 \(key) 现在不在呼叫时段；\(opens.map { "下一时段 \(told($0, zone).zh) 开始" } ?? "一年内没有时段，请修改 hours")",
          en:
            "campaign \(key): nobody may be called at this hour; \(opens.map { "calling begins at \(told($0, zone).en)" } ?? "its hours name none within a year, mend them")"
        ))
    case .nothingReady(let key, let next, let passedOver, let isEmpty):
      nothingReady(key, next, passedOver.sorted { $0.key.rawValue < $1.key.rawValue }, isEmpty, zone)
    case .noSuchAssignee(let typed, let nearest):
      Failure(
        .usage,
        Text(
          zh: "\(typed)：没有这样的人员或单位；\(nearest.map { "是否指 \($0)？" } ?? "请写工号、单位，或 单位/工号，后面可加 =30")",
          en:
            "\(typed): nobody is called so; \(nearest.map { "did you mean \($0)?" } ?? "write a code of the staff, a unit, or unit/person, perhaps with =30 behind it")"
        ))
    case .otherMailing(let key, let difference): otherMailing(key, difference)
    case .noSuchMailing(let key):
      Failure(.usage, Text(zh: "没有名单 \(key)", en: "there is no mailing \(key)"))
    }
  }
  /// By the office's clock, and by that of the customer where it is another one.
  private static func told(_ opening: CallingClock.Opening, _ zone: TimeZone) -> Text {
    let here = opening.at.told(zone)
    guard opening.zone.secondsFromGMT(for: opening.at) != zone.secondsFromGMT(for: opening.at) else {
      return Text(here)
    }
    var clock = WallClock(zone: opening.zone)
    let there = clock.text(opening.at, .minute)
    return Text(
      zh: "\(here)（客户当地 \(opening.zone.identifier)：\(there)）",
      en: "\(here) (\(there) in \(opening.zone.identifier), where the customer is)")
  }

  private static func otherMailing(_ key: String, _ difference: MailingDifference) -> Failure {
    let (zh, en) =
      switch difference {
      case .purpose: ("用途不同（标签或邮件）", "for another purpose (labels, or mail)")
      case .people: ("收件人条件不同", "for other people: the conditions or the sample differ")
      case .subject: ("邮件标题不同", "with another subject")
      case .text: ("邮件正文不同", "with another text")
      }
    return Failure(
      .conflict,
      Text(
        zh: "名单 \(key) 已经制作过，\(zh)；要补发请用原来的内容，另发请换一个名称",
        en:
          "there is a mailing \(key), made \(en); give what it was made with to send the rest of it, or give this one another name"
      ))
  }

  private static func nothingReady(
    _ key: CampaignKey, _ next: Date?, _ passedOver: [(key: PassedOver, value: Int)], _ isEmpty: Bool,
    _ zone: TimeZone
  ) -> Failure {
    let reasons = passedOver.map { reason, count in
      Text(zh: "\(count) 个\(reason.words.zh)", en: "\(count) \(reason.words.en)")
    }
    let passed =
      reasons.isEmpty
      ? Text("")
      : Text(
        zh: "（\(reasons.map(\.zh).joined(separator: "，"))）",
        en: " (passed over: \(reasons.map(\.en).joined(separator: ", ")))")
    let wayOut =
      if isEmpty {
        Text(zh: "用 hotline campaign fill \(key) 加入对象", en: "add targets with hotline campaign fill \(key)")
      } else if passedOver.contains(where: { $0.key == .withOthers }) {
        Text(
          zh: "用 hotline campaign assign \(key) --again 重新分配",
          en: "give them out anew with hotline campaign assign \(key) --again")
      } else if passedOver.contains(where: { $0.key == .beyondRights }) {
        Text(
          zh: "须有能登记结果的角色，请主管用 hotline person grant 授予",
          en: "it takes a role that may record an outcome; have it given with hotline person grant")
      } else {
        Text(
          zh: "其余的已办结、正在呼叫或次数已满，见 hotline campaign report \(key)",
          en: "the others are done, being called, or were tried as often as they may be: hotline campaign report \(key)"
        )
      }
    return Failure(
      .conflict,
      Text(
        zh:
          "外呼活动 \(key) 现在没有可呼叫的对象\(passed.zh)；\(next.map { "下一个在 \($0.told(zone))" } ?? wayOut.zh)",
        en:
          "campaign \(key) has nothing to call now\(passed.en); \(next.map { "the next is ready at \($0.told(zone))" } ?? wayOut.en)"
      ))
  }
}
