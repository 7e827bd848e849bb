import Domain
import Foundation
import Projections

/// A line of the board as values: codes for scripts, the process's own words for people.
struct BoardWords: Sendable {
  private let words: OfficeWords
  private let language: Language?
  private let cells: [BoardColumn]

  /// - Parameter keys: the columns, in their order; without them what people, or scripts, most often want.
  init(_ definitions: Definitions, _ output: OutputOptions, _ language: Language, keys: [BoardColumn]? = nil) {
    words = definitions.words(output, language)
    self.language = output.isForPeople ? language : nil
    cells = keys ?? (output.isForPeople ? BoardColumn.usual : BoardColumn.allCases)
  }

  /// The columns of ``row(_:)``.
  var columns: [ListColumn] {
    cells.enumerated().map { place, cell in
      let isLate: @Sendable ([Value]) -> Style? = { row in row[place] == .flag(true) ? .overdue : nil }
      return ListColumn(
        cell.rawValue, cell.heading, cell.kind, priority: cell.dropPriority, style: cell == .overdue ? isLate : nil)
    }
  }

  func row(_ row: BoardRow) -> [Value] { cells.map { value($0, row) } }

  private func value(_ cell: BoardColumn, _ row: BoardRow) -> Value {
    switch cell {
    case .no: .code(row.no.description)
    case .key: .code(row.key)
    case .process: .text(words.process(row.process, version: row.processVersion))
    case .processVersion: .integer(row.processVersion)
    case .category: .text(row.category)
    case .title: .text(row.title)
    case .state: .text(words.state(row.state, of: row.process, version: row.processVersion))
    case .kind: .text(words.kind(row.kind))
    case .unit: .text(row.unit)
    case .staff: .text(row.staff)
    case .stage: .text(row.stage.map { stage in language.map { stage.cell.words($0) } ?? stage.rawValue })
    case .priority: .text(language.map { row.priority.words($0) } ?? row.priority.rawValue)
    case .area: .text(row.area)
    case .parent: .code(row.parent?.description)
    case .intake: .text(row.intake)
    case .assists: .text(row.assists.isEmpty ? nil : row.assists.joined(separator: ", "))
    case .secret: .flag(row.isSecret)
    case .channel: .text(words.channel(row.channel))
    case .campaign: .text(row.campaign)
    case .openedAt: .instant(row.openedAt)
    case .beginsAt: .instant(row.beginsAt)
    case .dueAt: .deadline(row.dueAt)
    case .finishedAt: .instant(row.finishedAt)
    case .overdue: .flag(row.isOverdue)
    }
  }
}

/// A column of a list of orders, by the name that scripts and saved views use.
enum BoardColumn: String, CaseIterable, Sendable {
  case no, key, process, processVersion, category, title, state, kind, unit, staff, stage, priority, area, parent,
    intake, assists
  case secret, channel, campaign, openedAt, beginsAt, dueAt, finishedAt, overdue

  /// What people see where they do not choose.
  static let usual: [BoardColumn] = [
    .no, .key, .process, .category, .title, .state, .kind, .unit, .openedAt, .dueAt, .finishedAt, .overdue,
  ]

  var heading: Text {
    switch self {
    case .no: Text(zh: "工单号", en: "no")
    case .key: Text(zh: "编号", en: "key")
    case .process: Text(zh: "流程", en: "process")
    case .processVersion: Text(zh: "流程版本", en: "process version")
    case .category: Text(zh: "类别", en: "category")
    case .title: Text(zh: "标题", en: "title")
    case .state: Text(zh: "状态", en: "state")
    case .kind: Text(zh: "性质", en: "kind")
    case .unit: Text(zh: "单位", en: "unit")
    case .staff: Text(zh: "承办人", en: "staff")
    case .stage: Text(zh: "环节", en: "stage")
    case .priority: Text(zh: "紧急程度", en: "priority")
    case .area: Text(zh: "区域", en: "area")
    case .parent: Text(zh: "上级工单", en: "parent")
    case .intake: Text(zh: "受理单位", en: "taken in by")
    case .assists: Text(zh: "协办单位", en: "assisting")
    case .secret: Text(zh: "保密", en: "secret")
    case .channel: Text(zh: "渠道", en: "channel")
    case .campaign: Text(zh: "活动", en: "campaign")
    case .openedAt: Text(zh: "登记", en: "opened")
    case .beginsAt: Text(zh: "开始", en: "begins")
    case .dueAt: Text(zh: "期限", en: "due")
    case .finishedAt: Text(zh: "办结", en: "finished")
    case .overdue: Text(zh: "逾期", en: "overdue")
    }
  }

  var kind: ListColumn.Kind {
    switch self {
    case .no, .key, .parent: .code
    case .openedAt, .beginsAt, .dueAt, .finishedAt: .instant
    case .secret, .overdue: .flag
    case .processVersion: .integer
    case .process, .category, .title, .state, .kind, .unit, .staff, .stage, .priority, .area, .intake, .assists,
      .channel, .campaign:
      .text
    }
  }

  /// The order in which columns go where a terminal is narrow; 0 stays.
  var dropPriority: Int {
    switch self {
    case .no, .state, .unit, .dueAt, .overdue: 0
    case .category, .title: 1
    case .key, .staff, .priority: 2
    case .openedAt, .stage: 3
    case .process, .area, .beginsAt: 4
    case .finishedAt, .parent, .intake, .assists, .channel, .campaign: 5
    case .kind, .secret, .processVersion: 6
    }
  }
}

extension StateKind {
  /// What people call it.
  func words(_ language: Language) -> String {
    let text =
      switch self {
      case .open: Text(zh: "未办结", en: "open")
      case .done: Text(zh: "已办结", en: "done")
      case .closed: Text(zh: "已关闭", en: "closed")
      case .cancelled: Text(zh: "已取消", en: "cancelled")
      }
    return text(language)
  }
}

extension OrderPriority {
  /// What people call it.
  func words(_ language: Language) -> String {
    let text =
      switch self {
      case .low: Text(zh: "低", en: "low")
      case .normal: Text(zh: "普通", en: "normal")
      case .high: Text(zh: "紧急", en: "high")
      case .urgent: Text(zh: "特急", en: "urgent")
      }
    return text(language)
  }
}
