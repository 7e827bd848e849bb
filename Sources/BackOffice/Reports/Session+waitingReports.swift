import Domain
import FoundationEssentials
import Projections

extension Session {
  /// What was made for a schedule and neither handed over nor given up on, the oldest first; what failed among it.
  public func undeliveredReports(of name: String) async throws -> [ReportFiles.Slot] {
    try await catchUp([ReportFiles()])
    return try await connection.run { try ReportFiles.waiting(on: $0) }.filter { $0.schedule == name }
  }

  /// Hands over at once what waits or failed, whenever its next try is.
  ///
  /// - Parameter slot: this one alone; `nil` for all that wait or failed.
  /// - Throws: ``OfficeError/locked(_:)`` while a run is at it; ``ScheduleError/nothingToRetry(_:_:)``.
  public func retryReports(
    of name: String, slot: Date? = nil, at instant: Date, with tools: ScheduleTools
  ) async throws -> ScheduleSummary {
    let schedule = try await schedule(name).schedule
    try require(.reportRun, on: schedule.unit.flatMap { UnitKey($0) })
    return try await holding(.reporting) {
      let keys = try await undeliveredReports(of: name).filter { slot == nil || $0.slot == slot }.map(\.key)
      guard !keys.isEmpty else { throw ScheduleError.nothingToRetry(schedule.key, slot) }
      try await connection.run { try DeliveryWait.forget(keys, on: $0) }
      var summary = ScheduleSummary()
      try await deliver([schedule], only: Set(keys), at: instant, tools, &summary) { _ in }
      return summary
    }
  }

  /// Gives up on a slot: what was made for it is not handed over any more; one that was not made is let go, and all that are
  /// due before it.
  ///
  /// - Returns: how many slots it was.
  /// - Throws: ``ScheduleError/noSuchSlot(_:_:)`` where it neither waits nor is due, ``ScheduleError/isDone(_:_:)``.
  public func skipReports(of name: String, through slot: Date, at instant: Date) async throws -> Int {
    let published = try await schedule(name)
    let key = published.schedule.key
    try require(.reportSchedule, on: published.schedule.unit.flatMap { UnitKey($0) })
    return try await holding(.reporting) {
      try await catchUp([ReportFiles()])
      if let made = try await connection.run({ try ReportFiles.slot(slot, of: name, on: $0) }) {
        guard made.state == .waiting || made.state == .failed else { throw ScheduleError.isDone(key, slot) }
        let event = ReportingEvent.givenUp(ReportGivenUp(slot: slot))
        try await note(event, of: key, Self.eventID(of: key, "report-given-up", slot), at: instant)
        return 1
      }
      let due = try await dueSlots(published, asOf: instant, in: try await definitions().calendar)
      guard let first = due.first, due.contains(slot) else { throw ScheduleError.noSuchSlot(key, slot) }
      let count = due.count { $0 <= slot }
      let event = ReportSlotsSkipped(first: first, last: slot, count: count, reason: .givenUp)
      try await note(.skipped(event), of: key, Self.eventID(of: key, Self.skippedWord, slot), at: instant)
      return count
    }
  }
}
