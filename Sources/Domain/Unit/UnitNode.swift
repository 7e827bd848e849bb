/// A unit in its place: what a line of the tree shows.
public struct UnitNode: Sendable, Equatable {
  /// Its code.
  public let unit: UnitKey
  /// The unit above, as somebody placed it; `nil` for the top and for units that nobody placed.
  public internal(set) var parent: UnitKey?
  /// Its name in words.
  public internal(set) var name: String?
  /// Where it is rung up.
  public internal(set) var phone: String?
  /// Who heads it, as a code of a member of staff.
  public internal(set) var head: String?
  /// What it is: department, outlet.
  public internal(set) var kind: String?
  /// The key of its own calendar; `nil` for that of the unit above.
  public internal(set) var calendar: String?
  /// It takes no more work.
  public internal(set) var isClosed = false
  /// Its number in the order of the tree, from 1.
  public internal(set) var place = 0
  /// The number of the last unit below it; its own where there is none.
  public internal(set) var last = 0

  init(unit: UnitKey, parent: UnitKey?, name: String?) {
    self.unit = unit
    self.parent = parent
    self.name = name
  }

  /// A unit as stored in a read model.
  public init(
    unit: UnitKey, parent: UnitKey?, name: String?, phone: String?, head: String?, kind: String?, calendar: String?,
    isClosed: Bool, place: Int, last: Int
  ) {
    self.unit = unit
    self.parent = parent
    self.name = name
    self.phone = phone
    self.head = head
    self.kind = kind
    self.calendar = calendar
    self.isClosed = isClosed
    self.place = place
    self.last = last
  }

  /// The numbers of the unit and of all below it.
  public var range: ClosedRange<Int> { place...max(place, last) }
}
