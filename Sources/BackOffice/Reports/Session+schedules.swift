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
  /// The report is as of the slot itself, and a period was named.
  case wrongTime(ScheduleKey, report: String)
  /// No slot of it ever comes.
  case neverComes(ScheduleKey, SlotRule)
  /// Whoever asks keeps the schedules of a unit, and may have files put into these folders alone.
  case folderNotAllowed(String, allowed: [String])
  /// Nothing of it waits or failed; or not this slot.
  case nothingToRetry(ScheduleKey, Date?)
  /// There is no such slot, or it is not due yet.
  case noSuchSlot(ScheduleKey, Date)
  /// What was made for the slot was handed over, or given up on.
  case isDone(ScheduleKey, Date)
}

extension Session {
  /// The schedules that are in force and concern what the actor makes reports of, by name.
  public func schedules() async throws -> [PublishedSchedule] {
    try await allSchedules().filter { published in
      let unit = published.schedule.unit.flatMap { UnitKey($0) }
      return access.allows(.reportRun, on: unit) || access.allows(.reportSchedule, on: unit)
    }
  }

  /// The schedules that are in force, by name, whomever they concern.
  func allSchedules() async throws -> [PublishedSchedule] {
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
  /// - Parameter folders: below which whoever does not schedule for the whole office may have files put.
  /// - Throws: ``ScheduleError``; a refusal where the actor may not.
  public func save(
    _ schedule: ReportSchedule, folders: ReportFolders, at instant: Date
  ) async throws -> (version: Int, isNew: Bool) {
    var schedule = schedule
    try require(.reportSchedule, on: schedule.unit.flatMap { UnitKey($0) })
    let old = try await allSchedules().first { $0.schedule.key == schedule.key }?.schedule
    // One of another unit, or of the whole office, is not theirs to replace.
    if let old { try require(.reportSchedule, on: old.unit.flatMap { UnitKey($0) }) }
    try await check(schedule, at: instant)
    try requireFolder(schedule.destination, within: folders)
    // A schedule that goes on keeps its beginning.
    if schedule.from == nil { schedule.from = old?.from ?? instant }
    return try await publish(.reportSchedule, schedule.key.rawValue, body: schedule.yaml, at: instant)
  }

  /// Whether the report, its table and its part are there, and whether it is ever made.
  public func check(_ schedule: ReportSchedule, at instant: Date) async throws {
    let library = try await reportLibrary()
    let definition: ReportDefinition
    do throws(ReportError) {
      definition = try library.report(schedule.report)
    } catch {
      throw ScheduleError.unfit(schedule.key, reason: error)
    }
    if let table = schedule.table, !definition.sheets.contains(where: { $0.key == table }) {
      throw ScheduleError.unfit(schedule.key, reason: .noSuchSheet(table, known: definition.sheets.map(\.key)))
    }
    if definition.timeFrame == .instant, schedule.time != nil {
      throw ScheduleError.wrongTime(schedule.key, report: schedule.report)
    }
    let definitions = try await definitions()
    if let process = schedule.process, definitions.process(ProcessKey(rawValue: process)) == nil {
      throw OfficeError.noSuchProcess(process, known: definitions.all.map(\.key.rawValue))
    }
    if let unit = schedule.unit {
      guard let key = UnitKey(unit), !organisation.tree(asOf: instant).subtree(of: key).isEmpty else {
        throw ScheduleError.noSuchUnit(unit)
      }
    }
    var going = schedule
    going.isPaused = false
    guard try await !nextSlots(of: going, after: instant, count: 1).isEmpty else {
      throw ScheduleError.neverComes(schedule.key, schedule.when)
    }
  }

  /// What time a schedule's report is about: as it says, else the default; `nil` for a report as of the slot itself, and for
  /// one that is not there any more.
  public func time(of schedule: ReportSchedule) async throws -> RelativeTime? {
    let library = try await reportLibrary()
    guard let report = library.reports.first(where: { $0.key == schedule.report }) else { return schedule.time }
    return report.timeFrame == .period ? schedule.time ?? ReportSchedule.defaultTime : nil
  }

  /// Refuses a folder outside of what the administrator allows to whoever may not schedule for the whole office.
  private func requireFolder(_ destination: ReportSchedule.Destination, within allowed: ReportFolders) throws {
    guard case .folder(let path) = destination, !access.allows(.reportSchedule) else { return }
    guard allowed.hold(path) else { throw ScheduleError.folderNotAllowed(path, allowed: allowed.paths) }
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
    // One that this version cannot read makes nothing, and can go all the same.
    let texts = try await published(.reportSchedule)
    if let text = texts.first(where: { $0.key == name }), (try? ReportSchedule(yaml: text.body)) == nil {
      try require(.reportSchedule)
    } else {
      try require(.reportSchedule, on: try await schedule(name).schedule.unit.flatMap { UnitKey($0) })
    }
    _ = try await retire(.reportSchedule, name, at: instant)
  }

  /// The newest slots of a schedule, the newest first.
  public func slots(of name: String, limit: Int) async throws -> [ReportFiles.Slot] {
    try await catchUp([ReportFiles()])
    return try await connection.run { try ReportFiles.newest(limit, of: name, on: $0) }
  }

  /// The slots of a schedule whose time has come as of an instant and that were not made: how many, the first of them, and
  /// why making that one failed, where it was tried.
  public func due(
    _ published: PublishedSchedule, asOf instant: Date
  ) async throws -> (count: Int, first: Date?, error: String?) {
    let schedule = published.schedule
    guard !schedule.isPaused else { return (0, nil, nil) }
    try await catchUp([ReportFiles()])
    let slots = try await dueSlots(published, asOf: instant, in: try await definitions().calendar)
    guard let first = slots.first else { return (0, nil, nil) }
    let key = Self.eventID(of: schedule.key, Self.madeWord, first)
    let delivery = try await connection.run { try Outbox.deliveries(of: [key], on: $0)[key] }
    return (slots.count, first, delivery?.lastError)
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
