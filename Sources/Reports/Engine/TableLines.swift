import Domain
import Projections

/// One line of a table before it is written: what it is, and which groups are in it.
struct TableLine {
  enum Kind {
    case plain, subtotal, total
    /// The one line of its first value: there is no subtotal of it.
    case single
    /// All that is not among the first.
    case rest
  }

  var kind: Kind
  /// The values of the lines' dimensions; fewer for a sum.
  let keys: [String?]
  /// Each the rows of a group; several where a line is all else.
  let groups: [[String?]]
  /// How many groups stand in the one line of all else; `nil` for other lines.
  var others: Int?
}

/// The lines of a table in their order, with all that sum them up.
struct TableLines {
  let question: TableQuestion
  let figures: TableFigures
  /// Of every dimension, all values or those that occur.
  let every: Set<ReportDimension>

  private var dimensions: [ReportDimension] { question.rows }

  /// - Parameter others: figures whose lines are there, too: of the period that is compared with.
  func lines(beside others: TableFigures?) -> [TableLine] {
    let plan = question.plan
    guard !dimensions.isEmpty else { return [TableLine(kind: .plain, keys: [], groups: [[]])] }
    var found = figures.facts.rowKeys(dimensions.count)
    if let others { found.formUnion(others.facts.rowKeys(dimensions.count)) }
    for case .given(let data) in MeasureClosure(plan.measures, in: figures.measures).all.map(\.body) {
      found.formUnion(figures.given.rowKeys(data))
    }
    found.formUnion(completed(found))
    var lines: [TableLine] = []
    append(Array(found), level: 0, prefix: [], to: &lines)
    if plan.totalsRows { lines.append(TableLine(kind: .total, keys: [], groups: [[]])) }
    return lines
  }

  /// The lines below some first values, and what sums them up.
  private func append(_ keys: [[String?]], level: Int, prefix: [String?], to lines: inout [TableLine]) {
    var below: [String?: [[String?]]] = [:]
    for key in keys { below[key[level], default: []].append(key) }
    var order = sorted(Array(below.keys), level: level, prefix: prefix)
    var rest: [String?] = []
    if let top = question.plan.top[dimensions[level]], order.count > top {
      rest = Array(order[top...])
      order = Array(order[..<top])
    }
    for value in order {
      let path = prefix + [value]
      if level + 1 == dimensions.count {
        lines.append(TableLine(kind: .plain, keys: path, groups: [path]))
        continue
      }
      let start = lines.count
      append(below[value] ?? [], level: level + 1, prefix: path, to: &lines)
      guard question.plan.hasSubtotals else { continue }
      if isAlone(below[value] ?? [], at: level + 1), !layout.hasEverySubtotal {
        // The one line, or the subtotal of the one value, says the same.
        if lines.count == start + 1 { lines[start].kind = .single }
      } else {
        lines.append(TableLine(kind: .subtotal, keys: path, groups: [path]))
      }
    }
    if !rest.isEmpty {
      lines.append(
        TableLine(kind: .rest, keys: prefix, groups: rest.map { prefix + [$0] }, others: rest.count))
    }
  }

  private var layout: ReportLayout { question.context.request.layout }

  /// Whether all of some lines have the same value.
  private func isAlone(_ keys: [[String?]], at level: Int) -> Bool {
    keys.allSatisfy { $0[level] == keys[0][level] }
  }

  private func sorted(_ values: [String?], level: Int, prefix: [String?]) -> [String?] {
    let scale = question.scales[dimensions[level]]
    let inOrder = values.sorted { scale?.isBefore($0, $1) ?? false }
    guard let sort = question.plan.sort else { return inOrder }
    // What has no figure comes last, whichever way the others go; equals keep their order.
    let measured = inOrder.enumerated().map { index, value in
      let number = figures.figure(sort.measure, [FactGroup(rows: prefix + [value], column: .all)]).number ?? nil
      return (value: value, index: index, number: number)
    }
    return measured.sorted { a, b in
      switch (a.number, b.number) {
      case (let x?, let y?): x == y ? a.index < b.index : (sort.isDescending ? x > y : x < y)
      case (_?, nil): true
      case (nil, _?): false
      case (nil, nil): a.index < b.index
      }
    }.map(\.value)
  }

  /// Which lines are the first of how many, where a table has more than one dimension: to be read before the lines.
  static func notes(_ question: TableQuestion) -> [Words] {
    guard question.rows.count > 1 else { return [] }
    return question.rows.enumerated().compactMap { level, dimension in
      guard let count = question.plan.top[dimension] else { return nil }
      let name = question.scales[dimension]?.heading ?? dimension.heading
      return level == 0
        ? Words(
          zh: "“\(name.zh)”只列前 \(count) 项，其余合为一行。", en: "\(name.en): the first \(count), all others in one line.")
        : Words(
          zh: "“\(name.zh)”在上一级之下各列前 \(count) 项，其余合为一行。",
          en: "\(name.en): the first \(count) of what stands before it, all others in one line.")
    }
  }

  // MARK: All there are

  /// Every combination of the values of dimensions that show all, beside what occurs of the others.
  private func completed(_ found: Set<[String?]>) -> Set<[String?]> {
    let complete = dimensions.map { every.contains($0) || isAboveComplete($0) }
    guard complete.contains(true) else { return [] }
    // What the other dimensions have, once each.
    var partial: Set<[String?]> = []
    for key in found { partial.insert(zip(key, complete).map { $1 ? nil : $0 }) }
    if partial.isEmpty { partial = complete.contains(false) ? [] : [dimensions.map { _ in nil }] }
    var all: Set<[String?]> = []
    for base in partial {
      var combinations: [[String?]] = [[]]
      for (index, dimension) in dimensions.enumerated() {
        let values: [String?] =
          complete[index] ? values(dimension, found: found, at: index) : [base[index]]
        combinations = combinations.flatMap { combination in values.map { combination + [$0] } }
          .filter { isConsistent($0) }
      }
      all.formUnion(combinations)
    }
    return all
  }

  private func values(_ dimension: ReportDimension, found: Set<[String?]>, at index: Int) -> [String?] {
    var values: [String?] = question.scales[dimension]?.all ?? []
    for key in found where !values.contains(key[index]) { values.append(key[index]) }
    return values
  }

  /// A topic stands over its contents: all contents means all topics.
  private func isAboveComplete(_ dimension: ReportDimension) -> Bool {
    guard case .level(let field, let level) = dimension else { return false }
    return every.contains { other in
      switch other {
      case .field(field): true
      case .level(field, let deeper): deeper > level
      default: false
      }
    }
  }

  /// Whether every level of a tree is the one that the finer ones stand below.
  private func isConsistent(_ keys: [String?]) -> Bool {
    for (index, coarse) in dimensions.enumerated() where index < keys.count {
      guard case .level(let field, let level) = coarse else { continue }
      for (other, fine) in dimensions.enumerated() where other < keys.count && other != index {
        switch fine {
        case .field(field): break
        case .level(field, let deeper) where deeper > level: break
        default: continue
        }
        if question.scales[coarse]?.key(keys[other]) != keys[index] { return false }
      }
    }
    return isConsistentInTime(keys)
  }

  /// A day is of one month.
  private func isConsistentInTime(_ keys: [String?]) -> Bool {
    let placed = zip(dimensions, keys).compactMap { dimension, key -> (ReportDimension.Time, String)? in
      if case .time(let time) = dimension, let key { (time, key) } else { nil }
    }
    guard placed.count > 1, let time = question.time else { return true }
    return (0..<time.count).contains { stretch in placed.allSatisfy { time.key(stretch, $0.0) == $0.1 } }
  }
}
