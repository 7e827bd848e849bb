import Domain
import Projections

/// Reads the YAML of a report.
struct ReportReader {
  var reader: YAMLReader
  /// What it may count.
  let measures: [MeasureKey: Measure]
  var timeFrame = ReportDefinition.TimeFrame.period

  private static let known = ["report", "version", "labels", "purpose", "time", "where", "notes", "tables"]

  init(_ reader: YAMLReader, measures: [MeasureKey: Measure]) {
    self.reader = reader
    self.measures = measures
  }

  mutating func read(_ place: Place, isShipped: Bool, version: Int) -> ReportPlan? {
    guard let fields = reader.fields(of: place, known: Self.known) else { return nil }
    let key: Key<ReportPlan>? = reader.required("report", of: fields, in: place, example: "volume")
      .flatMap { reader.name($0) }
    let labels = reader.requiredLabels(fields, in: place)
    if let time = reader.required("time", of: fields, in: place, example: "period"), let word = reader.written(time) {
      switch word {
      case "period": timeFrame = .period
      case "instant": timeFrame = .instant
      default: reader.refuse(time, "`\(word)` is no time", "write `period` (--from --to) or `instant` (--as-of)")
      }
    }
    let filters = fields["where"].map { self.filters($0) } ?? []
    let notes = notes(fields["notes"])
    var tables: [TablePlan] = []
    if let list = reader.required("tables", of: fields, in: place, example: "[{name: …}]") {
      if !list.isList { reader.refuse(list, "not a list of tables", "write each behind a `- `: `- name: by-class`") }
      for item in list.isList ? reader.items(of: list) : [] {
        guard let table = table(item) else { continue }
        if tables.contains(where: { $0.key == table.key }) {
          reader.refuse(item, "two tables are called `\(table.key)`", "give each a name of its own")
        }
        tables.append(table)
      }
      if list.isList, tables.isEmpty, reader.problems.isEmpty {
        reader.refuse(list, "a report needs a table", "write `- name: by-class` and what follows")
      }
    }
    if let key, ReportCatalog.builtIn.contains(where: { $0.key == key.rawValue }), let place = fields["report"] {
      reader.refuse(place, "the report `\(key)` comes with Hotline and is no text", "choose another name")
    }
    let purpose = reader.words("purpose", of: fields)
    let edition = reader.edition(fields, isShipped: isShipped, published: version)
    guard let key else { return nil }
    return ReportPlan(
      key: key.rawValue, edition: edition, labels: labels, purpose: purpose, timeFrame: timeFrame, filters: filters,
      notes: notes, tables: tables)
  }

  mutating func filters(_ place: Place, isExcluding: Bool = false) -> [ReportFilter] {
    guard let entries = reader.entries(of: place) else { return [] }
    return entries.flatMap { key, place -> [ReportFilter] in
      if key == "except", !isExcluding { return filters(place, isExcluding: true) }
      guard let field = FactField(key) else {
        reader.refuse(place, "there is no field `\(key)`", Spelling.advice(for: key, in: FactField.names))
        return []
      }
      return [ReportFilter(field, reader.values(place, of: field), isExcluding: isExcluding)]
    }
  }

  /// One note, or a list of them.
  mutating func notes(_ place: Place?) -> [Words] {
    guard let place else { return [] }
    return (place.isList ? reader.items(of: place) : [place]).map { Words(reader.labels(["labels": $0]), key: "") }
  }
}
