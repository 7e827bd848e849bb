import Domain
import FoundationEssentials
import Postgres

/// An order that a new one may be about.
public struct SimilarOrder: Sendable, Equatable {
  /// Why it may be.
  public enum Reason: String, Sendable {
    /// It is of the same caller.
    case caller
    /// It is about the same place.
    case place
  }

  /// Its number.
  public let no: OrderNumber
  /// Why it may be; the caller where both hold.
  public let reason: Reason
  /// How it moves.
  public let process: ProcessKey
  /// What it is about.
  public let category: String?
  /// One line; `nil` where none was given, or it was forgotten.
  public let title: String?
  /// Where it stands.
  public let state: StateKey
  /// What that means.
  public let kind: StateKind
  /// Who has it.
  public let unit: String?
  /// When it was opened.
  public let openedAt: Date
}

/// The question which orders a new one may be about.
public struct SimilarOrders: Sendable {
  private let parties: [PartyID]
  private let address: String?
  private let process: String
  private let category: String?
  private let since: Date

  /// - Parameters:
  ///   - parties: the caller, with whoever is merged into it.
  ///   - address: the same but for blanks and capitals.
  ///   - category: only orders about the same; of the same process where there is none.
  ///   - since: orders that were finished before are not asked for.
  public init(parties: [PartyID], address: String?, process: String, category: String?, since: Date) {
    self.parties = parties
    self.address = address
    self.process = process
    self.category = category
    self.since = since
  }

  /// The newest ten. Cost: the orders of the caller and of the place, found by index.
  public func find(seenBy sight: OrderSight = .everything, on connection: isolated Connection) throws -> [SimilarOrder]
  {
    let place = address.map { $0.filter { $0 != " " } } ?? ""
    guard !parties.isEmpty || !place.isEmpty else { return [] }
    let about: SQL = category.map { "s.category = \($0)" } ?? "c.process = \(process)"
    let rows = try connection.query(
      """
      select c.no, min(f.reason), c.process, s.category, c.title, s.state,
          s.kind, s.unit, c.opened_at
        from (
          select no, 'caller' as reason from order_card where party = any(\(parties.map(\.uuid)))
          union all
          select no, 'place' from order_card
            where \(place) <> '' and lower(replace(address, ' ', '')) = lower(\(place)) and address is not null
        ) f join order_card c on c.no = f.no join order_span s on s.no = c.no and s.until_at is null
        where (s.kind = 'open' or s.finished_at >= \(since)) and s.kind <> 'cancelled' and \(about)
          and \(sight.condition ?? "true") and \(sight.wordsCondition ?? "true")
        group by c.no, s.category, s.state, s.kind, s.unit order by c.opened_at desc, c.no desc limit 10
      """)
    return try rows.compactMap { row in
      let (no, reason, process, category, title, state, kind, unit, openedAt) = try row.decode(
        Int64.self, String.self, String.self, String?.self, String?.self, String.self, String.self, String?.self,
        Date.self)
      guard let reason = SimilarOrder.Reason(rawValue: reason), let kind = StateKind(rawValue: kind) else { return nil }
      return SimilarOrder(
        no: OrderNumber(stored: no), reason: reason, process: ProcessKey(rawValue: process), category: category,
        title: title, state: StateKey(rawValue: state), kind: kind, unit: unit, openedAt: openedAt)
    }
  }
}
