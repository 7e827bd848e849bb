import Domain
import FoundationEssentials
import Postgres

/// Orders and parties in numbered groups, each of which is asked what it counts for, apart from all others.
public struct Portions: Sendable {
  /// The orders, each in one group.
  public private(set) var orders: [Int64: Int] = [:]
  /// The parties, each in one group.
  public private(set) var parties: [UUID: Int] = [:]

  /// Nobody.
  public init() {}

  /// Puts an order into a group; one that is in another stays there.
  public mutating func add(order: Int64, to portion: Int) {
    if orders[order] == nil { orders[order] = portion }
  }

  /// Puts a party into a group; one that is in another stays there.
  public mutating func add(party: UUID, to portion: Int) {
    if parties[party] == nil { parties[party] = portion }
  }

  /// The orders as a relation `g` of the columns no and portion.
  var orderRows: SQL {
    let nos = orders.keys.sorted()
    return "unnest(\(nos)::bigint[], \(nos.map { Int32(orders[$0] ?? 0) })::integer[]) as g (no, portion)"
  }

  /// What joins them to orders `o`, and the number of each there; everything is 0 where none are given.
  static func asked(_ portions: Portions?) -> SQL { portions.map { " join \($0.orderRows) using (no)" } ?? "" }
  static func number(_ portions: Portions?) -> SQL { portions == nil ? "0" : "g.portion" }

  /// The parties as a relation `g` of the columns party and portion.
  var partyRows: SQL {
    let ids = Array(parties.keys)
    return "unnest(\(ids)::uuid[], \(ids.map { Int32(parties[$0] ?? 0) })::integer[]) as g (party, portion)"
  }
}

extension Portions {
  /// Adds those that count otherwise because of the ones that are here: the orders that these follow from, who counts as the
  /// same party, and the orders of those parties.
  ///
  /// Reads ``OrderBoard`` and, where parties are here, ``Parties``; both may be further on than the time that is asked about,
  /// for whoever is here for nothing counts alike before and after.
  public mutating func addKin(on connection: isolated Connection) throws {
    if !orders.isEmpty {
      let parents = try connection.query(
        "select distinct c.parent, g.portion from order_card c join \(orderRows) using (no) where c.parent is not null")
      for row in parents {
        let (no, portion) = try row.decode(Int64.self, Int32.self)
        add(order: no, to: Int(portion))
      }
    }
    guard !parties.isEmpty else { return }
    let rows = try connection.query(
      """
      with kin as (
        select other.id, min(g.portion) as portion
          from party_card c join \(partyRows) on g.party = c.id join party_card other on other.head = c.head
          group by other.id)
      select k.id, k.portion, o.no from kin k left join order_card o on o.party = k.id
      """)
    for row in rows {
      let (party, portion, no) = try row.decode(UUID.self, Int32.self, Int64?.self)
      add(party: party, to: Int(portion))
      if let no { add(order: no, to: Int(portion)) }
    }
  }
}
