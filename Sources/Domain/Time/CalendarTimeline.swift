import FoundationEssentials

/// The calendars as they were published over time, so that each instant is counted by what held then.
///
/// What was first published holds for all time before, too: a history that is imported is older than the office's set-up.
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

  private enum Change: Sendable {
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

  /// Nothing published yet.
  init() {
    eras = []
    rebuild()
  }

  // MARK: What is published

  mutating func publish(_ calendar: CalendarSource, version: Int, at instant: Date) {
    add(.calendar(calendar, version: version), at: instant)
  }

  mutating func publish(_ office: Office, at instant: Date) { add(.office(office), at: instant) }

  /// A unit works by another calendar from an instant on; with `nil` by that of the unit above.
  mutating func setCalendar(_ calendar: CalendarKey?, of unit: UnitKey, at instant: Date) {
    add(.unit(unit, calendar), at: instant)
  }

  /// A unit was set up: that is its place for all time before, too.
  mutating func create(_ unit: UnitKey, under parent: UnitKey?) {
    parents[unit] = parent
    if hasUnits { rebuild() }
  }

  /// A unit came under another.
  mutating func move(_ unit: UnitKey, under parent: UnitKey?, at instant: Date) {
    add(.parent(unit, parent), at: instant)
  }

  private var hasUnits: Bool { changes.contains { if case .unit = $0.change { true } else { false } } }

  private mutating func add(_ change: Change, at instant: Date) {
    changes.insert((instant, change), at: changes.partitioningIndex { $0.at > instant })
    rebuild()
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

  private mutating func rebuild() {
    var layers = Layers(parents: parents)
    var eras: [Era] = []
    for (index, entry) in changes.enumerated() {
      layers.take(entry.change)
      if index + 1 < changes.count, changes[index + 1].at == entry.at { continue }
      let era = layers.era(from: entry.at, reusing: self.eras.last)
      if let last = eras.last, last.saysTheSame(as: era) { continue }
      eras.append(era)
    }
    if eras.isEmpty { eras = [layers.era(from: .distantPast, reusing: nil)] }
    let isSame =
      eras.count == self.eras.count
      && zip(eras, self.eras).allSatisfy { $0.from == $1.from && $0.saysTheSame(as: $1) }
    if !isSame { revision += 1 }
    self.eras = eras
  }

  /// All that holds at one time, before the layers are laid on one another.
  private struct Layers {
    var sources = ShippedCalendars.compiled.mapValues { (source: $0, version: 0) }
    var office = Office(timeZone: .gmt)
    var units: [UnitKey: CalendarKey] = [:]
    var parents: [UnitKey: UnitKey]

    mutating func take(_ change: Change) {
      switch change {
      case .calendar(let source, let version): sources[source.key] = (source, version)
      case .office(let office): self.office = office
      case .unit(let unit, let calendar): units[unit] = calendar
      case .parent(let unit, let parent): parents[unit] = parent
      }
    }

    func era(from instant: Date, reusing last: Era?) -> Era {
      var calendars: [CalendarKey: WorkCalendar] = [:]
      for key in sources.keys {
        let calendar = resolve(key, without: [])
        // The tables of years are shared as long as nothing changes.
        calendars[key] = last?.calendars[key].flatMap { $0 == calendar ? $0 : nil } ?? calendar
      }
      let officeKey = office.calendar ?? "office"
      let made = calendars[officeKey] ?? officeDefault
      let calendar = last.flatMap { $0.office == made ? $0.office : nil } ?? made
      if calendars["office"] == nil { calendars["office"] = calendar }
      return Era(from: instant, office: calendar, calendars: calendars, units: resolvedUnits)
    }

    /// An office that published no calendar: Monday to Friday, in China without the holidays and with the make-up days.
    private var officeDefault: WorkCalendar {
      let weekdays = WorkCalendar.weekdays(in: office.timeZone)
      guard Office.chineseZones.contains(office.timeZone.identifier), let cn = resolve("cn", without: ["office"]) else {
        return weekdays
      }
      let source = CalendarSource(
        key: "office", labels: Labels(), timeZone: office.timeZone, base: "cn", week: [:], days: [:], known: nil)
      return WorkCalendar(source, version: 0, over: cn, officeZone: office.timeZone)
    }

    /// A base that is missing, or that stands on this one in turn, says nothing.
    private func resolve(_ key: CalendarKey, without seen: Set<CalendarKey>) -> WorkCalendar? {
      guard !seen.contains(key), let (source, version) = sources[key] else { return nil }
      let base = source.base.flatMap { resolve($0, without: seen.union([key])) }
      return WorkCalendar(source, version: version, over: base, officeZone: office.timeZone)
    }

    private var resolvedUnits: [UnitKey: CalendarKey] {
      guard !units.isEmpty else { return [:] }
      var resolved: [UnitKey: CalendarKey] = [:]
      for unit in Set(parents.keys).union(units.keys) {
        var place: UnitKey? = unit
        var steps = 0
        while let here = place, resolved[unit] == nil, steps < 64 {
          resolved[unit] = units[here]
          place = parents[here]
          steps += 1
        }
      }
      return resolved
    }
  }
}

extension Office {
  /// The zones whose offices keep the Chinese statutory holidays; Hong Kong, Macau and Taiwan have others.
  static let chineseZones: Set<String> = [
    "Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC",
  ]
}
