import FoundationEssentials

/// What can have happened to a member of staff.
public enum StaffEvent: Sendable, Equatable {
  /// Somebody began to work here.
  case joined(StaffJoined)
  /// What is known of them was corrected.
  case corrected(StaffCorrected)
  /// They went to another unit.
  case moved(StaffMoved)
  /// They ceased to work here; all their roles end with it.
  case left(StaffLeft)
  /// They came back, without their former roles.
  case returned(StaffReturned)
  /// They got a role over a unit and all below it.
  case granted(RoleGranted)
  /// A role was taken from them.
  case revoked(RoleRevoked)
  /// They went on or off duty, or stepped out.
  case dutyChanged(StaffDutyChanged)
  /// Their name and numbers were erased.
  case forgotten(Forgotten)
}

/// The erasable part of a member of staff.
public struct StaffCard: Sendable, Equatable, Codable {
  /// What they are called.
  public var name: String?
  /// Where they are rung up.
  public var phone: String?
  /// Where mail reaches them.
  public var mail: String?

  /// A card; `nil` where nothing is on it.
  public init?(name: String? = nil, phone: String? = nil, mail: String? = nil) {
    guard name != nil || phone != nil || mail != nil else { return nil }
    self.name = name
    self.phone = phone
    self.mail = mail
  }
}

/// Somebody began to work here.
public struct StaffJoined: Sendable, Equatable, Codable {
  /// Their code, for ever.
  public var staff: StaffKey
  /// Where they work.
  public var unit: UnitKey
  /// What they are there: shift leader, repairer. A code or a word of the office's.
  public var post: String?
  /// Their user name on the machines that run `hotline`.
  public var login: String?
  /// Name, number, mail: erasable.
  public var card: StaffCard?

  private enum CodingKeys: CodingKey { case staff, unit, post, login }

  /// A joining.
  public init(staff: StaffKey, unit: UnitKey, post: String? = nil, login: String? = nil, card: StaffCard? = nil) {
    self.staff = staff
    self.unit = unit
    self.post = post
    self.login = login
    self.card = card
  }
}

/// What is known of a member of staff was corrected. What is `nil` stays as it is; an empty text takes it away.
public struct StaffCorrected: Sendable, Equatable, Codable {
  /// What they are there.
  public var post: String?
  /// Their user name.
  public var login: String?
  /// Name, number, mail: erasable.
  public var card: StaffCard?

  private enum CodingKeys: CodingKey { case post, login }

  /// A correction.
  public init(post: String? = nil, login: String? = nil, card: StaffCard? = nil) {
    self.post = post
    self.login = login
    self.card = card
  }
}

/// A member of staff went to another unit. Roles stay where they were granted.
public struct StaffMoved: Sendable, Equatable, Codable {
  /// Where they work now.
  public var unit: UnitKey

  /// A move.
  public init(unit: UnitKey) { self.unit = unit }
}

/// A member of staff ceased to work here.
public struct StaffLeft: Sendable, Equatable, Codable {
  /// From when on they have no rights.
  public var on: Date

  /// A leaving.
  public init(on: Date) { self.on = on }
}

/// A member of staff came back.
public struct StaffReturned: Sendable, Equatable, Codable {
  /// Where they work now.
  public var unit: UnitKey

  /// A return.
  public init(unit: UnitKey) { self.unit = unit }
}

/// A member of staff got a role.
public struct RoleGranted: Sendable, Equatable, Codable {
  /// The role.
  public var role: RoleKey
  /// Over this unit and all below it.
  public var unit: UnitKey
  /// From when on; from the event on where not given.
  public var from: Date?
  /// Until when, that instant not included; for ever where not given.
  public var until: Date?

  /// A grant.
  public init(role: RoleKey, unit: UnitKey, from: Date? = nil, until: Date? = nil) {
    self.role = role
    self.unit = unit
    self.from = from
    self.until = until
  }
}

/// A role was taken from a member of staff.
public struct RoleRevoked: Sendable, Equatable, Codable {
  /// The role.
  public var role: RoleKey
  /// The unit that it was granted over.
  public var unit: UnitKey

  /// A revocation.
  public init(role: RoleKey, unit: UnitKey) {
    self.role = role
    self.unit = unit
  }
}

/// A member of staff went on or off duty, or stepped out.
public struct StaffDutyChanged: Sendable, Equatable, Codable {
  /// Whether work comes to them.
  public var state: Duty
  /// Why, in words: erasable.
  public var note: String?

  private enum CodingKeys: CodingKey { case state }

  /// A change of duty.
  public init(state: Duty, note: String? = nil) {
    self.state = state
    self.note = note
  }
}

/// Whether work comes to a member of staff.
public enum Duty: String, Sendable, Codable, CaseIterable {
  /// At work.
  case on
  /// Not at work.
  case off
  /// At work, but not at the desk.
  case away
}
