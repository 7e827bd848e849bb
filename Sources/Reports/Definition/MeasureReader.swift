import Domain
import Projections

/// A measure as read, with the place of what is checked against others.
struct MeasureDraft {
  let measure: Measure
  /// Of the formula, or of the first line.
  let line: Int
  let column: Int
}

/// Reads the YAML of a measure.
struct MeasureReader {
  var reader: YAMLReader

  private static let known = [
    "measure", "version", "labels", "of", "count", "sum", "min", "max", "formula", "given", "as", "dated", "base",
    "zero", "rule", "bands",
  ]

  mutating func read(_ place: Place, isShipped: Bool, version: Int) -> MeasureDraft? {
    guard let fields = reader.fields(of: place, known: Self.known) else { return nil }
    let key: MeasureKey? = reader.required("measure", of: fields, in: place, example: "on-time-rate")
      .flatMap { reader.name($0) }
    let labels = reader.requiredLabels(fields, in: place)
    let unit = fields["as"].flatMap { reader.choice($0, Measure.Unit.self) }
    let body = body(fields, place)
    let bands = fields["bands"].map { self.bands($0) } ?? []
    let edition = reader.edition(fields, isShipped: isShipped, published: version)
    let (base, zero, rule) = (
      reader.words("base", of: fields), reader.words("zero", of: fields), reader.words("rule", of: fields)
    )
    guard let key, let body else { return nil }
    let mark = reader.mark(of: fields["formula"] ?? place)
    return MeasureDraft(
      measure: Measure(
        key: key, edition: edition, labels: labels, unit: unit ?? Self.unit(of: body), body: body, base: base,
        zero: zero, rule: rule, bands: bands),
      line: mark.line, column: mark.column)
  }

  private static func unit(of body: Measure.Body) -> Measure.Unit {
    switch body {
    case .formula, .given: .number
    case .counted(let counting):
      switch counting.figure.aggregate {
      case .count: .count
      case .sum(let value), .least(let value), .most(let value):
        switch value {
        case .age, .lateness, .wait, .talk, .hold, .wrap, .ringing: .duration
        case .form, .quantity: .number
        case .cost: .money
        }
      }
    }
  }

  private mutating func body(_ fields: [String: Place], _ place: Place) -> Measure.Body? {
    if let formula = fields["formula"] {
      for key in ["of", "count", "sum", "min", "max", "given", "dated"] {
        if let other = fields[key] {
          reader.refuse(other, "a formula counts nothing of its own", "leave `\(key)` out, or make it a measure")
        }
      }
      guard let text = reader.written(formula) else { return nil }
      do throws(Formula.Unreadable) {
        return .formula(try Formula(parsing: text))
      } catch {
        reader.refuse(formula, error.reason, error.wayOut)
        return nil
      }
    }
    guard let of = reader.required("of", of: fields, in: place, example: "orders"), let word = reader.written(of)
    else { return nil }
    if word == "given" { return given(fields, place) }
    return reader.choice(of, FactSource.self).flatMap { counted(fields, place, $0) }
  }

  private mutating func counted(_ fields: [String: Place], _ place: Place, _ source: FactSource) -> Measure.Body? {
    guard let count = fields["count"] else {
      reader.report(place.mark, place.path, "`count` is missing", "write what is counted: `count: {opened: in-period}`")
      return nil
    }
    let conditions = reader.conditions(count, of: source)
    var aggregate = FactFigure.Aggregate.count
    if let (key, place) = ["sum", "min", "max"].lazy.compactMap({ key in fields[key].map { (key, $0) } }).first {
      guard let value = value(place, source) else { return nil }
      switch key {
      case "sum": aggregate = .sum(value)
      case "min": aggregate = .least(value)
      default: aggregate = .most(value)
      }
    }
    return .counted(
      Counting(
        source: source, figure: FactFigure(aggregate, where: conditions),
        clock: clock(fields["dated"], source, conditions)))
  }

  private mutating func value(_ place: Place, _ source: FactSource) -> FactValue? {
    guard let word = reader.written(place) else { return nil }
    guard source != .parties, source != .imports else {
      reader.refuse(place, "\(source.rawValue) have no numbers", "count them")
      return nil
    }
    if let value = FactValue(word), value.isKnown(of: source) { return value }
    reader.refuse(
      place, "`\(word)` is no number of \(source.rawValue)",
      source == .calls
        ? "use wait, ringing, talk, hold or wrap" : "use age, lateness, form.FIELD, or of steps quantity or cost")
    return nil
  }

