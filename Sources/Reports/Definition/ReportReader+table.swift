import Domain
import Projections
import Spreadsheets

extension ReportReader {
  private static let known = [
    "name", "labels", "notes", "rows", "lines", "columns", "measures", "where", "subtotals", "totals", "every",
    "compare",
    "chart", "top", "sort", "drill", "depth", "buckets",
  ]

  mutating func table(_ place: Place) -> TablePlan? {
    guard let fields = reader.fields(of: place, known: Self.known) else { return nil }
    let key: Key<TablePlan>? = reader.required("name", of: fields, in: place, example: "by-class")
      .flatMap { reader.name($0) }
    let labels = reader.requiredLabels(fields, in: place)
    let lines = lines(fields, place)
    let columns = fields["columns"].flatMap { dimension($0) }
    let measures = measures(fields, place)
    let rows = if case .of(let dimensions) = lines { dimensions } else { [ReportDimension]() }
    let dimensions = rows + [columns].compactMap(\.self)
    let every = (fields["every"].map { reader.items(of: $0) } ?? []).compactMap { self.every($0, of: dimensions) }
    let totals = totals(fields["totals"])
    let plan = TablePlan(
      key: key?.rawValue ?? "", labels: labels, notes: notes(fields["notes"]), lines: lines, columns: columns,
      measures: measures, filters: fields["where"].map { self.filters($0) } ?? [],
      hasSubtotals: fields["subtotals"].flatMap { reader.truth($0) } ?? false, totalsRows: totals.contains("rows"),
      totalsColumns: totals.contains("columns"), every: every,
      top: top(fields["top"], rows), sort: sort(fields["sort"], measures),
      comparison: fields["compare"].flatMap { comparison($0) }, charts: charts(fields["chart"], measures),
      hasDrill: fields["drill"].flatMap { reader.truth($0) } ?? false, generalDepth: depth(fields["depth"], rows),
      buckets: buckets(fields["buckets"], place, dimensions))
    check(plan, fields, place)
    return key == nil ? nil : plan
  }

  private mutating func lines(_ fields: [String: Place], _ place: Place) -> TablePlan.Lines {
    if let place = fields["lines"] {
      if reader.written(place) != "measures" {
        reader.refuse(place, "lines are dimensions or measures", "write `rows: […]`, or `lines: measures`")
      }
      if let rows = fields["rows"] { reader.refuse(rows, "`rows` and `lines` exclude one another", "leave one out") }
      return .measures
    }
    guard let rows = reader.required("rows", of: fields, in: place, example: "[category]") else { return .of([]) }
    var dimensions: [ReportDimension] = []
    for item in rows.isList ? reader.items(of: rows) : [rows] {
      guard let dimension = dimension(item) else { continue }
      if dimensions.contains(dimension) {
        reader.refuse(item, "`\(dimension.name)` is listed twice", "keep one of them")
      } else {
        dimensions.append(dimension)
      }
    }
    return .of(dimensions)
  }

  private mutating func dimension(_ place: Place) -> ReportDimension? {
    guard let word = reader.written(place) else { return nil }
    if let dimension = ReportDimension(word) { return dimension }
    reader.refuse(place, "there is no dimension `\(word)`", Spelling.advice(for: word, in: ReportDimension.names))
    return nil
  }

  private mutating func measures(_ fields: [String: Place], _ place: Place) -> [MeasureKey] {
    guard let list = reader.required("measures", of: fields, in: place, example: "[opened]") else { return [] }
    return reader.references(list, to: "measure", in: measures.keys.sorted())
  }

  private mutating func every(_ place: Place, of dimensions: [ReportDimension]) -> ReportDimension? {
    guard let dimension = dimension(place) else { return nil }
    guard dimensions.contains(dimension) else {
      reader.refuse(
        place, "the table has no `\(dimension.name)`", "use one of \(dimensions.map(\.name).joined(separator: ", "))")
      return nil
    }
    guard dimension.isClosed else {
      reader.refuse(
        place, "nobody knows all there are of `\(dimension.name)`", "leave it out: the values that occur are shown")
      return nil
    }
    return dimension
  }

  /// `10`, of the first dimension; or `{category: 10}`, of those that are named.
  private mutating func top(_ place: Place?, _ rows: [ReportDimension]) -> [ReportDimension: Int] {
    guard let place else { return [:] }
    guard place.isTable else {
      guard let first = rows.first, let count = reader.integer(place, in: 1...10_000) else { return [:] }
      return [first: count]
    }
    var top: [ReportDimension: Int] = [:]
    for (key, place) in reader.entries(of: place) ?? [] {
      guard let dimension = ReportDimension(key), rows.contains(dimension) else {
        reader.refuse(
          place, "the table has no lines by `\(key)`", "use one of \(rows.map(\.name).joined(separator: ", "))")
        continue
      }
      top[dimension] = reader.integer(place, in: 1...10_000)
    }
    return top
  }

