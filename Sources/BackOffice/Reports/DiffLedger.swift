import Domain
import Reports

/// What changed each figure, as far as it is found.
struct DiffLedger {
  /// The figures that are asked about: those that are not the same at the end.
  private let names: Set<ReportFigures.Name>
  private(set) var reasons: [ReportDiff.Reason] = []
  private var places: [Key: Int] = [:]
  private var amounts: [ReportFigures.Name: [Int: Double?]] = [:]
  private var sums: [ReportFigures.Name: Bool] = [:]

  private struct Key: Hashable {
    let origin: ReportDiff.Origin
    let causes: [ReportDiff.Cause]
  }

  init(_ changes: [ReportFigures.Change]) { names = Set(changes.map(\.name)) }

  /// Notes what changed on the way from one report to the other, stretch by stretch.
  @inline(never)
  mutating func note(_ suspects: [Int64: DiffSuspects], along course: DiffCourse, _ looks: DiffLooks) {
    for step in course.steps {
      guard let before = looks[step.from], let behind = looks[step.to] else { continue }
      if let suspects = suspects[step.from], !step.isConfiguration {
        note(suspects, from: before, to: behind)
      } else if let reason = course.reason(of: step) {
        note(reason, from: before.figures, to: behind.figures)
      }
    }
  }

  /// Notes what the orders of a stretch changed.
  mutating func note(_ suspects: DiffSuspects, from: DiffLook, to: DiffLook) {
    for name in names {
      for (portion, amount) in from.beginning.changes(of: name, to: to.ending) {
        add(amount, of: suspects.reasons[portion], to: name)
      }
      if let isSum = from.beginning.isSum(name) ?? to.ending.isSum(name) { sums[name] = isSum }
      guard let order = to.figures.order(name) ?? from.figures.order(name), let no = OrderNumber(order),
        let portion = suspects.portions.orders[Int64(no.value)],
        from.figures.isOther(name, in: to.figures)
      else { continue }
      // A line of a list is about its order.
      add(nil, of: suspects.reasons[portion], to: name)
      sums[name] = false
    }
  }

  /// Notes what one thing changed.
  mutating func note(_ reason: ReportDiff.Reason, from: ReportFigures, to: ReportFigures) {
    for change in from.changes(to: to) where names.contains(change.name) {
      let (before, after) = (from.number(change.name), to.number(change.name))
      let amount = before.flatMap { before in after.map { $0 - before } }
      add(isSum(change.name, from, to) ? amount : nil, of: reason, to: change.name)
    }
  }

  private mutating func add(_ amount: Double?, of reason: ReportDiff.Reason, to name: ReportFigures.Name) {
    let key = Key(origin: reason.origin, causes: reason.causes)
    let place: Int
    if let known = places[key] {
      place = known
      // The same order in another stretch of the log.
      if reasons[place].positions != reason.positions, let positions = reason.positions {
        let known = reasons[place].positions ?? positions
        if positions.lowerBound > known.upperBound {
          reasons[place].positions = known.lowerBound...positions.upperBound
          reasons[place].eventCount += reason.eventCount
          if reason.origin.stream == nil { reasons[place].orders += reason.orders }
        }
      }
    } else {
      place = reasons.count
      places[key] = place
      reasons.append(reason)
    }
    let known = amounts[name]?[place] ?? nil
    amounts[name, default: [:]][place] = known.map { known in amount.map { known + $0 } } ?? amount
  }

  /// The figures with what changed them; what nothing accounts for is put down to `rest`, but where lines came among the first of
  /// a table or left them: in a line that did, and in that of all others, it is what moved with them.
  mutating func figures(
    _ changes: [ReportFigures.Change], from: ReportFigures, to: ReportFigures, rest: ReportDiff.Reason
  ) -> [ReportDiff.Figure] {
    let ranking = ReportDiff.Reason(origin: .ranking, causes: [.ranking])
    for change in changes {
      let found = amounts[change.name] ?? [:]
      let rest = from.isRanked(change.name, to: to) ? ranking : rest
      guard let before = from.number(change.name), let after = to.number(change.name), isSum(change.name, from, to)
      else {
        if found.isEmpty { add(nil, of: rest, to: change.name) }
        continue
      }
      let told = found.values.reduce(0) { $0 + ($1 ?? 0) }
      let left = after - before - told
      if abs(left) > max(1e-9 * abs(after - before), to.grain(change.name)) { add(left, of: rest, to: change.name) }
    }
    return changes.map { change in
      let shares = (amounts[change.name] ?? [:]).map { ReportDiff.Share(reason: $0, amount: $1) }
        .filter { $0.amount != 0 }
        .sorted { (abs($1.amount ?? 0), $0.reason) < (abs($0.amount ?? 0), $1.reason) }
      let causes = Set(shares.flatMap { reasons[$0.reason].causes })
      return ReportDiff.Figure(
        change: change, shares: shares, causes: ReportDiff.Cause.allCases.filter(causes.contains))
    }
  }

  private func isSum(_ name: ReportFigures.Name, _ from: ReportFigures, _ to: ReportFigures) -> Bool {
    sums[name] ?? !(from.isRatio(name) || to.isRatio(name))
  }

  /// Puts the file of its batch beside each reason and how many are told with it, and takes away which order it is that the
  /// actor may not see.
  mutating func name(
    files: [ReportDiff.Origin: String], sizes: [ReportDiff.Origin: ReportDiff.Size], hidden: Set<ReportDiff.Origin>
  ) {
    for place in reasons.indices {
      reasons[place].size = sizes[reasons[place].origin]
      reasons[place].file = files[reasons[place].origin]
      if hidden.contains(reasons[place].origin) { reasons[place] = reasons[place].hidden }
    }
  }
}

/// A report as it was at a position, and what the suspects of the stretches before and behind count for in it.
final class DiffLook: Sendable {
  let figures: ReportFigures
  /// Of those of the stretch that ends here.
  let ending: FigureShares
  /// Of those of the stretch that begins here.
  let beginning: FigureShares

  /// - Parameter shares: of the stretch that ends here, and of the one that begins; empty where nobody was asked about.
  init(_ figures: ReportFigures, _ shares: [FigureShares]) {
    self.figures = figures
    ending = shares.first ?? FigureShares()
    beginning = shares.dropFirst().first ?? FigureShares()
  }
}

/// The looks at a report, by log position.
///
/// Looked up in functions that do not wait and are not inlined: taken out of a dictionary in the body of one that waits, a
/// look was released once too often by what Swift 6.3.1 makes with `-O`.
struct DiffLooks: Sendable {
  private let looks: [Int64: DiffLook]

  init(_ looks: [Int64: DiffLook]) { self.looks = looks }

  subscript(position: Int64) -> DiffLook? { looks[position] }

  @inline(never)
  func figures(at position: Int64) -> ReportFigures? { looks[position]?.figures }
}

extension ReportDiff.Reason {
  fileprivate var hidden: ReportDiff.Reason {
    var reason = ReportDiff.Reason(origin: .hidden, causes: causes)
    (reason.orders, reason.eventCount) = (orders, eventCount)
    return reason
  }
}
