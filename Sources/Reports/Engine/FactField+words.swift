import Domain
import Projections

extension FactField {
  /// The values of fields that the program itself knows, with their words.
  var knownWords: [(key: String, words: Words)] {
    switch self {
    case .stage:
      [
        (DeskStage.unsigned.rawValue, Words(zh: "待签收", en: "unsigned")),
        (DeskStage.running.rawValue, Words(zh: "在办", en: "running")),
        (DeskStage.returned.rawValue, Words(zh: "已退回", en: "returned")),
      ]
    case .priority:
      [
        ("low", Words(zh: "低", en: "low")), ("normal", Words(zh: "一般", en: "normal")),
        ("high", Words(zh: "紧急", en: "high")), ("urgent", Words(zh: "特急", en: "urgent")),
      ]
    case .verdict:
      [
        ("on-time", Words(zh: "按时", en: "on time")), ("late", Words(zh: "逾期", en: "late")),
        ("without-due", Words(zh: "无期限", en: "without due time")),
      ]
    case .partyClass:
      [
        ("vip", Words(zh: "重要客户", en: "VIP")), ("ordinary", Words(zh: "普通客户", en: "ordinary")),
        ("unknown", Words(zh: "未知客户", en: "unknown")),
      ]
    case .partyKind:
      [("person", Words(zh: "个人", en: "person")), ("organisation", Words(zh: "单位", en: "organisation"))]
    case .channel:
      [
        ("phone", Words(zh: "电话", en: "phone")), ("letter", Words(zh: "来信", en: "letter")),
        ("fax", Words(zh: "传真", en: "fax")), ("mail", Words(zh: "邮件", en: "mail")),
        ("web", Words(zh: "网站", en: "web")), ("app", Words(zh: "手机应用", en: "app")),
        ("message", Words(zh: "短信", en: "message")), ("recording", Words(zh: "录音留言", en: "recording")),
        ("visit", Words(zh: "来访", en: "visit")), ("list", Words(zh: "名单导入", en: "list")),
        ("staff", Words(zh: "内部上报", en: "staff")), ("system", Words(zh: "系统", en: "system")),
      ]
    case .outcome:
      [
        ("accepted", Words(zh: "接受", en: "accepted")), ("updated", Words(zh: "更新", en: "updated")),
        ("unchanged", Words(zh: "无变化", en: "unchanged")), ("duplicate", Words(zh: "重复", en: "duplicate")),
        ("rejected", Words(zh: "拒绝", en: "rejected")), ("skipped", Words(zh: "跳过", en: "skipped")),
      ]
    case .target:
      [
        ("customers", Words(zh: "客户", en: "customers")), ("outreach", Words(zh: "外呼名单", en: "call list")),
        ("survey", Words(zh: "调查名单", en: "survey list")), ("requests", Words(zh: "工单", en: "orders")),
        ("parts", Words(zh: "备件", en: "parts")), ("articles", Words(zh: "知识", en: "articles")),
      ]
    case .reason: RejectReason.allCases.map { ($0.rawValue, Words($0.reason, key: $0.rawValue)) }
    case .imported: [("stands", Words(zh: "有效", en: "stands")), ("undone", Words(zh: "已撤销", en: "undone"))]
    case .ended:
      [
        ("answered", Words(zh: "接通", en: "answered")), ("abandoned", Words(zh: "放弃", en: "abandoned")),
        ("flowed-out", Words(zh: "转出", en: "flowed out")), ("blocked", Words(zh: "未进队列", en: "blocked")),
        ("lost", Words(zh: "丢失", en: "lost")),
      ]
    case .process, .state, .kind, .category, .unit, .person, .recorder, .intake, .area, .campaign, .relation, .region,
      .form, .step, .actor, .detail, .item, .field, .answer, .batch, .file, .queue:
      []
    }
  }

  /// What steps of orders are called, beside the actions of processes (`act:…`) and what followed (`child:…`).
  static let steps =
    stepWords.map(\.key) + ["redo", "undone", "extension-asked", "extension-refused", "assist-asked"]

  /// The commonest of ``steps`` in words.
  static let stepWords: [(key: String, words: Words)] = [
    ("opened", Words(zh: "受理", en: "opened")), ("assigned", Words(zh: "直接派单", en: "assigned by hand")),
    ("reassigned", Words(zh: "改派", en: "reassigned by hand")),
    ("unassigned", Words(zh: "撤回派单", en: "assignment taken back")),
    ("with:assigned", Words(zh: "随操作派单", en: "assigned with a step")),
    ("with:reassigned", Words(zh: "随操作改派", en: "reassigned with a step")),
    ("returned", Words(zh: "退单", en: "returned")), ("reopened", Words(zh: "重新打开", en: "reopened")),
    ("repeated", Words(zh: "重复来电", en: "reported again")), ("urged", Words(zh: "催办", en: "urged")),
    ("extended", Words(zh: "延期", en: "extended")), ("noted", Words(zh: "备注", en: "noted")),
    ("line", Words(zh: "配件与费用", en: "line")), ("fired", Words(zh: "提醒", en: "reminded")),
  ]
}

extension Words {
  /// What a channel is called; an office's own by its code.
  public static func channel(_ code: String) -> Words {
    FactField.channel.knownWords.first { $0.key == code }?.words ?? Words(code)
  }
}
