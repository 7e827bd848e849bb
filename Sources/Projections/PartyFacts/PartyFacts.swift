import Domain
import FoundationEssentials
import Postgres

/// What reports count parties by, and orders by their party: kind, region, class. Needs ``Parties`` and ``PartyMarks``.
///
/// Whoever was merged into another counts as that one. Class is `vip` or `ordinary`; an order that is for nobody in the book
/// is `unknown`.
public enum PartyFacts {
  /// Everybody in the book at an instant, with the columns party, registered_at, party_kind, region, category and class.
  ///
  /// Kind, region and category are told as of now: the book keeps no older ones.
  static func book(at instant: Date) -> SQL {
    """
    select c.id as party, c.registered_at, c.kind as party_kind, c.area as region, c.category,
        case when v.vip @> \(instant)::timestamptz then 'vip' else 'ordinary' end as class
      from party_card c left join (\(vips)) as v on v.head = c.id
      where c.head = c.id and c.registered_at <= \(instant)
    """
  }

  /// One row for each party that an order can be for, to join on `party`: party_kind, region and category of whom it counts
  /// as, and `vip`, the multirange in which that one was. ``classOfOrder`` makes a class of it.
  static let ofOrders: SQL = """
    select c.id as party, h.kind as party_kind, h.area as region, h.category, v.vip
      from party_card c join party_card h on h.id = c.head left join (\(vips)) as v on v.head = h.id
    """

  /// The class of an order's party when the order was opened, of a row `o` of orders and `p` of ``ofOrders`` left joined to it.
  static let classOfOrder: SQL = """
    case when o.party is null then 'unknown' when p.vip @> o.opened_at then 'vip' else 'ordinary' end
    """

  /// When somebody was a VIP, for any service, by the marks of all that count as them.
  private static let vips: SQL = """
    select m.head, range_agg(tstzrange(m.at, least(m.next_at, m.until_at))) as vip
      from (
        select coalesce(c.head, k.party) as head, k.at, k.is_on, k.until_at,
            lead(k.at) over (partition by k.party, k.service order by k.at, k.position) as next_at
          from party_mark_change k left join party_card c on c.id = k.party where k.mark = 'vip'
      ) as m
      where m.is_on and m.at <= coalesce(least(m.next_at, m.until_at), m.at) group by m.head
    """
}
