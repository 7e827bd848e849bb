import Domain
import EventStore
import FoundationEssentials
import Projections
import Reports

/// A schedule with what the log says of it.
public struct PublishedSchedule: Sendable {
  /// The schedule.
  public let schedule: ReportSchedule
  /// Its version, who published it and when.
  public let text: PublishedText
}

/// Why a schedule is not taken.
public enum ScheduleError: Error, Sendable {
  /// There is none of this name.
  case noSuchSchedule(String, known: [String])
  /// What it asks of the report does not fit the report.
  case unfit(ScheduleKey, reason: ReportError)
  /// It names a unit that there is not.
  case noSuchUnit(String)
  /// An instant is wanted, and a period was named, or the other way round.
  case wrongTime(ScheduleKey, report: String, needsPeriod: Bool)
}

extension Session {
  /// The schedules that are in force, by name.
  public func schedules() async throws -> [PublishedSchedule] {
    try await published(.reportSchedule).compactMap { text in
      // One that this version cannot read makes nothing; `check` says why.
      (try? ReportSchedule(yaml: text.body)).map { PublishedSchedule(schedule: $0, text: text) }
    }
  }

  /// The schedule of a name.
  public func schedule(_ name: String) async throws -> PublishedSchedule {
    let all = try await schedules()
    guard let found = all.first(where: { $0.schedule.key.rawValue == name }) else {
      throw ScheduleError.noSuchSchedule(name, known: all.map(\.schedule.key.rawValue))
    }
    return found
  }

  /// Publishes a schedule; the next version where there is one. Without `from` its first slot is the first after now.
  ///
  /// - Throws: ``ScheduleError``; a refusal where the actor may not.
  public func save(_ schedule: ReportSchedule, at instant: Date) async throws -> (version: Int, isNew: Bool) {
    var schedule = schedule
    try require(.reportSchedule, on: schedule.unit.flatMap { UnitKey($0) })
    try await check(schedule, at: instant)
    if schedule.from == nil {
      // A schedule that goes on keeps its beginning.
      let old = try await schedules().first { $0.schedule.key == schedule.key }?.schedule
      schedule.from = old?.from ?? instant
    }
    return try await publish(.reportSchedule, schedule.key.rawValue, body: schedule.yaml, at: instant)
  }

  /// Whether the report, its table and its part are there.
  public func check(_ schedule: ReportSchedule, at instant: Date) async throws {
    let definition = try await reportDefinition(schedule.report, asOf: try await store.head())
    if let table = schedule.table, !definition.sheets.contains(where: { $0.key == table }) {
      throw ScheduleError.unfit(schedule.key, reason: .noSuchSheet(table, known: definition.sheets.map(\.key)))
    }
    if definition.timeFrame == .instant, schedule.time != nil {
      throw ScheduleError.wrongTime(schedule.key, report: schedule.report, needsPeriod: false)
    }
    if let unit = schedule.unit {
      guard let key = UnitKey(unit), !organisation.tree(asOf: instant).subtree(of: key).isEmpty else {
        throw ScheduleError.noSuchUnit(unit)
      }
    }
  }

  /// Stops a schedule for a while; slots of that while are let go without a word when it goes on.
  public func setPaused(_ isPaused: Bool, _ name: String, at instant: Date) async throws -> ReportSchedule {
    var schedule = try await schedule(name).schedule
    try require(.reportSchedule, on: schedule.unit.flatMap { UnitKey($0) })
    guard schedule.isPaused != isPaused else { return schedule }
    schedule.isPaused = isPaused
    if !isPaused { schedule.from = instant }
    _ = try await publish(.reportSchedule, schedule.key.rawValue, body: schedule.yaml, at: instant)
    return schedule
  }

  /// Takes a schedule away; what it made stays.
  public func removeSchedule(_ name: String, at instant: Date) async throws {
    let schedule = try await schedule(name).schedule
    try require(.reportSchedule, on: schedule.unit.flatMap { UnitKey($0) })
    _ = try await retire(.reportSchedule, name, at: instant)
  }

  /// The newest slots of a schedule, the newest first.
  public func slots(of name: String, limit: Int) async throws -> [ReportFiles.Slot] {
    try await catchUp([ReportFiles()])
    return try await connection.run { try ReportFiles.newest(limit, of: name, on: $0) }
  }

  /// The next slots after an instant.
  public func nextSlots(of schedule: ReportSchedule, after instant: Date, count: Int) async throws -> [Date] {
    guard !schedule.isPaused else { return [] }
    let calendar = try await definitions().calendar
    let start = max(instant, schedule.from ?? instant)
    for days in [2.0, 40, 400, 1500] {
      let found = schedule.when.slots(
        after: start, through: start.addingTimeInterval(days * 86_400), in: calendar)
      if found.count >= count || days == 1500 { return Array(found.prefix(count)) }
    }
    return []
  }
}
