import Domain
import FoundationEssentials
import Projections

/// Makes the scales of a table's dimensions from what was configured when.
struct ScaleMaker {
  let context: ReportContext
  /// The processes that the table is about; empty for all.
  let processes: [String]

  func scale(_ dimension: ReportDimension, _ plan: TablePlan, _ time: TimeScale?) -> DimensionScale {
    switch dimension {
    case .field(let field): scale(field)
    case .level(.category, let level): categoryScale(level)
    case .level(_, let level): unitScale(level)
    case .bucket(let value): Self.bucketScale(dimension, plan.buckets[value] ?? [])
    case .time(let stretch):
      DimensionScale(dimension, all: time?.all(stretch) ?? []) { key in
        key.map { TimeScale.value($0, stretch) } ?? .none
      }
    }
  }

  /// A condition as people read it: `Only Channel = phone, web`.
  func words(of filter: ReportFilter) -> Words {
    let scale = scale(filter.field)
    let values = filter.values.map { value -> Words in
      if case .label(let words, _) = scale.value(value) { words } else { Words(value ?? "-") }
    }
    let sign = filter.isExcluding ? "≠" : "="
    return Words(
      zh: "条件：\(scale.heading.zh) \(sign) \(values.map(\.zh).joined(separator: "、"))",
      en: "Only \(scale.heading.en) \(sign) \(values.map(\.en).joined(separator: ", "))")
  }

  var consideredProcesses: [Domain.Process] {
    context.definitions.all.filter { processes.isEmpty || processes.contains($0.key.rawValue) }
  }

  func scale(_ field: FactField) -> DimensionScale {
    let dimension = ReportDimension.field(field)
    switch field {
    case .category: return categoryScale(nil)
    case .unit, .intake: return unitScale(nil, dimension)
    case .process:
      let context = self.context
      return DimensionScale(
        dimension, all: consideredProcesses.map(\.key.rawValue), order: context.definitions.all.map(\.key.rawValue)
      ) { key in key.map { context.process(ProcessKey(rawValue: $0)) } ?? .none }
    case .state: return stateScale
    case .kind:
      return closed(dimension, StateKind.allCases.map { ($0.rawValue, ReportValue.kind($0)) }, none: .none)
    case .area:
      let areas = context.definitions.regionTables.flatMap(\.areas)
      return closed(
        dimension, areas.map { ($0.key, .label(Words($0.labels, key: $0.key), code: $0.key)) }, none: .notGiven)
    case .form(let name): return formScale(name, dimension)
    case .relation: return DimensionScale(dimension) { [context] in context.relation($0) }
    case .campaign: return DimensionScale(dimension) { [context] in context.campaign($0) }
    case .channel:
      return DimensionScale(dimension, order: field.knownWords.map(\.key)) { [context] in context.channel($0) }
    case .detail: return detailScale
    case .step: return stepScale
    case .field: return fieldScale
    case .answer: return answerScale
    case .recorder, .actor, .person:
      let nobody = field == .person ? Words(zh: "（未指派）", en: "(nobody)") : Words(zh: "（工号不明）", en: "(unknown)")
      let imported = ReportValue.label(Words(zh: "（历史导入）", en: "(imported)"), code: FactWorker.imported)
      return DimensionScale(dimension) { key in
        key == FactWorker.imported ? imported : key.map { .name($0) } ?? .label(nobody, code: nil)
      }
    case .verdict:
      return closed(
        dimension, field.knownWords.map { ($0.key, .label($0.words, code: $0.key)) },
        none: .label(Words(zh: "（未办结）", en: "(not finished)"), code: nil))
    case .stage, .priority, .partyClass, .partyKind, .outcome, .imported, .ended, .reason, .target:
      return closed(dimension, field.knownWords.map { ($0.key, .label($0.words, code: $0.key)) }, none: .unknown)
    case .item, .region, .batch, .file, .queue:
      return DimensionScale(dimension) { key in key.map { .name($0) } ?? .notGiven }
    }
  }

