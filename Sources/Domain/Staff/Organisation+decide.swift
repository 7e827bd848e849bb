import FoundationEssentials

// What follows from a command, or why nothing does. Pure; nothing to change is no event.
extension Organisation {
  // MARK: Units

  /// Sets a unit up; without one above it becomes the top of the office.
  public func add(
    _ unit: UnitKey, below parent: UnitKey?, name: String?, change: UnitChanged? = nil
  ) throws(OrganisationRefusal) -> [UnitEvent] {
    guard unit.rawValue.utf8.count <= 64, unit.isPlain else {
      throw .badCode(unit.rawValue)
    }
    // A list may have named it before: then it gets its place.
    if let known = tree[unit], known.parent != nil || unit == tree.top { throw .unitExists(unit) }
    if let parent {
      guard let above = tree[parent] else {
        throw .noSuchUnit(parent.rawValue, nearest: tree.nearest(to: parent.rawValue))
      }
      guard !above.isClosed else { throw .unitIsClosed(parent) }
      guard tree.top != nil else { throw .noTop }
      guard !tree.contains(parent, in: unit) else { throw .belowItself(unit, parent: parent) }
    } else if let top = tree.top {
      throw .needsParent(unit, top: top)
    }
    var events: [UnitEvent] = []
    if tree[unit] == nil { events.append(.created(UnitCreated(unit: unit, parent: parent, name: name))) }
    if tree[unit] != nil || parent == nil { events.append(.moved(UnitMoved(unit: unit, parent: parent))) }
    var change = change ?? UnitChanged(unit: unit)
    if tree[unit] != nil { change.name = name }
    var after = self
    for event in events { after.evolve(event, at: .distantPast) }
    return events + (try after.set(change))
  }

  /// Moves a unit, with all below it.
  public func move(_ unit: UnitKey, below parent: UnitKey) throws(OrganisationRefusal) -> [UnitEvent] {
    let node = try known(unit)
    guard unit != tree.top else { throw .isTop(unit) }
    let above = try known(parent)
    guard tree.top != nil else { throw .noTop }
    guard !above.isClosed else { throw .unitIsClosed(parent) }
    guard !tree.contains(parent, in: unit) else { throw .belowItself(unit, parent: parent) }
    return node.parent == parent ? [] : [.moved(UnitMoved(unit: unit, parent: parent))]
  }

  /// Changes what is known of a unit; only what differs is recorded.
  public func set(_ change: UnitChanged) throws(OrganisationRefusal) -> [UnitEvent] {
    let node = try known(change.unit)
    func differing(_ new: String?, _ old: String?) -> String? { new.flatMap { $0 == old ?? "" ? nil : $0 } }
    if let head = change.head, !head.isEmpty { _ = try member(head) }
    let event = UnitChanged(
      unit: change.unit, name: differing(change.name, node.name), phone: differing(change.phone, node.phone),
      head: differing(change.head, node.head), kind: differing(change.kind, node.kind))
    return event == UnitChanged(unit: change.unit) ? [] : [.changed(event)]
  }

  /// Gives a unit a calendar of its own, or with `nil` that of the unit above.
  public func setCalendar(_ calendar: String?, of unit: UnitKey) throws(OrganisationRefusal) -> [UnitEvent] {
    let node = try known(unit)
    return node.calendar == calendar ? [] : [.calendarSet(UnitCalendarSet(unit: unit, calendar: calendar))]
  }

  /// Closes a unit that nothing is left in, or whose orders and people another one takes over.
  ///
  /// - Parameter openOrders: how many it still answers for.
  public func close(
    _ unit: UnitKey, into heir: UnitKey?, openOrders: Int, at instant: Date
  ) throws(OrganisationRefusal) -> [UnitEvent] {
    let node = try known(unit)
    guard unit != tree.top else { throw .isTop(unit) }
    guard !node.isClosed else { throw .unitIsClosed(unit) }
    let below = tree.subtree(of: unit).dropFirst().filter { !$0.isClosed }
    let people = staff(in: unit, at: instant)
    guard below.isEmpty else {
      throw .notEmpty(unit, units: below.count, staff: people.count, orders: openOrders)
    }
    if let heir {
      let node = try known(heir)
      guard heir != unit else { throw .belowItself(unit, parent: heir) }
      guard !node.isClosed else { throw .unitIsClosed(heir) }
    } else if !people.isEmpty || openOrders > 0 {
      throw .notEmpty(unit, units: 0, staff: people.count, orders: openOrders)
    }
    return [.closed(UnitClosed(unit: unit, into: heir))]
  }

