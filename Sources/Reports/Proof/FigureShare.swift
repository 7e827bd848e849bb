import Projections

/// What a portion of the orders counts for in one figure of a table.
struct SheetShare {
  /// What stands at the beginning of the figure's line.
  let head: [ReportValue]
  /// The key of its column.
  let column: String
  /// Of which of the ``Portions``.
  let portion: Int
  /// What is counted of it; several numbers for a figure that is computed of them.
  let parts: [Double?]
  /// The figure is the one part, summed over all portions.
  let isSum: Bool
}

/// What portions of the orders count for in the figures of a report.
public struct FigureShares: Sendable {
  private struct Share {
    var parts: [Double?]
    var isSum: Bool

    /// What is counted of it; `nil` for nothing at all.
    var known: [Double?]? { parts.allSatisfy { $0 == nil || $0 == 0 } ? nil : parts }
    var sum: Double { parts.compactMap(\.self).reduce(0, +) }
  }

  private var shares: [ReportFigures.Name: [Int: Share]] = [:]

  /// Of nobody.
  public init() {}

  mutating func add(_ share: SheetShare, as name: ReportFigures.Name) {
    let known = shares[name]?[share.portion]
    // Two lines of one table may read alike.
    guard known == nil || !share.isSum else {
      shares[name]?[share.portion]?.parts = zip(known?.parts ?? [], share.parts).map { ($0 ?? 0) + ($1 ?? 0) }
      return
    }
    shares[name, default: [:]][share.portion] = Share(parts: share.parts, isSum: share.isSum)
  }

  /// The portions that count otherwise for a figure later on, by number, each with by how much; `nil` for a figure that is
  /// no sum.
  public func changes(of name: ReportFigures.Name, to later: FigureShares) -> [(portion: Int, amount: Double?)] {
    let before = shares[name] ?? [:]
    let after = later.shares[name] ?? [:]
    var changes: [(portion: Int, amount: Double?)] = []
    for portion in Set(before.keys).union(after.keys).sorted() {
      let old = before[portion]
      let new = after[portion]
      guard old?.known != new?.known else { continue }
      if old?.isSum ?? new?.isSum ?? false {
        let amount = (new?.sum ?? 0) - (old?.sum ?? 0)
        if amount != 0 { changes.append((portion, amount)) }
      } else {
        changes.append((portion, nil))
      }
    }
    return changes
  }

  /// Whether a figure is a sum over what is counted, as far as somebody counts for it here.
  public func isSum(_ name: ReportFigures.Name) -> Bool? { shares[name]?.values.first?.isSum }
}
