import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Reports
import Spreadsheets

/// What a run of the schedules came to.
public struct ScheduleSummary: Sendable {
  /// Reports made.
  public var made = 0
  /// Slots that were too far back to be made up for.
  public var skipped = 0
  /// Slots gone past because there was nothing yet that their report could be about.
  public var empty = 0
  /// Files handed over.
  public var delivered = 0
  /// Files that could not be handed over; a later run tries them again.
  public var waiting = 0
  /// When the first of those that this run left alone is tried again.
  public var nextTry: Date?
  /// Files that were refused for good, this time for the last.
  public var failed = 0
  /// Schedules whose report could not be made or handed over, and why.
  public var failures: [(schedule: String, to: ReportSchedule.Destination?, reason: HandoverReason)] = []
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
  /// Where files of schedules of a unit may go; asked once more when they do.
  public let folders: ReportFolders
  /// Name and version of the program.
  public let program: String
  /// What the clock says, whatever the reports are as of: the date of letters.
  public let now: Date

  /// The tools.
  public init(
    contents: ContentStore, scratch: String, write: @escaping ReportWriter, courier: ReportCourier,
    folders: ReportFolders, program: String, now: Date
  ) {
    self.now = now
    self.contents = contents
    self.scratch = scratch
    self.write = write
    self.courier = courier
    self.folders = folders
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
      let all = try await allSchedules().filter { name == nil || $0.schedule.key.rawValue == name }
      if let name, all.isEmpty { _ = try await schedule(name) }
      for published in all where !published.schedule.isPaused {
        do {
          try await makeDue(published, asOf: instant, tools, &summary, progress)
        } catch let failure as SlotFailure {
          let key = published.schedule.key
          let id = Self.eventID(of: key, Self.madeWord, failure.slot)
          try await connection.run { try Outbox.markFailed(id, reason: failure.reason, on: $0) }
          summary.failures.append((key.rawValue, nil, .other(failure.reason)))
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
    let due = try await dueSlots(published, asOf: instant, in: calendar)
    let missed = due.dropLast(max(1, schedule.catchUp))
    if let first = missed.first, let end = missed.last {
      let event = ReportSlotsSkipped(first: first, last: end, count: missed.count)
      try await note(
        .skipped(event), of: schedule.key, Self.eventID(of: schedule.key, Self.skippedWord, end), at: instant)
      summary.skipped += missed.count
    }
    for slot in due.dropFirst(missed.count) {
      do {
        if let reason = try await make(published, slot: slot, at: instant, calendar, tools) {
          let event = ReportSlotsSkipped(first: slot, last: slot, count: 1, reason: reason)
          try await note(
            .skipped(event), of: schedule.key, Self.eventID(of: schedule.key, Self.skippedWord, slot), at: instant)
          summary.empty += 1
        } else {
          summary.made += 1
        }
      } catch {
        guard let reason = Self.reason(error, schedule.language) else { throw error }
        throw SlotFailure(slot: slot, reason: reason)
      }
      progress(summary)
    }
  }

  /// The slots that have come as of an instant and were neither made nor let go. Needs ``ReportFiles`` up to date.
  func dueSlots(
    _ published: PublishedSchedule, asOf instant: Date, in calendar: WorkCalendar
  ) async throws -> [Date] {
    let schedule = published.schedule
    let last = try await connection.run { try ReportFiles.last(on: $0)[schedule.key.rawValue] }
    // The instant of the publication belongs to what is to come.
    let from = (schedule.from ?? published.text.at).addingTimeInterval(-0.000_001)
    return schedule.when.slots(after: last.map { max($0, from) } ?? from, through: instant, in: calendar)
  }

  /// Why one report cannot be made, in the language of its schedule; `nil` for what stops the whole run.
  static func reason(_ error: any Error, _ language: String) -> String? {
    switch error {
    case let error as ReportError: language == "zh" ? error.words.zh : error.words.en
    case let error as ReportProofError: language == "zh" ? error.words.zh : error.words.en
    case let error as WriteError: "\(error)"
    case let error as ProjectionError: "\(error)"
    default: nil
    }
  }

  /// Appends an event of a schedule under an id that names the slot, so that no two runs can record it twice.
  func note(
    _ event: ReportingEvent, of schedule: ScheduleKey, _ id: UUID, at instant: Date
  ) async throws {
    var recording = Recording(freshID(at: instant), by: actor, codec: codec)
    try recording.add([(.reporting(event), at: instant, id: id)], to: .report(schedule), expected: .any)
    do {
      _ = try await append(recording)
    } catch EventStoreError.idTaken {
      // A run before this one was killed between this event and the next.
    }
  }

  static let madeWord = "report-made"
  static let skippedWord = "report-skipped"

  /// The id of what is noted of a slot, known before it is: in the log for ever.
  static func eventID(of schedule: ScheduleKey, _ word: String, _ slot: Date) -> UUID {
    EventID.ofContent([schedule.rawValue, word, String(Int64((slot.timeIntervalSince1970 * 1e6).rounded()))])
  }
}

/// A slot whose report could not be made.
private struct SlotFailure: Error {
  let slot: Date
  let reason: String
}
