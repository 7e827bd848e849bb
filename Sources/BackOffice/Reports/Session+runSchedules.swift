import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Reports

/// What a run of the schedules came to.
public struct ScheduleSummary: Sendable {
  /// Reports made.
  public var made = 0
  /// Slots that were too far back to be made up for.
  public var skipped = 0
  /// Files handed over.
  public var delivered = 0
  /// Files that could not be handed over; the next run tries them again.
  public var waiting = 0
  /// Schedules whose report could not be made, and why.
  public var failures: [(schedule: String, reason: String)] = []

  /// Whether all that was due is done.
  public var isClean: Bool { waiting == 0 && failures.isEmpty }
}

/// What a run of the schedules works with.
public struct ScheduleTools: Sendable {
  /// Where the files are kept.
  public let contents: ContentStore
  /// A path without ending, for a file that is removed again.
  public let scratch: String
  /// Writes a report.
  public let write: ReportWriter
  /// Hands a file over.
  public let courier: ReportCourier
  /// Name and version of the program.
  public let program: String

  /// The tools.
  public init(
    contents: ContentStore, scratch: String, write: @escaping ReportWriter, courier: ReportCourier, program: String
  ) {
    self.contents = contents
    self.scratch = scratch
    self.write = write
    self.courier = courier
    self.program = program
  }
}

extension Session {
  /// Makes every report whose slot has come as of an instant, and hands the files over.
  ///
  /// A slot is made once: file kept first, then the event, whose id is that of the slot. A killed run is gone on with. A file
  /// that could not be handed over waits, and is tried again with the same key; handing over is noted by another event.
  ///
  /// - Parameter name: this schedule alone.
  /// - Throws: ``OfficeError/locked(_:)`` while another run is at it.
  public func runSchedules(
    asOf instant: Date, only name: String? = nil, with tools: ScheduleTools,
    progress: @Sendable (ScheduleSummary) -> Void = { _ in }
  ) async throws -> ScheduleSummary {
    try requireSomewhere(.reportRun)
    return try await holding(.reporting) {
      var summary = ScheduleSummary()
      let all = try await schedules().filter { name == nil || $0.schedule.key.rawValue == name }
      if let name, all.isEmpty { _ = try await schedule(name) }
      for published in all where !published.schedule.isPaused {
        do {
          try await makeDue(published, asOf: instant, tools, &summary, progress)
        } catch let error as ReportError {
          summary.failures.append((published.schedule.key.rawValue, "\(error)"))
        } catch let error as ReportProofError {
          summary.failures.append((published.schedule.key.rawValue, "\(error)"))
        }
      }
      try await deliver(all.map(\.schedule), at: instant, tools, &summary, progress)
      return summary
    }
  }

  private func makeDue(
    _ published: PublishedSchedule, asOf instant: Date, _ tools: ScheduleTools, _ summary: inout ScheduleSummary,
    _ progress: @Sendable (ScheduleSummary) -> Void
  ) async throws {
    let schedule = published.schedule
    let calendar = try await definitions().calendar
    try await catchUp([ReportFiles()])
    let last = try await connection.run { try ReportFiles.last(on: $0)[schedule.key.rawValue] }
    // The instant of the publication belongs to what is to come.
    let from = (schedule.from ?? published.text.at).addingTimeInterval(-0.000_001)
    var due = schedule.when.slots(after: last.map { max($0, from) } ?? from, through: instant, in: calendar)
    if due.count > max(1, schedule.catchUp) {
      let skipped = due.dropLast(max(1, schedule.catchUp))
      if let first = skipped.first, let end = skipped.last {
        let event = ReportSlotsSkipped(first: first, last: end, count: skipped.count)
        try await note(.skipped(event), of: schedule, id: ["report-skipped", Self.name(of: end)], at: instant)
        summary.skipped += skipped.count
      }
      due.removeFirst(skipped.count)
    }
    for slot in due {
      if try await make(published, slot: slot, at: instant, calendar, tools) { summary.made += 1 }
      progress(summary)
    }
  }

