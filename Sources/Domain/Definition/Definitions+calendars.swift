import FoundationEssentials

extension Definitions {
  /// Takes in what happened to the tree of units: which calendar each works by, and which unit is above it.
  public mutating func evolve(_ event: UnitEvent, at instant: Date) {
    switch event {
    case .created(let created): calendars.create(created.unit, under: created.parent)
    case .moved(let moved): calendars.move(moved.unit, under: moved.parent, at: instant)
    case .calendarSet(let set):
      calendars.setCalendar(set.calendar.map(CalendarKey.init(rawValue:)), of: set.unit, at: instant)
    case .changed, .closed, .reopened: break
    }
  }

  /// The office's calendar as it is now; in UTC until an office is published.
  public var calendar: WorkCalendar { calendars.latest.office }

  /// A calendar as it was at an instant, now where none is given; `nil` where none of that key was published or shipped.
  public func calendar(_ key: CalendarKey, at instant: Date? = nil) -> WorkCalendar? {
    (instant.map { calendars.era(at: $0) } ?? calendars.latest).calendars[key]
  }

  /// What a unit works by at an instant: its own calendar, else that of a unit above, else the office's.
  public func calendar(of unit: UnitKey?, at instant: Date) -> WorkCalendar {
    let era = calendars.era(at: instant)
    return unit.flatMap { era.units[$0] }.flatMap { era.calendars[$0] } ?? era.office
  }

  /// What a clock counts in at an instant: its own calendar, else that of the unit that has the order.
  public func calendar(of clock: Clock, unit: UnitKey?, at instant: Date) -> WorkCalendar {
    clock.calendar.flatMap { calendar($0, at: instant) } ?? calendar(of: unit, at: instant)
  }

  /// The keys of the calendars there are now.
  public var calendarKeys: [CalendarKey] { calendars.latest.calendars.keys.sorted() }
}
