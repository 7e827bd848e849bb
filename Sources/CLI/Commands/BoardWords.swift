import Domain
import Foundation
import Projections

/// A line of the board as values: codes for scripts, the process's own words for people.
struct BoardWords: Sendable {
  private let definitions: Definitions
  private let language: Language?

  init(_ definitions: Definitions, _ output: OutputOptions, _ language: Language) {
    self.definitions = definitions
    let isForPeople = (try? output.target().shape).map { $0 == .format(.table) || $0 == .workbook } ?? false
    self.language = isForPeople ? language : nil
  }

  static let columns = [
    ListColumn("no", Text(zh: "工单号", en: "no"), .code),
    ListColumn("key", Text(zh: "编号", en: "key"), .code, priority: 2),
    ListColumn("process", Text(zh: "流程", en: "process"), priority: 4),
    ListColumn("category", Text(zh: "类别", en: "category"), priority: 1),
    ListColumn("title", Text(zh: "标题", en: "title"), priority: 1),
    ListColumn("state", Text(zh: "状态", en: "state")),
    ListColumn("kind", Text(zh: "性质", en: "kind"), priority: 6),
    ListColumn("unit", Text(zh: "单位", en: "unit")),
    ListColumn("openedAt", Text(zh: "登记", en: "opened"), .instant, priority: 3),
    ListColumn("dueAt", Text(zh: "期限", en: "due"), .instant),
    ListColumn("finishedAt", Text(zh: "办结", en: "finished"), .instant, priority: 5),
    ListColumn(
      "overdue", Text(zh: "逾期", en: "overdue"), .flag,
      style: { row in row.last == .flag(true) ? .overdue : nil }),
  ]

  func row(_ row: BoardRow) -> [Value] {
    [
      .code(row.no.description), .code(row.key), .text(process(row)), .text(row.category), .text(row.title),
      .text(state(row)), .text(kind(row.kind)), .text(row.unit), .instant(row.openedAt), .instant(row.dueAt),
      .instant(row.finishedAt), .flag(row.isOverdue),
    ]
  }

  private func process(_ row: BoardRow) -> String {
    let labels = definitions.process(row.process, version: row.processVersion)?.labels
    return word(labels) ?? row.process.rawValue
  }

  private func state(_ row: BoardRow) -> String {
    let labels = definitions.process(row.process, version: row.processVersion)?.state(row.state)?.labels
    return word(labels) ?? row.state.rawValue
  }

  private func kind(_ kind: StateKind) -> String {
    guard let language else { return kind.rawValue }
    let text =
      switch kind {
      case .open: Text(zh: "未办结", en: "open")
      case .done: Text(zh: "已办结", en: "done")
      case .closed: Text(zh: "已关闭", en: "closed")
      case .cancelled: Text(zh: "已取消", en: "cancelled")
      }
    return text(language)
  }

  private func word(_ labels: Labels?) -> String? {
    guard let language else { return nil }
    return language == .zh ? labels?.zh : labels?.en
  }
}
