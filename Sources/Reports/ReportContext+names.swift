import Domain
import Projections

/// What codes are called: as configured at the report's log position, in trees as they read at the end of its time.
extension ReportContext {
  func process(_ key: ProcessKey) -> ReportValue {
    .label(Words(definitions.process(key)?.labels, key: key.rawValue), code: key.rawValue)
  }

  /// By the newest version of the process; a state that it no longer has goes by its key.
  func state(_ key: StateKey, of process: ProcessKey) -> ReportValue {
    .label(Words(definitions.process(process)?.state(key)?.labels, key: key.rawValue), code: key.rawValue)
  }

  /// By its name; by its code where it stands in no tree or has none.
  func unit(_ code: String?) -> ReportValue {
    guard let code else { return .label(Words(zh: "（未派单位）", en: "(no unit)"), code: nil) }
    return .label(Words(UnitKey(code).flatMap { units[$0] }?.name ?? code), code: code)
  }

  /// By the label it had then; by its code where it stands in no tree.
  func category(_ code: String?) -> ReportValue {
    guard let code else { return .label(Words(zh: "（未分类）", en: "(no category)"), code: nil) }
    return .label(Words(categoryPaths[code]?.last?.labels, key: code), code: code)
  }

  /// By its word; an office's own by its code.
  func channel(_ code: String?) -> ReportValue {
    guard let code else { return .notGiven }
    return .label(.channel(code), code: code)
  }

  func campaign(_ code: String?) -> ReportValue {
    guard let code else { return .label(Words(zh: "（不属外呼任务）", en: "(no campaign)"), code: nil) }
    return .label(Words(definitions.campaign(CampaignKey(rawValue: code))?.labels, key: code), code: code)
  }

  /// How an order came about: the process it follows from another one as.
  func relation(_ code: String?) -> ReportValue {
    switch code.map({ RelationKey(rawValue: $0) }) {
    case nil: return .label(Words(zh: "（独立受理）", en: "(of its own)"), code: nil)
    case .splitFrom?: return .label(Words(zh: "拆分", en: "split off"), code: code)
    case .mergedInto?: return .label(Words(zh: "并单", en: "merged"), code: code)
    case let relation?: return process(ProcessKey(rawValue: relation.rawValue))
    }
  }
}

extension ReportValue {
  static let notGiven = ReportValue.label(Words(zh: "（未注明）", en: "(not given)"), code: nil)

  static func kind(_ kind: StateKind) -> Self {
    let words =
      switch kind {
      case .open: Words(zh: "未办结", en: "open")
      case .done: Words(zh: "已办结", en: "done")
      case .closed: Words(zh: "已关闭", en: "closed")
      case .cancelled: Words(zh: "已取消", en: "cancelled")
      }
    return .label(words, code: kind.rawValue)
  }
}
