import FoundationEssentials

/// A member of staff, as the events have made them.
public struct Staff: Sendable, Equatable {
  /// Their code, for ever.
  public let key: StaffKey
  /// Where they work, or last worked.
  public private(set) var unit: UnitKey
  /// What they are there.
  public private(set) var post: String?
  /// Their user name on the machines that run `hotline`.
  public private(set) var login: String?
  /// Name, number, mail; `nil` where they were erased.
  public private(set) var card: StaffCard?
  /// When they first came.
  public let joinedAt: Date
  /// When they left, or will; `nil` while they stay.
  public private(set) var leftAt: Date?
  /// All roles they hold or held, in the order in which they got them.
  public private(set) var grants: [Grant] = []
  /// Whether work comes to them.
  public private(set) var duty: Duty = .off

  /// Somebody who joins.
  public init(_ joined: StaffJoined, at instant: Date) {
    key = joined.staff
    unit = joined.unit
    post = joined.post
    login = joined.login
    card = joined.card
    joinedAt = instant
  }

  /// Takes in what happened. Never fails: what happened, happened.
  public mutating func evolve(_ event: StaffEvent, at instant: Date) {
    switch event {
    case .joined, .forgotten: break
    case .corrected(let corrected):
      corrected.post.map { post = $0.isEmpty ? nil : $0 }
      corrected.login.map { login = $0.isEmpty ? nil : $0 }
      if let new = corrected.card {
        func merged(_ value: String?, _ old: String?) -> String? { value.map { $0.isEmpty ? nil : $0 } ?? old }
        card = StaffCard(
          name: merged(new.name, card?.name), phone: merged(new.phone, card?.phone), mail: merged(new.mail, card?.mail))
      }
    case .moved(let moved): unit = moved.unit
    case .left(let left):
      leftAt = left.on
      duty = .off
      endGrants(at: left.on) { _ in true }
    case .returned(let returned):
      leftAt = nil
      unit = returned.unit
    case .granted(let granted):
      let from = granted.from ?? instant
      // The same role over the same unit again: the new dates are the dates.
      endGrants(at: instant) { $0.role == granted.role && $0.unit == granted.unit }
      grants.append(Grant(role: granted.role, unit: granted.unit, from: from, until: granted.until))
    case .revoked(let revoked): endGrants(at: instant) { $0.role == revoked.role && $0.unit == revoked.unit }
    case .dutyChanged(let change): duty = change.state
    }
  }

  private mutating func endGrants(at end: Date, where condition: (Grant) -> Bool) {
    for index in grants.indices where condition(grants[index]) {
      guard grants[index].until.map({ $0 > end }) ?? true else { continue }
      grants[index].until = end
    }
  }

  /// Whether they work here at an instant.
  public func isHere(at instant: Date) -> Bool { joinedAt <= instant && leftAt.map { instant < $0 } ?? true }

  /// The roles they hold at an instant.
  public func grants(at instant: Date) -> [Grant] {
    isHere(at: instant) ? grants.filter { $0.holds(at: instant) } : []
  }
}
