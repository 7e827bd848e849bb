import Domain
import FoundationEssentials
import Projections

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

// MARK: In words

extension Counting {
  /// What is counted, for who reads no YAML.
  var words: Words {
    let source =
      switch source {
      case .orders: Words(zh: "工单", en: "orders")
      case .steps: Words(zh: "办理步骤", en: "steps")
      case .answers: Words(zh: "表单填写项", en: "answers")
      case .parties: Words(zh: "客户", en: "customers")
      case .imports: Words(zh: "导入行", en: "rows of lists")
      case .calls: Words(zh: "来电", en: "calls")
      }
    let what =
      switch figure.aggregate {
      case .count: source
      case .sum(let value):
        Words(zh: "\(source.zh)的\(value.words.zh)之和", en: "sum of \(value.words.en) of \(source.en)")
      case .least(let value):
        Words(zh: "\(source.zh)的最小\(value.words.zh)", en: "least \(value.words.en) of \(source.en)")
      case .most(let value):
        Words(zh: "\(source.zh)的最大\(value.words.zh)", en: "greatest \(value.words.en) of \(source.en)")
      }
    guard !figure.conditions.isEmpty else { return what }
    let conditions = figure.conditions.map(\.words)
    return Words(
      zh: "\(what.zh)：\(conditions.map(\.zh).joined(separator: "，"))",
      en: "\(what.en): \(conditions.map(\.en).joined(separator: ", "))")
  }
}

extension FactValue {
  fileprivate var words: Words {
    switch self {
    case .age: Words(zh: "历时", en: "age")
    case .lateness: Words(zh: "逾期时长", en: "lateness")
    case .form(let name): Words(name)
    case .quantity: Words(zh: "数量", en: "quantity")
    case .cost: Words(zh: "费用", en: "cost")
    case .wait: Words(zh: "等待时长", en: "wait")
    case .talk: Words(zh: "通话时长", en: "talk")
    case .hold: Words(zh: "保持时长", en: "hold")
    case .wrap: Words(zh: "话后处理时长", en: "wrap-up")
    case .ringing: Words(zh: "振铃时长", en: "ringing")
    }
  }
}

extension FactCondition {
  fileprivate var words: Words {
    switch self {
    case .isOne(let field, let values):
      let known = values.map { value in
        value.map { code in field.knownWords.first { $0.key == code }?.words ?? Words(code) }
          ?? Words(zh: "（无）", en: "(none)")
      }
      return Words(
        zh: "\(field.heading.zh) = \(known.map(\.zh).joined(separator: "、"))",
        en: "\(field.heading.en) = \(known.map(\.en).joined(separator: " or "))")
    case .opened(.inPeriod): return Words(zh: "本期受理", en: "opened in the period")
    case .opened(.before): return Words(zh: "期前受理", en: "opened before")
    case .registered(.inPeriod): return Words(zh: "本期建档", en: "registered in the period")
    case .registered(.before): return Words(zh: "期前建档", en: "registered before")
    case .finished(.inPeriod): return Words(zh: "本期办结", en: "finished in the period")
    case .finished(.before): return Words(zh: "期前办结", en: "finished before")
    case .isFinished(true): return Words(zh: "已办结", en: "finished")
    case .isFinished(false): return Words(zh: "未办结", en: "not finished")
    case .overdue(true): return Words(zh: "逾期未办结", en: "overdue")
    case .overdue(false): return Words(zh: "未逾期", en: "not overdue")
    case .lateBy(let over, let upTo):
      let range = Self.range(over, upTo)
      return Words(zh: "逾期\(range.zh)", en: "late by \(range.en)")
    case .waited(let over, let upTo):
      let range = Self.range(over, upTo)
      return Words(zh: "等待\(range.zh)", en: "waited \(range.en)")
    case .once: return Words(zh: "同一工单同一步骤只计一次", en: "once for an order and step")
    case .followedBy(let relation):
      return Words(zh: "有已办结的后续工单 \(relation)", en: "followed by a finished \(relation)")
    case .except(let others):
      let inner = others.map(\.words)
      return Words(
        zh: "不含（\(inner.map(\.zh).joined(separator: "，"))）", en: "except (\(inner.map(\.en).joined(separator: ", ")))")
    case .had(let steps, let ever):
      let names = steps.map { step in FactField.stepWords.first { $0.key == step }?.words ?? Words(step) }
      return Words(
        zh: "\(ever ? "曾" : "本期曾")有步骤 \(names.map(\.zh).joined(separator: "、"))",
        en: "\(ever ? "ever" : "in the period") \(names.map(\.en).joined(separator: " or "))")
    }
  }

  private static func range(_ over: Double?, _ upTo: Double?) -> Words {
    let (over, upTo) = (over.map(length), upTo.map(length))
    return Words(
      zh: [over.map { "超过 \($0)" }, upTo.map { "不超过 \($0)" }].compactMap(\.self).joined(separator: "、"),
      en: [over.map { "over \($0)" }, upTo.map { "up to \($0)" }].compactMap(\.self).joined(separator: ", "))
  }
}
