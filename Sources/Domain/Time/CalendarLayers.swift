import FoundationEssentials

/// The calendars that hold at one time, before and after their layers are laid on one another.
struct CalendarLayers: Sendable {
  private var sources = ShippedCalendars.compiled.mapValues { (source: $0, version: 0) }
  private var office = Office(timeZone: .gmt)
  private var units: [UnitKey: CalendarKey] = [:]
  private var parents: [UnitKey: UnitKey]
  private var calendars: [CalendarKey: WorkCalendar] = [:]
  private var officeCalendar: WorkCalendar

  init(parents: [UnitKey: UnitKey] = [:]) {
    self.parents = parents
    officeCalendar = .weekdays(in: .gmt)
    lay()
  }

  mutating func take(_ change: CalendarTimeline.Change) {
    switch change {
    case .calendar(let source, let version):
      sources[source.key] = (source, version)
      lay()
    case .office(let office):
      self.office = office
      lay()
    case .unit(let unit, let calendar): units[unit] = calendar
    case .parent(let unit, let parent): parents[unit] = parent
    }
  }

  func era(from instant: Date) -> CalendarTimeline.Era {
    CalendarTimeline.Era(from: instant, office: officeCalendar, calendars: calendars, units: resolvedUnits)
  }

  /// Lays the layers on one another; a calendar that says what it said keeps its tables of years.
  private mutating func lay() {
    var laid: [CalendarKey: WorkCalendar] = [:]
    for key in sources.keys {
      guard let calendar = resolve(key, without: []) else { continue }
      laid[key] = calendars[key].flatMap { $0 == calendar ? $0 : nil } ?? calendar
    }
    let calendar = laid[office.calendar ?? "office"] ?? officeDefault
    if calendar != officeCalendar { officeCalendar = calendar }
    if laid["office"] == nil { laid["office"] = officeCalendar }
    calendars = laid
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
      // As deep as a tree may be; one that stands on itself ends here, too.
      for _ in 0..<64 {
        guard let here = place else { break }
        if let calendar = units[here] {
          resolved[unit] = calendar
          break
        }
        place = parents[here]
      }
    }
    return resolved
  }
}

extension Office {
  /// The zones whose offices keep the Chinese statutory holidays; Hong Kong, Macau and Taiwan have others.
  static let chineseZones: Set<String> = [
    "Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC",
  ]
}
