import BackOffice
import Domain
import Foundation

extension OrderCommand.Act {
  private static let columns = [
    ListColumn("no", Text(zh: "工单号", en: "no"), .code),
    ListColumn("action", Text(zh: "动作", en: "action"), .code),
    ListColumn("label", Text(zh: "名称", en: "label"), priority: 1),
    ListColumn("to", Text(zh: "到", en: "to")),
    ListColumn("by", Text(zh: "谁可以做", en: "who may")),
    ListColumn("needs", Text(zh: "需要", en: "needs")),
    ListColumn("done", Text(zh: "已做次数", en: "done"), .integer, priority: 3),
    ListColumn("max", Text(zh: "最多", en: "at most"), .integer, priority: 2),
  ]

  /// What the state of each order allows.
  func showPossible(_ numbers: [OrderNumber]) async throws {
    let workplace = Workplace(change.output)
    try await workplace.sitting { session in
      let zone = change.output.zone(office: try await session.definitions().calendar.timeZone)
      let language = workplace.console.language
      let listing = try Listing(
        title: Text(zh: "可做的动作", en: "possible actions"), columns: Self.columns, options: change.output,
        console: workplace.console, zone: zone)
      for no in numbers {
        let loaded = try await session.load(no)
        let words = OfficeWords(loaded.definitions, isForPeople: change.output.isTable, language)
        for action in loaded.process.actions(from: loaded.order.state) {
          let to = loaded.process.state(action.to)?.labels
          let done = loaded.order.actionCounts[action.key.rawValue, default: 0]
          try listing.append([
            .code(no.description), .code(action.key.rawValue),
            .text((language == .zh ? action.labels.zh : action.labels.en) ?? action.key.rawValue),
            .text((change.output.isTable ? language == .zh ? to?.zh : to?.en : nil) ?? action.to.rawValue),
            .text(action.by.map { words.role($0) }.joined(separator: ", ")),
            .text(Self.needs(of: action)),
            .integer(done), .integer(action.max),
          ])
        }
        if let head = loaded.order.head {
          workplace.console.say(
            Text(
              zh: "工单 \(no) 已合并到 \(head)；拆出：hotline order unmerge \(no)",
              en: "order \(no) was merged into \(head); to take it out: hotline order unmerge \(no)"))
        }
      }
      try listing.finish()
    }
  }

  /// What must be filled in, whatever the answers are; a field that depends on one is followed by `?`.
  private static func needs(of action: Action) -> String? {
    let asked = action.asks.fields.filter(\.isRequired).map { $0.name.rawValue + ($0.condition == nil ? "" : "?") }
    let all = action.needs.map(\.rawValue) + asked
    return all.isEmpty ? nil : all.joined(separator: ", ")
  }
}
