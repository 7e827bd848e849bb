import BackOffice
import Domain
import Foundation
import Projections

extension BoardFilter {
  /// The query that whoever sits there asks: a unit is the unit with all below it, once the office has a tree.
  func query(in zone: TimeZone, now: Date, for session: Session, _ definitions: Definitions) -> BoardQuery {
    var query = query(in: zone, now: now, seenBy: session.sight(definitions))
    if case .these(let units) = query.units {
      let tree = session.organisation.tree(asOf: query.asOf)
      query.units = .these(
        units.flatMap { code in
          let below = UnitKey(code).map { tree.subtree(of: $0).map(\.unit.rawValue) } ?? []
          return below.isEmpty ? [code] : below
        })
    }
    return query
  }
}
