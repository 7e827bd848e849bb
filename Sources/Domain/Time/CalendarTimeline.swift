import FoundationEssentials

/// The calendars as they were published over time, so that each instant is counted by what held then.
///
/// What the office was set up with holds for all time before, too: a history that is imported is older than the set-up.
public struct CalendarTimeline: Sendable {
  /// What held from one instant until the next change.
  struct Era: Sendable {
    let from: Date
    let office: WorkCalendar
    let calendars: [CalendarKey: WorkCalendar]
    /// Units that work by a calendar of their own, or of a unit above.
    let units: [UnitKey: CalendarKey]

    func saysTheSame(as other: Era) -> Bool {
      office == other.office && calendars == other.calendars && units == other.units
    }
  }

  enum Change: Sendable {
    case calendar(CalendarSource, version: Int)
    case office(Office)
    case unit(UnitKey, CalendarKey?)
    case parent(UnitKey, UnitKey?)
  }

  /// In the order in which they came into force.
  private var changes: [(at: Date, change: Change)] = []
  private var parents: [UnitKey: UnitKey] = [:]
  private(set) var eras: [Era]
  /// Grows whenever something other than before holds at some time.
  public private(set) var revision = 0

  /// All that holds after the last change.
  private var layers = CalendarLayers()

  /// Nothing published yet.
  init() { eras = [layers.era(from: .distantPast)] }

  // MARK: What is published

  /// A version holds from its instant on, whatever earlier versions were to hold from later ones.
  mutating func publish(_ calendar: CalendarSource, version: Int, at instant: Date) {
    changes.removeAll { entry in
      guard case .calendar(let earlier, _) = entry.change else { return false }
      return earlier.key == calendar.key && entry.at > instant
    }
    add(.calendar(calendar, version: version), at: instant)
  }

  /// The first office holds for all time before, too.
  mutating func publish(_ office: Office, at instant: Date) {
    let isFirst = !changes.contains { if case .office = $0.change { true } else { false } }
    add(.office(office), at: isFirst ? .distantPast : instant)
  }

  /// A unit works by another calendar from an instant on; with `nil` by that of the unit above.
  mutating func setCalendar(_ calendar: CalendarKey?, of unit: UnitKey, at instant: Date) {
    add(.unit(unit, calendar), at: instant)
  }

  /// A unit was set up: that is its place for all time before, too.
  mutating func create(_ unit: UnitKey, under parent: UnitKey?) {
    parents[unit] = parent
    rebuild()
  }

  /// A unit came under another.
  mutating func move(_ unit: UnitKey, under parent: UnitKey?, at instant: Date) {
    add(.parent(unit, parent), at: instant)
  }

  private mutating func add(_ change: Change, at instant: Date) {
    let place = changes.partitioningIndex { $0.at > instant }
    changes.insert((instant, change), at: place)
    guard place == changes.count - 1, instant >= latest.from else { return rebuild() }
    layers.take(change)
    if Self.extend(&eras, by: layers, at: instant, isFirst: place == 0) { revision += 1 }
  }

  // MARK: What holds

  /// The instants at which something changed, ascending; what held before the first holds for ever back.
  public var changedAt: [Date] { eras.dropFirst().map(\.from) }

  /// The first instant for which this says something else than an earlier state of it.
  public func differs(from earlier: CalendarTimeline) -> Date {
    let same = zip(eras, earlier.eras).prefix { $0.from == $1.from && $0.saysTheSame(as: $1) }.count
    // The first holds for all time before, too.
    guard same > 0 else { return .distantPast }
    return min(
      eras.count > same ? eras[same].from : .distantFuture,
      earlier.eras.count > same ? earlier.eras[same].from : .distantFuture)
  }

  /// The era of an instant.
  func era(at instant: Date) -> Era {
    guard eras.count > 1 else { return eras[0] }
    return eras[max(0, eras.partitioningIndex { $0.from > instant } - 1)]
  }

  /// The newest era.
  var latest: Era { eras[eras.count - 1] }

  /// Something was learned late that stands before what was known.
  private mutating func rebuild() {
    layers = CalendarLayers(parents: parents)
    var eras = [layers.era(from: .distantPast)]
    for (index, entry) in changes.enumerated() {
      layers.take(entry.change)
      _ = Self.extend(&eras, by: layers, at: entry.at, isFirst: index == 0)
    }
    let isSame =
      eras.count == self.eras.count
      && zip(eras, self.eras).allSatisfy { $0.from == $1.from && $0.saysTheSame(as: $1) }
    if !isSame { revision += 1 }
    self.eras = eras
  }

  /// Adds what holds from an instant on, the last of all; false where it says nothing new.
  private static func extend(
    _ eras: inout [Era], by layers: CalendarLayers, at instant: Date, isFirst: Bool
  ) -> Bool {
    let era = layers.era(from: instant)
    if isFirst {
      eras = [era]
      return true
    }
    guard let last = eras.last, !last.saysTheSame(as: era) else { return false }
    if last.from == instant { eras.removeLast() }
    if let before = eras.last, before.saysTheSame(as: era) { return true }
    eras.append(era)
    return true
  }
}
