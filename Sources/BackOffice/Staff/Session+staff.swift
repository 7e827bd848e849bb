import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// A role with its unit and dates, as it is granted with a joining.
public struct RoleOffer: Sendable {
  /// The role.
  public let role: RoleKey
  /// Over which unit; that of the person where not given.
  public let unit: UnitKey?
  /// From when on.
  public let from: Date?
  /// Until when.
  public let until: Date?

  /// An offer.
  public init(role: RoleKey, unit: UnitKey? = nil, from: Date? = nil, until: Date? = nil) {
    self.role = role
    self.unit = unit
    self.from = from
    self.until = until
  }
}

extension Session {
  /// Somebody begins to work here, with roles from the first moment.
  public func join(_ joined: StaffJoined, roles: [RoleOffer] = [], at instant: Date) async throws -> OrganisationChange
  {
    try require(.staffEdit, on: joined.unit)
    for role in roles { try require(.roleEdit, on: role.unit ?? joined.unit) }
    let known = try await knownRoles()
    return try await changeStaff(joined.staff, at: instant) { organisation throws(OrganisationRefusal) in
      var events = try organisation.join(joined, at: instant)
      var after = organisation
      for event in events { after.evolve(event, of: joined.staff, at: instant) }
      for role in roles {
        let granted = RoleGranted(role: role.role, unit: role.unit ?? joined.unit, from: role.from, until: role.until)
        events += try after.grant(granted, to: joined.staff, known: known, at: instant)
      }
      return events
    }
  }

  /// Corrects what is known of somebody. Their own card everybody may correct, but for post and login.
  public func correct(
    _ key: StaffKey, _ correction: StaffCorrected, at instant: Date
  ) async throws -> OrganisationChange {
    let isOwnCard = key.rawValue == actor && correction.post == nil && correction.login == nil
    if !isOwnCard { try requireEditing(key) }
    return try await changeStaff(key, at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.correct(key, correction, at: instant)
    }
  }

  /// Somebody goes to another unit; who moves them must have a word in both. Roles stay as they are.
  public func moveStaff(_ key: StaffKey, to unit: UnitKey, at instant: Date) async throws -> OrganisationChange {
    try requireEditing(key)
    try require(.staffEdit, on: unit)
    return try await changeStaff(key, at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.move(key, to: unit, at: instant)
    }
  }

  /// Somebody ceases to work here; their roles end then.
  public func leave(_ key: StaffKey, on day: Date, at instant: Date) async throws -> OrganisationChange {
    try requireEditing(key)
    return try await changeStaff(key, at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.leave(key, on: day, at: instant)
    }
  }

  /// Somebody comes back, without their former roles.
  public func comeBack(_ key: StaffKey, to unit: UnitKey, at instant: Date) async throws -> OrganisationChange {
    try require(.staffEdit, on: unit)
    return try await changeStaff(key, at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.comeBack(key, to: unit, at: instant)
    }
  }

  /// Somebody gets a role.
  public func grant(_ granted: RoleGranted, to key: StaffKey, at instant: Date) async throws -> OrganisationChange {
    try require(.roleEdit, on: granted.unit)
    let known = try await knownRoles()
    return try await changeStaff(key, at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.grant(granted, to: key, known: known, at: instant)
    }
  }

  /// Somebody loses a role.
  public func revoke(
    _ role: RoleKey, over unit: UnitKey, from key: StaffKey, at instant: Date
  ) async throws -> OrganisationChange {
    try require(.roleEdit, on: unit)
    return try await changeStaff(key, at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.revoke(role, over: unit, from: key, at: instant)
    }
  }

  /// Somebody goes on or off duty: oneself, or by whoever keeps the people of the unit.
  public func setDuty(
    _ duty: Duty, note: String?, of key: StaffKey, at instant: Date
  ) async throws -> OrganisationChange {
    if key.rawValue != actor { try requireEditing(key) }
    return try await changeStaff(key, at: instant) { organisation throws(OrganisationRefusal) in
      try organisation.setDuty(duty, note: note, of: key, at: instant)
    }
  }

  /// Erases the name and the numbers of a member of staff from every event; what they did stays under their code.
  public func forgetStaff(_ key: StaffKey, because forgotten: Forgotten, at instant: Date) async throws -> Int {
    try require(.partyForget)
    try refusing { () throws(OrganisationRefusal) in _ = try organisation.member(key.rawValue) }
    var recording = Recording(freshID(at: instant), by: actor, codec: codec)
    try recording.add([(.staff(.forgotten(forgotten)), at: instant)], to: .staff(key), expected: .any)
    return try await store.forget(
      StreamName.staff(key).rawValue, recording: recording.appends, by: recording.authorship
    ).parts.count
  }

  private func requireEditing(_ key: StaffKey) throws {
    let member = try refusing { () throws(OrganisationRefusal) in try organisation.member(key.rawValue) }
    try require(.staffEdit, on: member.unit)
  }

  private func knownRoles() async throws -> [RoleKey] { try await definitions().allRoles.map(\.key) }

  // MARK: Recording

  private func changeStaff(
    _ key: StaffKey, at instant: Date,
    _ decide: @Sendable (Organisation) throws(OrganisationRefusal) -> [StaffEvent]
  ) async throws -> OrganisationChange {
    try await retrying("\(key)") {
      let organisation = try await currentOrganisation()
      let events = try refusing { () throws(OrganisationRefusal) in try decide(organisation) }
      var recording = Recording(freshID(at: instant), by: actor, codec: codec)
      try await record(events, of: key, at: instant, in: &recording)
      guard !recording.appends.isEmpty else { return OrganisationChange(events: []) }
      _ = try await append(recording)
      return OrganisationChange(recording)
    }
  }

  /// Adds events of a member of staff to a recording.
  func record(_ events: [StaffEvent], of key: StaffKey, at instant: Date, in recording: inout Recording) async throws {
    guard !events.isEmpty else { return }
    let version = try await store.readLast(of: .staff(key))?.version
    try recording.add(
      events.map { (.staff($0), at: instant) }, to: .staff(key), expected: version.map { .exactly($0) } ?? .none)
  }
}
