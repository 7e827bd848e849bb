import Domain
import FoundationEssentials
import Projections
import Reports

/// What a run of the schedules would do with one slot, or with some that it lets go.
public struct PlannedReport: Sendable {
  /// What it would do.
  public enum Action: String, Sendable {
    /// Make the report and hand it over.
    case make
    /// Hand over what was made already.
    case deliver
    /// Go past: there was nothing yet that the report could be about.
    case empty
    /// Go past: too many or too far back.
    case letGo = "let-go"
    /// Fail, and leave all slots behind it.
    case fail
  }

  /// The schedule.
  public let schedule: ReportSchedule
  /// What it would do.
  public let action: Action
  /// The slot; of several the last.
  public let slot: Date
  /// How many slots.
  public var count = 1
  /// What time the report is about; the same instant twice for one as of the slot, `nil` where none is made.
  public var about: (from: Date, to: Date)?
  /// Why it would fail, in the language of the schedule; `nil` where it would not.
  public var error: String?
}

extension Session {
  /// What a run as of an instant would make and hand over, in its order. Writes nothing.
  ///
  /// - Parameter name: this schedule alone.
  public func plannedReports(asOf instant: Date, only name: String? = nil) async throws -> [PlannedReport] {
    try requireSomewhere(.reportRun)
    let all = try await allSchedules().filter { name == nil || $0.schedule.key.rawValue == name }
    if let name, all.isEmpty { _ = try await schedule(name) }
    let calendar = try await definitions().calendar
    try await catchUp([ReportFiles()])
    var plan: [PlannedReport] = []
    for published in all where !published.schedule.isPaused {
      let schedule = published.schedule
      let due = try await dueSlots(published, asOf: instant, in: calendar)
      let missed = due.dropLast(max(1, schedule.catchUp))
      if let last = missed.last {
        plan.append(PlannedReport(schedule: schedule, action: .letGo, slot: last, count: missed.count))
      }
      for slot in due.dropFirst(missed.count) {
        let planned = try await planned(schedule, at: slot, calendar)
        plan.append(planned)
        if planned.action == .fail { break }
      }
    }
    for slot in try await connection.run({ try ReportFiles.waiting(on: $0) })
    where slot.state == .waiting && slot.nextTry.map({ $0 <= instant }) != false {
      let schedule = all.first { $0.schedule.key.rawValue == slot.schedule }?.schedule
      guard let schedule, !schedule.isPaused else { continue }
      plan.append(PlannedReport(schedule: schedule, action: .deliver, slot: slot.slot))
    }
    return plan
  }

  private func planned(
    _ schedule: ReportSchedule, at slot: Date, _ calendar: WorkCalendar
  ) async throws -> PlannedReport {
    do {
      switch try await report(of: schedule, at: slot, calendar, program: "") {
      case .nothing: return PlannedReport(schedule: schedule, action: .empty, slot: slot)
      case .of(let request):
        let about =
          switch request.time {
          case .instant(let at): (at, at)
          case .period(let period): (period.from, period.to)
          }
        return PlannedReport(schedule: schedule, action: .make, slot: slot, about: about)
      }
    } catch {
      guard let reason = Self.reason(error, schedule.language) else { throw error }
      return PlannedReport(schedule: schedule, action: .fail, slot: slot, error: reason)
    }
  }
}
