/// The table in which each line is a measure.
extension TableSheet {
  var measureSheet: ReportSheet {
    let cells = groups.flatMap { group in parts(shown).map { (group: group, part: $0) } }
    var columns = [ReportColumn("figure", zh: "指标", en: "Figure", .text)]
    columns += cells.map { measureColumn($0.group, $0.part) }
    if question.columns == nil { columns.append(ReportColumn("rule", zh: "计算方法", en: "How it is counted", .text)) }
    let rows = shown.map { measure in
      var values = [Self.head(measure)]
      values += cells.map { value(measure, [FactGroup(rows: [], column: $0.group)], $0.part) }
      if question.columns == nil {
        let formula = measure.formula(in: measures)
        values.append(.label(formula.rule, code: formula.id))
      }
      return ReportRow(values)
    }
    return ReportSheet(
      plan.key, Words(plan.labels, key: plan.key), notes: notes, columns: columns, frozenColumns: 1,
      isUpright: columns.count <= 5,
      formulas: MeasureClosure(plan.measures, in: measures).all.map { $0.formula(in: measures) }
    ) { _, _, row in
      for line in rows { try row(line) }
    }
  }

  /// A column of the table in which each line is a measure.
  func measureColumn(_ group: FactGroup.Column, _ part: ReportColumn.Part) -> ReportColumn {
    var (key, heading): (String, Words) = ("value", Words(zh: "数值", en: "Value"))
    if let dimension = question.columns {
      let value = value(of: group, dimension)
      (key, heading) = (value.key, value.words)
    }
    guard base != nil else { return ReportColumn(key, heading, .mixed) }
    return ReportColumn(
      part == .value ? key : "\(key).\(part.rawValue)", part.heading, part.kind(.mixed),
      group: question.columns == nil ? nil : heading, part: part)
  }

  /// What stands before the figures of a measure's line.
  static func head(_ measure: Measure) -> ReportValue {
    .label(Words(measure.labels, key: measure.key.rawValue), code: measure.key.rawValue)
  }
}
