import Domain
import FoundationEssentials
import Projections

extension Measure {
  /// What is printed under its figures.
  ///
  /// - Parameter measures: those that its formula names, for what people call them.
  public func formula(in measures: [MeasureKey: Measure]) -> ReportFormula {
    let written = body.words { Words(measures[$0]?.labels, key: $0.rawValue) }
    return ReportFormula(
      id: id, name: Words(labels, key: key.rawValue),
      rule: Words(zh: rule.zh ?? written.zh, en: rule.en ?? written.en),
      base: base == Labels() ? nil : Words(base, key: ""), whenEmpty: whenEmpty)
  }

  private var whenEmpty: Words? {
    if zero != Labels() { return Words(zh: "n/a：\(zero.zh ?? "")", en: "n/a: \(zero.en ?? "")") }
    guard case .formula(let formula) = body, formula.divides else { return nil }
    return Words(zh: "分母为 0 时为 n/a", en: "n/a where what is divided by is 0")
  }

  /// A number as its unit reads.
  func value(_ figure: TableFigures.Figure) -> ReportValue {
    guard case .number(let number) = figure else { return .none }
    let nothing = ReportValue.label(Words(ReportValue.notApplicable), code: nil)
    switch unit {
    case .count: return number.map { .integer(Int($0.rounded())) } ?? nothing
    case .percent: return .percent(number)
    case .duration: return .duration(seconds: number.map { Int($0.rounded()) })
    case .number, .money: return number.map { .decimal($0, places: 2) } ?? nothing
    }
  }
}

extension Measure.Unit {
  var columnKind: ReportColumn.Kind {
    switch self {
    case .count: .integer
    case .percent: .percent
    case .duration: .duration
    case .number, .money: .decimal
    }
  }
}

extension Measure.Body {
  /// How it comes about in words, and behind them as it is written in the measure's text.
  func words(_ name: (MeasureKey) -> Words) -> Words {
    switch self {
    case .formula(let formula):
      Words(
        zh: "\(formula.text { name($0).zh })（\(formula)）", en: "\(formula.text { name($0).en }) (\(formula))")
    case .given: Words(zh: "由单位填报", en: "told by the office")
    case .counted(let counting):
      Words(zh: "\(counting.words.zh)（\(counting.rule)）", en: "\(counting.words.en) (\(counting.rule))")
    }
  }
}

extension Formula {
  /// Whether something is divided in it.
  var divides: Bool {
    switch self {
    case .number, .measure: false
    case .combined(let left, let operation, let right): operation == .divided || left.divides || right.divides
    }
  }
}