  func closed(
    _ dimension: ReportDimension, heading: Words? = nil, _ values: [(key: String, value: ReportValue)],
    none: ReportValue
  ) -> DimensionScale {
    let known = Dictionary(values.map { ($0.key, $0.value) }) { first, _ in first }
    return DimensionScale(dimension, heading: heading, all: values.map(\.key)) { key in
      key.map { known[$0] ?? .name($0) } ?? none
    }
  }

  // MARK: Trees

  private func categoryScale(_ level: Int?) -> DimensionScale {
    let paths = self.context.categoryPaths
    let trees = self.context.definitions.categoryTrees.compactMap {
      self.context.definitions.categories($0.key, at: self.context.request.asOf)
    }
    let order = trees.flatMap { $0.all.map(\.node.key) }
    let offered = trees.flatMap { tree in
      tree.all.filter { entry in
        guard !entry.node.isRetired else { return false }
        guard level.map({ entry.depth == $0 - 1 }) ?? entry.node.children.allSatisfy(\.isRetired) else { return false }
        let process = tree.process(for: entry.node.key)?.rawValue
        return processes.isEmpty || process == nil || process.map(processes.contains) == true
      }.map(\.node.key)
    }
    let context = self.context
    return DimensionScale(
      level.map { .level(.category, $0) } ?? .field(.category), all: offered, order: order,
      map: { code in
        guard let level, let code, let path = paths[code] else { return code }
        return path[min(level, path.count) - 1].key
      }, words: { context.category($0) })
  }

  private func unitScale(_ level: Int?, _ own: ReportDimension = .field(.unit)) -> DimensionScale {
    let units = context.units
    // The office itself is the top, and stands over all lines.
    let offset = units.top == nil ? -1 : 0
    let known = units.units
    let offered = known.filter { node in
      !node.isClosed && (level.map { units.path(to: node.unit).count == $0 - offset } ?? true)
    }
    return DimensionScale(
      level.map { .level(.unit, $0) } ?? own, all: offered.map(\.unit.rawValue), order: known.map(\.unit.rawValue),
      map: { code in
        guard let level, let code, let key = UnitKey(code) else { return code }
        let path = units.path(to: key)
        return path.isEmpty ? code : path[min(level + offset, path.count - 1)].rawValue
      },
      words: { [context] in context.unit($0) })
  }

  private static func bucketScale(_ dimension: ReportDimension, _ borders: [Double]) -> DimensionScale {
    func length(_ seconds: Double) -> Words {
      let hours = seconds / 3600
      if seconds.truncatingRemainder(dividingBy: 60) != 0 {
        return Words(zh: "\(Int(seconds)) 秒", en: "\(Int(seconds)) s")
      }
      if seconds >= 86_400, seconds.truncatingRemainder(dividingBy: 86_400) == 0 {
        return Words(zh: "\(Int(seconds / 86_400)) 天", en: "\(Int(seconds / 86_400)) d")
      }
      if hours >= 1, hours == hours.rounded() { return Words(zh: "\(Int(hours)) 小时", en: "\(Int(hours)) h") }
      return Words(zh: "\(Int(seconds / 60)) 分钟", en: "\(Int(seconds / 60)) min")
    }
    let lengths = borders.map(length)
    return DimensionScale(dimension, all: (0...borders.count).map(String.init)) { key in
      guard let index = key.flatMap({ Int($0) }), index <= lengths.count else {
        return .label(Words(zh: "（无期限）", en: "(no due time)"), code: nil)
      }
      if index == 0, let first = lengths.first {
        return .label(Words(zh: "不足 \(first.zh)", en: "under \(first.en)"), code: "0")
      }
      guard index > 0 else { return .name("0") }
      let from = lengths[index - 1]
      guard index < lengths.count else {
        return .label(Words(zh: "\(from.zh)及以上", en: "\(from.en) and more"), code: "\(index)")
      }
      return .label(
        Words(zh: "\(from.zh)至 \(lengths[index].zh)", en: "\(from.en) to \(lengths[index].en)"), code: "\(index)")
    }
  }
}

extension ReportValue {
  fileprivate static let unknown = ReportValue.label(Words(zh: "（不明）", en: "(unknown)"), code: nil)
}