  /// Opens a closed unit again.
  public func reopen(_ unit: UnitKey) throws(OrganisationRefusal) -> [UnitEvent] {
    guard try known(unit).isClosed else { throw .unitIsOpen(unit) }
    return [.reopened(UnitReopened(unit: unit))]
  }

  /// The people of a unit itself, not of those below.
  public func staff(in unit: UnitKey, at instant: Date) -> [Staff] {
    everybody.filter { $0.unit == unit && $0.isHere(at: instant) }
  }

  /// A unit by its code; refuses an unknown one with what was probably meant.
  @discardableResult
  public func known(_ unit: UnitKey) throws(OrganisationRefusal) -> UnitNode {
    guard let node = tree[unit] else { throw .noSuchUnit(unit.rawValue, nearest: tree.nearest(to: unit.rawValue)) }
    return node
  }

  /// A unit that work can go to. Until somebody sets the tree up any code is taken.
  public func requireOpen(_ unit: UnitKey) throws(OrganisationRefusal) {
    guard tree.top != nil else { return }
    guard try !known(unit).isClosed else { throw .unitIsClosed(unit) }
  }

  // MARK: People

  /// Somebody begins to work here.
  public func join(_ joined: StaffJoined, at instant: Date) throws(OrganisationRefusal) -> [StaffEvent] {
    guard staff[joined.staff] == nil else { throw .staffExists(joined.staff) }
    try requirePlaced(joined.unit)
    try checkLogin(joined.login, of: joined.staff, at: instant)
    return [.joined(joined)]
  }

  /// Corrects what is known of somebody; only what differs is recorded.
  public func correct(
    _ key: StaffKey, _ correction: StaffCorrected, at instant: Date
  ) throws(OrganisationRefusal) -> [StaffEvent] {
    let member = try member(key.rawValue)
    func differing(_ new: String?, _ old: String?) -> String? { new.flatMap { $0 == old ?? "" ? nil : $0 } }
    try checkLogin(correction.login, of: key, at: instant)
    let event = StaffCorrected(
      post: differing(correction.post, member.post), login: differing(correction.login, member.login),
      card: correction.card.flatMap { card in
        StaffCard(
          name: differing(card.name, member.card?.name), phone: differing(card.phone, member.card?.phone),
          mail: differing(card.mail, member.card?.mail))
      })
    return event == StaffCorrected() ? [] : [.corrected(event)]
  }

  /// Somebody goes to another unit.
  public func move(_ key: StaffKey, to unit: UnitKey, at instant: Date) throws(OrganisationRefusal) -> [StaffEvent] {
    let member = try member(key.rawValue)
    guard member.isHere(at: instant) else { throw .hasLeft(key) }
    try requirePlaced(unit)
    return member.unit == unit ? [] : [.moved(StaffMoved(unit: unit))]
  }

  /// Somebody ceases to work here; their roles end then.
  public func leave(_ key: StaffKey, on day: Date, at instant: Date) throws(OrganisationRefusal) -> [StaffEvent] {
    let member = try member(key.rawValue)
    guard member.isHere(at: instant) else { throw .hasLeft(key) }
    try keepsAnAdmin(without: key, at: instant)
    return [.left(StaffLeft(on: day))]
  }

  /// Somebody comes back, without their former roles.
  public func comeBack(_ key: StaffKey, to unit: UnitKey, at instant: Date) throws(OrganisationRefusal) -> [StaffEvent]
  {
    let member = try member(key.rawValue)
    guard member.leftAt != nil else { throw .isHere(key) }
    try requirePlaced(unit)
    try checkLogin(member.login, of: key, at: instant)
    return [.returned(StaffReturned(unit: unit))]
  }