  /// What has a time of its own in the period stands there; all else stands at the end.
  private mutating func clock(_ place: Place?, _ source: FactSource, _ conditions: [FactCondition]) -> FactClock? {
    if source.isOfPeriod { return .happened }
    var clocks: [FactClock] = []
    if conditions.contains(.finished(.inPeriod)) { clocks.append(.finished) }
    if conditions.contains(.opened(.inPeriod)) || conditions.contains(.registered(.inPeriod)) { clocks.append(.opened) }
    guard let place, let asked = reader.choice(place, FactClock.self) else { return clocks.first }
    guard clocks.contains(asked) else {
      reader.refuse(
        place, "what is counted need not be \(asked.rawValue) in the period",
        "add `\(asked.rawValue): in-period` to `count`, or leave `dated` out")
      return clocks.first
    }
    return asked
  }

  private mutating func given(_ fields: [String: Place], _ place: Place) -> Measure.Body? {
    guard let list = reader.required("given", of: fields, in: place, example: "[{value: 100}]") else { return nil }
    guard list.isList else {
      reader.refuse(list, "not a list of figures", "write each behind a `- `: `- {value: 100, month: 2026-03}`")
      return nil
    }
    var figures: [GivenFigure] = []
    for item in reader.items(of: list) {
      if let figure = givenFigure(item) { figures.append(figure) }
    }
    return .given(figures)
  }

  private mutating func givenFigure(_ place: Place) -> GivenFigure? {
    guard let entries = reader.entries(of: place) else { return nil }
    var (value, month, found): (Double?, GivenMonth?, [FactField: String]) = (nil, nil, [:])
    for (key, place) in entries {
      guard let word = reader.written(place) else { continue }
      switch key {
      case "value":
        value = Double(word)
        if value?.isFinite != true { reader.refuse(place, "`\(word)` is no number", "write it in digits: 1200") }
      case "month", "year":
        month = GivenMonth(word, isYear: key == "year")
        if month == nil { reader.refuse(place, "`\(word)` is no \(key)", "write it like 2026-03, or `year: 2026`") }
      default:
        guard let field = FactField(key) else {
          reader.refuse(place, "there is no field `\(key)`", Spelling.advice(for: key, in: FactField.names))
          continue
        }
        found[field] = word
      }
    }
    guard let value else {
      reader.refuse(place, "`value` is missing", "write `{value: 100, …}`")
      return nil
    }
    return GivenFigure(value: value, fields: found, month: month)
  }

  private mutating func bands(_ place: Place) -> [ReportBand] {
    var bands: [ReportBand] = []
    for item in reader.items(of: place) {
      guard let fields = reader.fields(of: item, known: ["from", "below", "tone", "labels"]) else { continue }
      let (from, below) = (fields["from"].flatMap { border($0) }, fields["below"].flatMap { border($0) })
      let tone = reader.required("tone", of: fields, in: item, example: "poor")
        .flatMap { reader.choice($0, ReportBand.Tone.self) }
      let labels = reader.requiredLabels(fields, in: item)
      if let tone { bands.append(ReportBand(from: from, below: below, tone, Words(labels, key: tone.rawValue))) }
    }
    return bands
  }

  /// `80%`, `12`, `3d`
  private mutating func border(_ place: Place) -> Double? {
    guard let word = reader.written(place) else { return nil }
    if let number = Double(word) { return number }
    if word.hasSuffix("%"), let number = Double(word.dropLast()) { return number / 100 }
    return reader.seconds(place)
  }
}

extension GivenMonth {
  fileprivate init?(_ text: String, isYear: Bool) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == (isYear ? 1 : 2), parts[0].utf8.count == 4, let year = Int(parts[0]) else { return nil }
    guard !isYear else {
      self.init(year: year, month: nil)
      return
    }
    guard parts[1].utf8.count == 2, let month = Int(parts[1]), (1...12).contains(month) else { return nil }
    self.init(year: year, month: month)
  }
}