  /// Makes the report of a slot; false where there is nothing to make it about.
  private func make(
    _ published: PublishedSchedule, slot: Date, at instant: Date, _ calendar: WorkCalendar, _ tools: ScheduleTools
  ) async throws -> Bool {
    let schedule = published.schedule
    let head = try await store.head()
    let definition = try await reportDefinition(schedule.report, asOf: head)
    var scope = OrderStatistics.Scope(process: schedule.process, unit: schedule.unit)
    scope.sight = try await sight()
    if let unit = schedule.unit.flatMap({ UnitKey($0) }) {
      let below = organisation.tree(asOf: slot).subtree(of: unit).map(\.unit.rawValue)
      if !below.isEmpty { scope.subtree = below }
    }
    let language = ReportLanguage(rawValue: schedule.language) ?? .zh
    var bounds: (from: Date, to: Date)?
    if definition.timeFrame == .period {
      let time = schedule.time ?? RelativeTime(.previous, .month)
      bounds = time.bounds(at: slot, of: schedule.when, in: calendar)
      guard bounds != nil else { return false }
    }
    var request = try ReportRequest(
      definition, from: bounds?.from, to: bounds?.to, asOf: bounds == nil ? slot : nil, scope: scope,
      language: language, zone: calendar.timeZone, officeTitle: organisation.title(asOf: slot),
      program: tools.program)
    request.viewer = actor
    let asked = request
    let path = "\(tools.scratch).\(schedule.format.rawValue)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let format = ReportFormat(rawValue: schedule.format.rawValue) ?? .xlsx
    let made = try await makingNow(asked) {
      try await tools.write(asked, schedule.table, format, path, connection)
    }
    let checksum = schedule.format == .csv ? nil : try? ReportFile.open(path).stamp.checksum
    let (content, byteCount) = try tools.contents.put(path)
    let event = ReportMade(
      slot: slot, report: schedule.report, version: published.text.version, position: Int(made.basis.position),
      content: content, byteCount: byteCount, name: Self.fileName(schedule, slot, calendar.timeZone),
      checksum: checksum)
    try await note(.made(event), of: schedule, id: ["report-made", Self.name(of: slot)], at: instant)
    return true
  }

  private func deliver(
    _ schedules: [ReportSchedule], at instant: Date, _ tools: ScheduleTools, _ summary: inout ScheduleSummary,
    _ progress: @Sendable (ScheduleSummary) -> Void
  ) async throws {
    try await catchUp([ReportFiles()])
    let waiting = try await connection.run { try ReportFiles.waiting(on: $0) }
    // One that does not take anything now gets nothing more in this run; what follows waits behind, in its order.
    var closed: Set<String> = []
    for slot in waiting {
      guard let schedule = schedules.first(where: { $0.key.rawValue == slot.schedule }), let content = slot.content
      else {
        continue
      }
      guard !schedule.isPaused, closed.insert(slot.schedule).inserted else {
        summary.waiting += 1
        continue
      }
      var bytes: [UInt8] = []
      try tools.contents.read(content) { bytes += $0 }
      let parcel = ReportParcel(
        key: slot.key, schedule: slot.schedule, slot: slot.slot, name: slot.name ?? slot.schedule,
        content: content.rawValue, position: slot.position ?? 0, format: schedule.format,
        subject: Self.subject(schedule, slot.name), bytes: bytes)
      if let reason = await tools.courier.hand(parcel, to: schedule.destination) {
        try await connection.run { try Outbox.markFailed(slot.key, reason: reason, on: $0) }
        summary.waiting += 1
        summary.failures.append((slot.schedule, "\(schedule.destination.text): \(reason)"))
      } else {
        closed.remove(slot.schedule)
        let event = ReportDelivered(slot: slot.slot, way: schedule.destination.way)
        try await note(
          .delivered(event), of: schedule, id: ["report-delivered", Self.name(of: slot.slot)], at: instant)
        summary.delivered += 1
      }
      progress(summary)
    }
  }

  /// Appends an event of a schedule under an id that names the slot, so that no two runs can record it twice.
  private func note(
    _ event: ReportingEvent, of schedule: ReportSchedule, id words: [String], at instant: Date
  ) async throws {
    var recording = Recording(freshID(at: instant), by: actor, codec: codec)
    let id = EventID.ofContent([schedule.key.rawValue] + words)
    try recording.add([(.reporting(event), at: instant, id: id)], to: .report(schedule.key), expected: .any)
    do {
      _ = try await append(recording)
    } catch EventStoreError.idTaken {
      // A run before this one was killed between this event and the next.
    }
  }

  private static func name(of slot: Date) -> String { String(Int64((slot.timeIntervalSince1970 * 1e6).rounded())) }

  /// `weekly-up-2026-11-02-0800.xlsx`, by the wall clock; the second of two that the wall shows alike ends in `b`.
  private static func fileName(_ schedule: ReportSchedule, _ slot: Date, _ zone: TimeZone) -> String {
    let office = OfficeCalendar(timeZone: zone)
    let (day, second) = office.wall(of: slot)
    let minutes = Int(second) / 60
    let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : String($0) }.joined()
    let isSecond = office.instant(ofDay: day, second: second) < slot
    return "\(schedule.key)-\(CivilDay(day: day).iso)-\(clock)\(isSecond ? "b" : "").\(schedule.format.rawValue)"
  }

  private static func subject(_ schedule: ReportSchedule, _ name: String?) -> String {
    let label = schedule.language == "zh" ? schedule.labels.zh : schedule.labels.en
    return [label ?? schedule.key.rawValue, name].compactMap(\.self).joined(separator: " · ")
  }
}