  private mutating func totals(_ place: Place?) -> Set<String> {
    guard let place else { return ["rows"] }
    var totals: Set<String> = []
    for item in reader.items(of: place) {
      guard let word = reader.written(item) else { continue }
      if word == "rows" || word == "columns" {
        totals.insert(word)
      } else {
        reader.refuse(item, "there is no total of `\(word)`", "use rows, columns, both or `[]`")
      }
    }
    return totals
  }

  private mutating func sort(_ place: Place?, _ measures: [MeasureKey]) -> TablePlan.Sort? {
    guard let place, let word = reader.written(place) else { return nil }
    let isDescending = word.hasPrefix("-")
    let key = MeasureKey(rawValue: isDescending ? String(word.dropFirst()) : word)
    guard measures.contains(key) else {
      reader.refuse(
        place, "the table has no measure `\(key)`", Spelling.advice(for: key.rawValue, in: measures.map(\.rawValue)))
      return nil
    }
    return TablePlan.Sort(measure: key, isDescending: isDescending)
  }

  private mutating func comparison(_ place: Place) -> ReportComparison? {
    guard let word = reader.written(place) else { return nil }
    if let comparison = ReportComparison(word) { return comparison }
    reader.refuse(
      place, "`\(word)` is nothing to compare with", "use year, 52-weeks, previous or 2025-01-01..2025-02-01")
    return nil
  }

  private mutating func depth(_ place: Place?, _ rows: [ReportDimension]) -> Int {
    guard let place, let fields = reader.fields(of: place, known: ["general"]), let general = fields["general"] else {
      return min(1, rows.count)
    }
    return reader.integer(general, in: 0...max(rows.count, 1)) ?? 1
  }

  private mutating func buckets(
    _ place: Place?, _ table: Place, _ dimensions: [ReportDimension]
  ) -> [FactValue: [Double]] {
    var found: [FactValue: [Double]] = [:]
    for (key, place) in place.flatMap({ reader.entries(of: $0) }) ?? [] {
      guard case .bucket(let value)? = ReportDimension(key) else {
        reader.refuse(place, "`\(key)` has no buckets", "use age, lateness or wait")
        continue
      }
      let borders = reader.items(of: place).compactMap { reader.seconds($0) }
      if borders != borders.sorted() || Set(borders).count < borders.count {
        reader.refuse(place, "the borders do not grow", "write the smallest first, each once: [7d, 30d]")
      }
      found[value] = borders
    }
    for case .bucket(let value) in dimensions where found[value] == nil {
      let name = ReportDimension.bucket(value).name
      reader.refuse(table, "`\(name)` has no buckets", "write `buckets: {\(name): [7d, 30d]}`")
    }
    return found
  }

  private mutating func charts(_ place: Place?, _ measures: [MeasureKey]) -> [TablePlan.Chart] {
    guard let place else { return [] }
    return reader.items(of: place).compactMap { item in
      guard let fields = reader.fields(of: item, known: ["type", "of", "limit", "labels"]) else { return nil }
      let kinds: [(String, ChartKind)] = [
        ("bar", .bar), ("column", .column), ("line", .line), ("stacked", .stackedColumn), ("stacked-bar", .stackedBar),
        ("pie", .pie),
      ]
      guard let type = reader.required("type", of: fields, in: item, example: "bar"), let word = reader.written(type)
      else { return nil }
      guard let kind = kinds.first(where: { $0.0 == word })?.1 else {
        reader.refuse(type, "there is no chart `\(word)`", Spelling.advice(for: word, in: kinds.map(\.0)))
        return nil
      }
      let drawn = fields["of"].map { reader.references($0, to: "measure", in: measures) } ?? Array(measures.prefix(1))
      return TablePlan.Chart(
        kind: kind, measures: drawn, limit: fields["limit"].flatMap { reader.integer($0, in: 1...400) } ?? 40,
        labels: reader.labels(fields))
    }
  }
}

extension ReportDimension {
  /// Whether all its values are known.
  var isClosed: Bool {
    switch self {
    case .field(let field):
      switch field {
      case .process, .state, .kind, .stage, .category, .unit, .area, .priority, .verdict, .partyClass, .partyKind,
        .form, .outcome, .imported, .ended:
        true
      case .person, .recorder, .intake, .channel, .campaign, .relation, .region, .step, .actor, .detail, .item,
        .field, .answer, .reason, .target, .batch, .file, .queue:
        false
      }
    case .level, .bucket, .time: true
    }
  }
}
