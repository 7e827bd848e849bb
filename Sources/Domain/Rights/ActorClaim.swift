import FoundationEssentials

/// Who somebody at the keyboard says they are.
public struct ActorClaim: Sendable, Equatable {
  /// Whom they name: `--as`, else `HOTLINE_USER`.
  public let name: String?
  /// The user of the operating system.
  public let login: String

  /// A claim.
  public init(name: String? = nil, login: String) {
    self.name = name
    self.login = login
  }
}

extension Organisation {
  /// Why somebody is not let in.
  public enum Stranger: Error, Sendable, Equatable {
    /// Nobody who works here has this code or login.
    case unknown(String, nearest: StaffKey?)
    /// Whoever sits there may not act as somebody else.
    case mayNotActAs(StaffKey, other: StaffKey)
  }

  /// Who acts, by what is claimed: an office without people believes everybody. In one that is governed the name must be
  /// that of somebody who works here; a login that is somebody's is that person, who may name another one only with the
  /// right to; a login that is nobody's (a service's) may name anybody.
  ///
  /// - Parameter mayActAs: whether somebody may act in the name of those of a unit.
  public func actor(
    _ claim: ActorClaim, at instant: Date, mayActAs: (Staff, UnitKey) -> Bool
  ) throws(Stranger) -> (code: String, staff: Staff?) {
    let seated = member(login: claim.login, at: instant)
    guard isGoverned(at: instant) else {
      let named = claim.name.flatMap { here($0, at: instant) } ?? (claim.name == nil ? seated : nil)
      return (named?.key.rawValue ?? claim.name ?? claim.login, named)
    }
    guard let name = claim.name else {
      guard let seated else { throw .unknown(claim.login, nearest: nil) }
      return (seated.key.rawValue, seated)
    }
    guard let named = here(name, at: instant) else { throw .unknown(name, nearest: nearestStaff(to: name)) }
    if let seated, seated.key != named.key, !mayActAs(seated, named.unit) {
      throw .mayNotActAs(seated.key, other: named.key)
    }
    return (named.key.rawValue, named)
  }

  private func here(_ name: String, at instant: Date) -> Staff? {
    if let member = StaffKey(name).flatMap({ staff[$0] }), member.isHere(at: instant) { return member }
    return member(login: name, at: instant)
  }
}
