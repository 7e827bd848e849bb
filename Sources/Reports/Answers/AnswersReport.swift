import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
  /// What was answered in the forms of orders: reply states, outcomes, satisfaction.
  static let answers = ReportDefinition(
    key: "answers",
    title: Words(zh: "表单统计", en: "Answers"),
    purpose: Words(
      zh: "一段时间内受理的工单，表单各选项各有多少：答复状态、调解结果、满意度",
      en: "how often each choice stands in the forms of a period's orders: reply states, outcomes, satisfaction"),
    timeFrame: .period, sheets: [byAnswer], models: [OrderAnswers()])

  private static let byAnswer = ReportSheet(
    "by-answer", Words(zh: "按选项", en: "By answer"),
    notes: [
      Words(
        zh: "统计本期受理的工单，取时间段结束时的填写内容；封闭选项没有人选也列出。各选项占比以填写了该项的工单为分母，答复率以受理的工单为分母。",
        en:
          "Of the orders opened in the period, as their forms read at its end; choices that nobody made are listed, too. The share of a choice is of the orders that have the field filled in; the response rate is of all."
      )
    ],
    columns: [
      ReportColumn("process", zh: "流程", en: "Process", .text),
      ReportColumn("field", zh: "项目", en: "Field", .text),
      ReportColumn("answer", zh: "选项", en: "Answer", .text),
      ReportColumn("orders", zh: "工单数", en: "Orders", .integer),
      ReportColumn("share", zh: "占比", en: "Share", .percent),
      ReportColumn("base", zh: "基数", en: "Of", .integer),
    ],
    frozenColumns: 2, shares: answerShares
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
    let scope = context.request.scope
    let counts = try OrderStatistics.answers(period, scope, upTo: context.basis.position, on: connection)
    let opened = try OrderStatistics.openings(period, scope, on: connection)
    for line in lines(counts, opened, context) {
      try row(
        ReportRow(
          line.head + [
            .integer(line.orders), .percent(line.base == 0 ? nil : Double(line.orders) / Double(line.base)),
            .integer(line.base),
          ], line.isSum ? .total : .none))
    }
  }

  private static let answerShares: @Sendable (ReportContext, Portions, isolated Connection) throws -> [SheetShare] = {
    context, portions, connection in
    guard case .period(let period) = context.request.time else { return [] }
    let scope = context.request.scope
    let counts = try OrderStatistics.answers(
      period, scope, upTo: context.basis.position, of: portions, on: connection)
    var sums = ShareSums()
    for (portion, opened) in try OrderStatistics.openings(period, scope, of: portions, on: connection) {
      for line in lines(counts[portion] ?? [], opened, context) {
        let (orders, base) = (Double(line.orders), Double(line.base))
        sums.add([orders], line.head, "orders", portion, isSum: true)
        sums.add([orders, base], line.head, "share", portion, isSum: false)
        sums.add([base], line.head, "base", portion, isSum: true)
      }
    }
    return sums.all
  }

  private struct AnswerLine {
    let head: [ReportValue]
    let orders: Int
    let base: Int
    var isSum = false
  }

  private static func lines(
    _ counts: [OrderStatistics.AnswerCount], _ opened: [ProcessKey: Int], _ context: ReportContext
  ) -> [AnswerLine] {
    var lines: [AnswerLine] = []
    for process in context.definitions.all where opened[process.key] != nil {
      for field in process.countedFields {
        let found = counts.filter { $0.process == process.key && $0.field == field.name.rawValue }
        let sum = found.reduce(0) { $0 + $1.orders }
        let listed = field.answers
        let others = found.map(\.value).filter { value in !listed.contains(value) }
        let head: [ReportValue] = [
          context.process(process.key),
          .label(Words(field.labels, key: field.name.rawValue), code: field.name.rawValue),
        ]
        for answer in listed + others {
          let orders = found.first { $0.value == answer }?.orders ?? 0
          lines.append(
            AnswerLine(head: head + [.label(field.words(for: answer), code: answer)], orders: orders, base: sum))
        }
        let filledIn = ReportValue.label(Words(zh: "（已填写，答复率）", en: "(filled in: response rate)"), code: nil)
        lines.append(AnswerLine(head: head + [filledIn], orders: sum, base: opened[process.key] ?? 0, isSum: true))
      }
    }
    return lines
  }
}

extension Domain.Process {
  /// The fields whose answers are codes that repeat, each once.
  fileprivate var countedFields: [Field] {
    var fields: [Field] = []
    for field in form.fields + actions.flatMap(\.asks.fields) where !field.isPersonal {
      guard !fields.contains(where: { $0.name == field.name }) else { continue }
      switch field.kind {
      case .choice, .flag, .number: fields.append(field)
      case .text, .long, .date, .time, .phone, .money: break
      }
    }
    return fields
  }
}

extension Field {
  /// The answers there can be, where they are a closed list.
  fileprivate var answers: [String] {
    switch kind {
    case .choice: choices.map(\.key.rawValue)
    case .flag: ["true", "false"]
    case .text, .long, .number, .date, .time, .phone, .money: []
    }
  }

  fileprivate func words(for answer: String) -> Words {
    switch (kind, answer) {
    case (.flag, "true"): Words(zh: "是", en: "yes")
    case (.flag, "false"): Words(zh: "否", en: "no")
    default: Words(choice(answer)?.labels, key: answer)
    }
  }
}
