import BackOffice
import Domain
import EventCodec
import Foundation
import Reports
import Spreadsheets

/// The lists of a diff of two reports: the figures that changed, or the events behind them.
struct ReportDiffListing {
  /// So many reasons of a figure are named to a person; the rest is counted.
  private static let mostNamed = 3
  /// So many positions of events stand beside a figure.
  private static let mostPositions = 50
  /// What is wider is no figure but words, which a terminal has no room for.
  private static let widestFigure = 20

  let diff: ReportDiff
  let output: OutputOptions
  let console: Console
  /// The office's, or the one that was asked for.
  let zone: TimeZone
  /// Every reason is named.
  let namesAll: Bool
  /// The figures that are told.
  let figures: [ReportDiff.Figure]
  /// So many changes in lists of the orders behind figures are not told.
  let leftOut: Int

  /// - Parameter withOrders: also what changed in lists of the orders behind figures, which scripts get always.
  init(
    _ diff: ReportDiff, _ output: OutputOptions, _ console: Console, _ zone: TimeZone, namesAll: Bool, withOrders: Bool
  ) {
    (self.diff, self.output, self.console, self.zone, self.namesAll) = (diff, output, console, zone, namesAll)
    let isShort = output.isForPeople && !withOrders
    // Where nothing else changed, this is the answer.
    let counted = diff.figures.filter { !$0.change.isDrill }
    figures = isShort && !counted.isEmpty ? counted : diff.figures
    leftOut = diff.figures.count - figures.count
  }

  /// Lists the figures, or the events behind them; to a person who is told that nothing changed, nothing.
  func show(events: Bool) throws {
    guard !figures.isEmpty || !output.isTable else { return }
    try events ? showEvents() : showFigures()
  }

  private func showFigures() throws {
    let isForPeople = output.isForPeople
    let names: ListColumn.Kind = isForPeople ? .text : .code
    let listing = try Listing(
      title: Text(zh: "变化的数字", en: "figures that changed"),
      columns: [
        ListColumn("table", Text(zh: "表", en: "table"), names), ListColumn("row", Text(zh: "行", en: "row")),
        ListColumn("column", Text(zh: "列", en: "column"), names),
        ListColumn("before", Text(zh: "先", en: "before"), .code),
        ListColumn("after", Text(zh: "后", en: "after"), .code),
        ListColumn("causes", Text(zh: "原因", en: "why"), priority: 1),
        ListColumn("by", Text(zh: "由谁引起", en: "because of"), least: 18),
        ListColumn("events", Text(zh: "事件", en: "events"), .code, priority: 2),
      ] + (isForPeople ? [] : [ListColumn("code", Text(zh: "行代码", en: "code of the row"), .code)]),
      options: output, console: console, zone: .gmt)
    let positions = Dictionary(grouping: diff.events, by: \.reason).mapValues { $0.map(\.event.position) }
    for figure in figures {
      let events = figure.shares.lazy.flatMap { positions[$0.reason] ?? [] }.prefix(Self.mostPositions)
      let (name, label) = (figure.change.name, figure.change.label)
      try listing.append(
        [
          isForPeople ? .text(label.table) : .code(name.table), .text(label.row),
          isForPeople ? .text(label.column) : .code(name.column),
          .code(shown(figure.change.before)), .code(shown(figure.change.after)),
          .text(words(figure.causes)), .text(reasons(figure)),
          .code(events.sorted().map(String.init).joined(separator: ",")),
        ] + (isForPeople ? [] : [.code(name.line.code)]))
    }
    try listing.finish()
  }