  /// Somebody gets a role over a unit and all below it.
  public func grant(
    _ granted: RoleGranted, to key: StaffKey, known roles: [RoleKey], at instant: Date
  ) throws(OrganisationRefusal) -> [StaffEvent] {
    let member = try member(key.rawValue)
    guard member.leftAt.map({ instant < $0 }) ?? true else { throw .hasLeft(key) }
    guard roles.contains(granted.role) else { throw .noSuchRole(granted.role.rawValue, known: roles) }
    try requirePlaced(granted.unit)
    if let until = granted.until, until <= granted.from ?? instant { throw .endsBeforeItBegins }
    let same = member.grants.contains {
      $0.role == granted.role && $0.unit == granted.unit && $0.holds(at: instant) && $0.until == granted.until
        && (granted.from.map { $0 <= instant } ?? true)
    }
    if same { return [] }
    if granted.role == RoleDefinition.admin, granted.unit == tree.top, granted.until != nil || granted.from != nil {
      try keepsAnAdmin(without: key, at: instant)
    }
    return [.granted(granted)]
  }

  /// Somebody loses a role.
  public func revoke(
    _ role: RoleKey, over unit: UnitKey, from key: StaffKey, at instant: Date
  ) throws(OrganisationRefusal) -> [StaffEvent] {
    let member = try member(key.rawValue)
    // One that is yet to begin can be taken back, too.
    let isHeld = member.grants.contains { grant in
      grant.role == role && grant.unit == unit && grant.until.map { instant < $0 } ?? true
    }
    guard isHeld else { throw .noSuchGrant(key, role, unit) }
    if role == RoleDefinition.admin, unit == tree.top { try keepsAnAdmin(without: key, at: instant) }
    return [.revoked(RoleRevoked(role: role, unit: unit))]
  }

  /// Somebody goes on or off duty.
  public func setDuty(
    _ duty: Duty, note: String?, of key: StaffKey, at instant: Date
  ) throws(OrganisationRefusal) -> [StaffEvent] {
    let member = try member(key.rawValue)
    guard member.isHere(at: instant) else { throw .hasLeft(key) }
    return member.duty == duty && note == nil ? [] : [.dutyChanged(StaffDutyChanged(state: duty, note: note))]
  }

  /// A member of staff by code; refuses an unknown one with whom was probably meant.
  @discardableResult
  public func member(_ typed: String) throws(OrganisationRefusal) -> Staff {
    if let key = StaffKey(typed), let member = staff[key] { return member }
    throw .noSuchStaff(typed, nearest: nearestStaff(to: typed))
  }

  /// Whose code is meant by a slip of the finger.
  public func nearestStaff(to typed: String) -> StaffKey? {
    Spelling.nearest(to: typed, in: staff.keys.map(\.rawValue).sorted()).flatMap(StaffKey.init)
  }

  private func requirePlaced(_ unit: UnitKey) throws(OrganisationRefusal) {
    guard try !known(unit).isClosed else { throw .unitIsClosed(unit) }
  }

  private func checkLogin(_ login: String?, of key: StaffKey, at instant: Date) throws(OrganisationRefusal) {
    guard let login, !login.isEmpty, let other = member(login: login, at: instant), other.key != key else { return }
    throw .loginTaken(login, by: other.key)
  }

  private func keepsAnAdmin(without key: StaffKey, at instant: Date) throws(OrganisationRefusal) {
    let admins = lastingAdmins
    // Before the first one there is nothing to keep.
    guard isGoverned(at: instant), admins.contains(key), admins.count == 1 else { return }
    throw .lastAdmin(key)
  }
}

extension UnitKey {
  /// Whether it is one word of letters, digits and `-_.@` in any script: what filters and workbooks can hold. Codes that
  /// lists bring along are taken as they are.
  fileprivate var isPlain: Bool {
    rawValue.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.@".unicodeScalars.contains($0)
    }
  }
}
