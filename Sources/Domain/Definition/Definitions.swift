import FoundationEssentials
import Yams

/// Everything configured, as published so far: folded from the definition events, handed to all that decide or project.
public struct Definitions: Sendable {
  private var processes: [ProcessKey: [Int: Process]] = [:]
  /// The calendars over time.
  public private(set) var calendars = CalendarTimeline()
  /// The keys of the campaigns, as published.
  public private(set) var campaigns: Set<String> = []

  /// Nothing published yet.
  public init() {}

  /// Takes in what was published, and when.
  ///
  /// - Throws: what is wrong with a process that an earlier version took and this one refuses. It is not passed over: its
  ///   orders would vanish from all lists.
  public mutating func evolve(_ event: DefinitionEvent, at instant: Date) throws(ProcessError) {
    switch event {
    case .retired: break
    case .published(let published):
      switch published.kind {
      case .process:
        let key = ProcessKey(rawValue: published.key)
        processes[key, default: [:]][published.version] = try ProcessCompiler.compile(
          published.body, key: key, version: published.version)
      case .office:
        if let office = Office(yaml: published.body) { calendars.publish(office, at: instant) }
      case .calendar:
        let key = CalendarKey(rawValue: published.key)
        calendars.publish(
          try CalendarCompiler.compile(published.body, key: key), version: published.version, at: instant)
      case .campaign:
        campaigns.insert(published.key)
      case .categories, .regions, .role, .view, .template, .functions, .processMap: break
      }
    }
  }

  /// The newest version of a process; `nil` where none is published.
  public func process(_ key: ProcessKey) -> Process? {
    processes[key].flatMap { versions in versions.keys.max().flatMap { versions[$0] } }
  }

  /// The version that an order opened with.
  public func process(_ key: ProcessKey, version: Int) -> Process? { processes[key]?[version] }

  /// Every version of every process that orders may still be on, in no order.
  public var everyVersion: [Process] { processes.values.flatMap(\.values) }

  /// The newest version of every process, by key.
  public var all: [Process] { processes.keys.sorted().compactMap(process) }
}

extension Definitions {
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

/// The office as data: `timeZone: Asia/Shanghai`, and where it does not work by the calendar `office`, `calendar: KEY`.
public struct Office: Sendable, Equatable {
  /// The zone in which its days begin and its clocks are read.
  public let timeZone: TimeZone
  /// The calendar it works by.
  public let calendar: CalendarKey?

  /// An office in a zone.
  public init(timeZone: TimeZone, calendar: CalendarKey? = nil) {
    self.timeZone = timeZone
    self.calendar = calendar
  }

  /// From its published form; `nil` where the zone is not known.
  public init?(yaml: String) {
    guard let node = try? Yams.compose(yaml: yaml), let name = node["timeZone"]?.string,
      let zone = TimeZone(identifier: name)
    else { return nil }
    timeZone = zone
    calendar = node["calendar"]?.string.map(CalendarKey.init(rawValue:))
  }

  /// Its published form.
  public var yaml: String {
    "timeZone: \(timeZone.identifier)\n" + (calendar.map { "calendar: \($0)\n" } ?? "")
  }
}