  private func showEvents() throws {
    let listing = try Listing(
      title: Text(zh: "变化背后的事件", en: "events behind the changes"),
      columns: [
        ListColumn("position", Text(zh: "位置", en: "position"), .integer),
        ListColumn("cause", Text(zh: "原因", en: "why")), ListColumn("no", Text(zh: "工单号", en: "order"), .code),
        ListColumn("event", Text(zh: "事件", en: "what"), .code),
        ListColumn("occurredAt", Text(zh: "发生时间", en: "happened"), .instant),
        ListColumn("recordedAt", Text(zh: "记录时间", en: "recorded"), .instant),
        ListColumn("actor", Text(zh: "经手人", en: "by"), .code),
        ListColumn("count", Text(zh: "事件数", en: "events"), .integer, priority: 1),
        ListColumn("orders", Text(zh: "工单数", en: "orders"), .integer, priority: 1),
        ListColumn("figures", Text(zh: "影响数字", en: "figures"), .integer),
      ], options: output, console: console, zone: zone)
    var counts: [Int: Int] = [:]
    for share in figures.flatMap(\.shares) { counts[share.reason, default: 0] += 1 }
    // Only what changed a figure that is told.
    let told = diff.events.filter { counts[$0.reason] != nil }
    var lines: [(position: Int64, values: [Value])] = told.map { event, reason in
      let cause = words(diff.reasons[reason].causes)
      let values: [Value] = [
        .integer(Int(event.position)), .text(cause), .code(event.stream.orderNumber?.description),
        .code(event.type.name), .instant(event.occurredAt), .instant(event.recordedAt),
        .code(event.authorship.actor), .integer(1), .integer(1), .integer(counts[reason] ?? 0),
      ]
      return (event.position, values)
    }
    for (index, reason) in diff.reasons.enumerated() {
      guard reason.isMany, let count = counts[index], let positions = reason.positions else { continue }
      let values: [Value] = [
        .integer(Int(positions.lowerBound)), .text(words(reason.causes)), .code(nil), .code(name(reason)),
        .instant(nil), .instant(nil), .code(nil), .integer(reason.eventCount), .integer(reason.orders),
        .integer(count),
      ]
      lines.append((positions.lowerBound, values))
    }
    for line in lines.sorted(by: { $0.position < $1.position }) { try listing.append(line.values) }
    try listing.finish()
  }

  /// As a figure reads, which is never cut: on a terminal only words end in `…`.
  private func shown(_ reading: ReportFigures.Reading?) -> String? {
    guard output.isForPeople else { return reading?.plain }
    guard output.isTable, console.outputIsTerminal, let words = reading?.shown,
      displayWidth(words) > Self.widestFigure
    else { return reading?.shown }
    return cut(words, to: Self.widestFigure)
  }

  private func words(_ causes: [ReportDiff.Cause]) -> String {
    guard output.isForPeople else { return causes.map(\.rawValue).joined(separator: ",") }
    return causes.map { $0.words(console.language) }.joined(separator: Text(zh: "、", en: ", ")(console.language))
  }

  /// What changed a figure, each with by how much.
  private func reasons(_ figure: ReportDiff.Figure) -> String {
    let shares = output.isForPeople ? together(figure.shares) : figure.shares
    let isShort = output.isForPeople && !namesAll && shares.count > Self.mostNamed
    let named = isShort ? shares.prefix(Self.mostNamed) : shares[...]
    var texts = named.map { share in
      let reason = diff.reasons[share.reason]
      guard output.isForPeople else { return name(reason) + (share.amount.map { "=\(Self.signed($0))" } ?? "") }
      return name(reason) + size(reason) + (share.amount.map { " \(figure.change.shown($0))" } ?? "")
    }
    if isShort {
      let rest = shares.dropFirst(Self.mostNamed)
      let sum = rest.compactMap(\.amount).reduce(0, +)
      let amount = rest.contains { $0.amount != nil } ? " \(figure.change.shown(sum))" : ""
      texts.append(Text(zh: "另外 \(rest.count) 项\(amount)", en: "\(rest.count) more\(amount)")(console.language))
    }
    return texts.joined(separator: output.isForPeople ? Text(zh: "；", en: "; ")(console.language) : ",")
  }

