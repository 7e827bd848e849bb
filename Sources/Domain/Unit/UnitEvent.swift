/// What can have happened to the organisation tree.
public enum UnitEvent: Sendable, Equatable {
  /// A unit was set up.
  case created(UnitCreated)
  /// A unit got its place in the tree, or another one.
  case moved(UnitMoved)
  /// What is known of a unit changed.
  case changed(UnitChanged)
  /// A unit works by another calendar.
  case calendarSet(UnitCalendarSet)
  /// A unit takes no more work.
  case closed(UnitClosed)
  /// A closed unit takes work again.
  case reopened(UnitReopened)
}

/// A unit was set up.
public struct UnitCreated: Sendable, Equatable, Codable {
  /// Its code, for ever.
  public var unit: UnitKey
  /// The unit above; `nil` at the top, and for a unit that a list named before anybody placed it.
  public var parent: UnitKey?
  /// Its name in words, where it has one.
  public var name: String?

  /// A unit.
  public init(unit: UnitKey, parent: UnitKey? = nil, name: String? = nil) {
    self.unit = unit
    self.parent = parent
    self.name = name
  }
}

/// A unit got its place in the tree, with all below it.
public struct UnitMoved: Sendable, Equatable, Codable {
  /// The unit.
  public var unit: UnitKey
  /// The unit above from now on; `nil` makes it the top of the office.
  public var parent: UnitKey?

  /// A move.
  public init(unit: UnitKey, parent: UnitKey?) {
    self.unit = unit
    self.parent = parent
  }
}

/// What is known of a unit changed. What is `nil` stays as it is; an empty text takes it away.
public struct UnitChanged: Sendable, Equatable, Codable {
  /// The unit.
  public var unit: UnitKey
  /// Its name in words.
  public var name: String?
  /// Where it is rung up.
  public var phone: String?
  /// Who heads it, as a code of a member of staff.
  public var head: String?
  /// What it is: department, outlet, desk. A word of the office's.
  public var kind: String?

  /// A change.
  public init(unit: UnitKey, name: String? = nil, phone: String? = nil, head: String? = nil, kind: String? = nil) {
    self.unit = unit
    self.name = name
    self.phone = phone
    self.head = head
    self.kind = kind
  }
}

/// A unit works by another calendar.
public struct UnitCalendarSet: Sendable, Equatable, Codable {
  /// The unit.
  public var unit: UnitKey
  /// The key of the calendar; `nil` for that of the unit above.
  public var calendar: String?

  /// A change of calendar.
  public init(unit: UnitKey, calendar: String?) {
    self.unit = unit
    self.calendar = calendar
  }
}

/// A unit takes no more work.
public struct UnitClosed: Sendable, Equatable, Codable {
  /// The unit.
  public var unit: UnitKey
  /// The unit that got its open orders and its people, where it had any.
  public var into: UnitKey?

  /// A closing.
  public init(unit: UnitKey, into: UnitKey? = nil) {
    self.unit = unit
    self.into = into
  }
}

/// A closed unit takes work again.
public struct UnitReopened: Sendable, Equatable, Codable {
  /// The unit.
  public var unit: UnitKey

  /// A reopening.
  public init(unit: UnitKey) { self.unit = unit }
}
