import Domain
import FoundationEssentials
import Postgres
import Projections

extension ReportCatalog {
  private static let noTopic = ReportValue.label(Words(zh: "（无主题）", en: "(no topic)"), code: nil)

  static let byTopic = ReportSheet(
    "by-topic", Words(zh: "按主题和内容", en: "By topic and content"),
    notes: [
      Words(
        zh: "主题与内容取自分类树，名称为时间段结束时的名称；不在任何分类树中的类别没有主题。",
        en:
          "Topic and content come from the category trees, by the names they had at the end of the period; a category of no tree has no topic."
      ),
      onTimeRule,
    ],
    columns: [
      ReportColumn("topic", zh: "主题", en: "Topic", .text),
      ReportColumn("category", zh: "内容", en: "Content", .text),
    ] + figureColumns,
    frozenColumns: 2,
    shares: figureShares { share, context in
      let category = share.cell.category
      return [[context.topic(of: category) ?? noTopic, context.category(category)], [total, .none]]
    }
  ) { context, connection, row in
    guard let period = context.request.counted else { return }
    var sums: [String?: OrderStatistics.Figures] = [:]
    for cell in try OrderStatistics.figures(period, context.request.scope, on: connection) {
      sums[cell.category] = (sums[cell.category] ?? .init()) + cell.figures
    }
    // In the order of the trees; what stands in none comes last, by code.
    let listed = context.categoryCodes.filter { sums[$0] != nil }
    let others = sums.keys.compactMap { $0 }.filter { !listed.contains($0) }.sorted()
    for code in (listed + others).map(Optional.some) + [nil] {
      guard let figures = sums[code] else { continue }
      try row(ReportRow([context.topic(of: code) ?? noTopic, context.category(code)] + figureValues(figures)))
    }
    let sum = sums.values.reduce(OrderStatistics.Figures()) { $0 + $1 }
    try row(ReportRow([total, .none] + figureValues(sum), .total))
  }
}

extension ReportContext {
  /// The topic that a category belongs to; `nil` where it stands in no tree.
  fileprivate func topic(of code: String?) -> ReportValue? {
    guard let code, let topic = categoryPaths[code]?.first else { return nil }
    return .label(Words(topic.labels, key: topic.key), code: topic.key)
  }

  /// The codes of all trees, in their order.
  var categoryCodes: [String] {
    definitions.categoryTrees.compactMap { definitions.categories($0.key, at: request.asOf) }
      .flatMap { $0.all.map(\.node.key) }
  }
}
