/// Why the tree or the people of the office were not changed.
public enum OrganisationRefusal: Error, Sendable, Equatable {
  /// No unit has this code.
  case noSuchUnit(String, nearest: UnitKey?)
  /// There is one already.
  case unitExists(UnitKey)
  /// An earlier row of the list has this code, or one that a reader takes for the same.
  case sameAs(row: Int, String)
  /// There is a top already: the unit needs one above it.
  case needsParent(UnitKey, top: UnitKey)
  /// There is no top yet, so nothing can be above.
  case noTop
  /// It would be below itself.
  case belowItself(UnitKey, parent: UnitKey)
  /// A list puts these below each other in a circle, each below the next one, or one below itself.
  case circle([UnitKey], rows: [Int])
  /// The unit above is in the list, and that row was refused.
  case aboveRefused(UnitKey, row: Int)
  /// The top of the office stays where it is.
  case isTop(UnitKey)
  /// It takes no more work.
  case unitIsClosed(UnitKey)
  /// It is not closed.
  case unitIsOpen(UnitKey)
  /// Units, people or open orders would be left behind.
  case notEmpty(UnitKey, units: Int, staff: Int, orders: Int)
  /// Its code cannot be one.
  case badCode(String)
  /// What a list has of its code is not all of it.
  case digitsLost(String)
  /// Nobody has this code.
  case noSuchStaff(String, nearest: StaffKey?)
  /// Somebody has this code already.
  case staffExists(StaffKey)
  /// They work here no more.
  case hasLeft(StaffKey)
  /// They work here.
  case isHere(StaffKey)
  /// Somebody else has this login.
  case loginTaken(String, by: StaffKey)
  /// There is no such role.
  case noSuchRole(String, known: [RoleKey])
  /// They do not hold it there.
  case noSuchGrant(StaffKey, RoleKey, UnitKey)
  /// It would end before it begins.
  case endsBeforeItBegins
  /// Nobody would be left who can hand out roles for good.
  case lastAdmin(StaffKey)
}
