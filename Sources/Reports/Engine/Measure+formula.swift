import Domain
import FoundationEssentials
import Projections

extension Measure {
  /// What is printed under its figures.
  public var formula: ReportFormula {
    let written = body.rule
    return ReportFormula(
      id: id, name: Words(labels, key: key.rawValue),
      rule: Words(zh: rule.zh ?? written, en: rule.en ?? written),
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

extension Formula {
  /// Whether something is divided in it.
  var divides: Bool {
    switch self {
    case .number, .measure: false
    case .combined(let left, let operation, let right): operation == .divided || left.divides || right.divides
    }
  }
}

extension Measure.Body {
  /// As it is written in the measure's text.
  var rule: String {
    switch self {
    case .formula(let formula): formula.description
    case .given: "given"
    case .counted(let counting): counting.rule
    }
  }
}

extension Counting {
  /// `orders {opened: in-period}`
  var rule: String {
    let conditions = figure.conditions.map(\.rule).joined(separator: ", ")
    let what =
      switch figure.aggregate {
      case .count: source.rawValue
      case .sum(let value): "sum \(value.name) of \(source.rawValue)"
      case .least(let value): "min \(value.name) of \(source.rawValue)"
      case .most(let value): "max \(value.name) of \(source.rawValue)"
      }
    return "\(what) {\(conditions)}"
  }
}

extension FactCondition {
  fileprivate var rule: String {
    switch self {
    case .isOne(let field, let values): "\(field.name): \(Self.list(values.map { $0 ?? "-" }))"
    case .opened(let when): "opened: \(when.rawValue)"
    case .registered(let when): "registered: \(when.rawValue)"
    case .finished(let when): "finished: \(when.rawValue)"
    case .isFinished(let isFinished): "finished: \(isFinished ? "yes" : "no")"
    case .overdue(let isOverdue): "overdue: \(isOverdue)"
    case .lateBy(let over, let upTo): "late-by: \(Self.bounds(over, upTo))"
    case .once: "once: true"
    case .waited(let over, let upTo): "wait: \(Self.bounds(over, upTo))"
    case .followedBy(let relation): "followed-by: \(relation)"
    case .except(let others): "except: {\(others.map(\.rule).joined(separator: ", "))}"
    case .had(let steps, let ever): "\(ever ? "ever" : "had"): \(Self.list(steps))"
    }
  }

  private static func list(_ words: [String]) -> String {
    words.count == 1 ? words[0] : "[\(words.joined(separator: ", "))]"
  }

  private static func bounds(_ over: Double?, _ upTo: Double?) -> String {
    [over.map { "> \(length($0))" }, upTo.map { "<= \(length($0))" }].compactMap(\.self).joined(separator: ", ")
  }

  private static func length(_ seconds: Double) -> String {
    let whole = Int(seconds)
    if whole % 60 != 0 { return "\(whole)s" }
    if whole % 86_400 == 0 { return "\(whole / 86_400)d" }
    return whole % 3600 == 0 ? "\(whole / 3600)h" : "\(whole / 60)m"
  }
}
