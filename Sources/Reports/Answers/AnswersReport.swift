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
    frozenColumns: 2
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
    let scope = context.request.scope
    let counts = try OrderStatistics.answers(period, scope, upTo: context.basis.position, on: connection)
    let opened = try OrderStatistics.openings(period, scope, on: connection)
    for process in context.definitions.all where opened[process.key] != nil {
      for field in process.countedFields {
        let found = counts.filter { $0.process == process.key && $0.field == field.name.rawValue }
        let sum = found.reduce(0) { $0 + $1.orders }
        let listed = field.answers
        let others = found.map(\.value).filter { value in !listed.contains(value) }
        for answer in listed + others {
          let orders = found.first { $0.value == answer }?.orders ?? 0
          try row(
            ReportRow([
              context.process(process.key),
              .label(Words(field.labels, key: field.name.rawValue), code: field.name.rawValue),
              .label(field.words(for: answer), code: answer), .integer(orders),
              .percent(sum == 0 ? nil : Double(orders) / Double(sum)), .integer(sum),
            ]))
        }
        let all = opened[process.key] ?? 0
        try row(
          ReportRow(
            [
              context.process(process.key),
              .label(Words(field.labels, key: field.name.rawValue), code: field.name.rawValue),
              .label(Words(zh: "（已填写，答复率）", en: "(filled in: response rate)"), code: nil), .integer(sum),
              .percent(all == 0 ? nil : Double(sum) / Double(all)), .integer(all),
            ], .total))
      }
    }
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