  /// Those of one import, order or person in one, whatever their causes.
  private func together(_ shares: [ReportDiff.Share]) -> [ReportDiff.Share] {
    var places: [ReportDiff.Origin: Int] = [:]
    var all: [ReportDiff.Share] = []
    for share in shares {
      let origin = diff.reasons[share.reason].origin
      if origin != .hidden, let place = places[origin] {
        let amount = all[place].amount.flatMap { known in share.amount.map { known + $0 } }
        all[place] = ReportDiff.Share(reason: all[place].reason, amount: amount)
      } else {
        places[origin] = all.count
        all.append(share)
      }
    }
    return all
  }

  /// `order:10000012` for scripts.
  private func name(_ reason: ReportDiff.Reason) -> String {
    let text: (script: String, people: Text) =
      switch reason.origin {
      case .order(let no): ("order:\(no)", Text(zh: "工单 \(no)", en: "order \(no)"))
      case .party(let party): ("party:\(party)", Text(zh: "客户 \(party)", en: "party \(party)"))
      case .batch(let id): ("batch:\(id.uuidString.lowercased())", batch(id, reason))
      case .command(let id):
        (
          "command:\(id.uuidString.lowercased())",
          Text(zh: "批量操作 \(id.uuidString.lowercased())", en: "bulk action \(id.uuidString.lowercased())")
        )
      case .hidden: ("hidden", Text(zh: "您无权查看的工单", en: "an order you may not see"))
      case .time: ("time", Text(zh: "统计期尚未结束，时间推移", en: "time that went by: the period was not over"))
      case .configuration(let position):
        ("configuration:\(position)", Text(zh: "配置事件 \(position)", en: "configuration at \(position)"))
      case .definition: ("definition", Text(zh: "报表定义", en: "definition of the report"))
      case .parameters: ("parameters", Text(zh: "参数", en: "parameters"))
      case .imports(let count): ("imports", Text(zh: "\(count) 次导入", en: "\(count) imports"))
      case .ranking:
        ("ranking", Text(zh: "名次变化，进入或退出所列的前几行", en: "the order of lines: came among the first, or left them"))
      case .unexplained: ("unexplained", Text(zh: "原因不明", en: "unexplained"))
      }
    return output.isForPeople ? text.people(console.language) : text.script
  }

  private func batch(_ id: UUID, _ reason: ReportDiff.Reason) -> Text {
    let name = (reason.file.map { "\($0) " } ?? "") + id.uuidString.lowercased().prefix(8)
    return Text(zh: "批次 \(name)", en: "batch \(name)")
  }

  /// How many are told together under a name, in one answer always the same: a line of the list of events has its own number.
  private func size(_ reason: ReportDiff.Reason) -> String {
    guard let size = reason.size else { return "" }
    let (orders, people) = (size.orders, size.people)
    let zh = [orders > 0 ? "\(orders) 单" : nil, people > 0 ? "客户 \(people) 个" : nil].compactMap(\.self)
    let en = [
      orders > 0 ? "\(orders) \(orders == 1 ? "order" : "orders")" : nil,
      people > 0 ? "\(people) \(people == 1 ? "customer" : "customers")" : nil,
    ].compactMap(\.self)
    return Text(
      zh: "（\(zh.joined(separator: "、"))一并统计）", en: " (\(en.joined(separator: " and ")) counted together)")(
        console.language)
  }

  private static func signed(_ amount: Double) -> String {
    let text = amount == amount.rounded() && abs(amount) < 1e15 ? "\(Int(amount))" : String(format: "%.2f", amount)
    return amount > 0 ? "+" + text : text
  }
}

extension ReportDiff.Reason {
  /// Whether it is told as one line, whatever it went on with.
  fileprivate var isMany: Bool {
    switch origin {
    case .batch, .command, .imports: true
    case .order, .party, .hidden, .time, .configuration, .definition, .parameters, .ranking, .unexplained: false
    }
  }
}
