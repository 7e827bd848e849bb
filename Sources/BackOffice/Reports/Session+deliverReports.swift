import Domain
import FoundationEssentials
import Projections

extension Session {
  /// Hands over what waits and whose time has come, the oldest slot first; what is not taken waits on, and why is noted.
  ///
  /// What is refused holds nothing else up. A receiver that is not there gets nothing more of its schedule in this run.
  ///
  /// - Parameter keys: these alone, by their idempotency keys; also those of a schedule that pauses.
  func deliver(
    _ schedules: [ReportSchedule], only keys: Set<UUID>? = nil, at instant: Date, _ tools: ScheduleTools,
    _ summary: inout ScheduleSummary,
    _ progress: @Sendable (ScheduleSummary) -> Void
  ) async throws {
    try await catchUp([ReportFiles()])
    let waiting = try await connection.run { try ReportFiles.waiting(on: $0) }
    var closed: Set<String> = []
    for slot in waiting where slot.state == .waiting && keys?.contains(slot.key) != false {
      guard let schedule = schedules.first(where: { $0.key.rawValue == slot.schedule }) else { continue }
      if let nextTry = slot.nextTry, nextTry > instant {
        summary.nextTry = min(summary.nextTry ?? nextTry, nextTry)
        summary.waiting += 1
      } else if (schedule.isPaused && keys == nil) || closed.contains(slot.schedule) {
        summary.waiting += 1
      } else if case .unavailable = try await hand(slot, of: schedule, at: instant, tools, &summary) {
        closed.insert(slot.schedule)
      }
      progress(summary)
    }
  }

  /// Hands one file over, and notes what became of it.
  private func hand(
    _ slot: ReportFiles.Slot, of schedule: ReportSchedule, at instant: Date, _ tools: ScheduleTools,
    _ summary: inout ScheduleSummary
  ) async throws -> Handover {
    guard let content = slot.content else { return .taken }
    var bytes: [UInt8] = []
    try tools.contents.read(content) { bytes += $0 }
    let parcel = ReportParcel(
      key: slot.key, schedule: slot.schedule, slot: slot.slot, name: slot.name ?? slot.schedule,
      content: content.rawValue, position: slot.position ?? 0, format: schedule.format,
      subject: Self.subject(schedule, slot.name), words: try await coveringWords(schedule, slot, content),
      sentAt: tools.now, bytes: bytes)
    let handover: Handover
    if let reason = tools.folders.reason(against: schedule) {
      handover = .unavailable(.other(reason))
    } else {
      handover = await tools.courier.hand(parcel, to: schedule.destination)
    }
    switch handover {
    case .taken:
      let event = ReportDelivered(slot: slot.slot, way: schedule.destination.way)
      try await note(
        .delivered(event), of: schedule.key, Self.eventID(of: schedule.key, "report-delivered", slot.slot), at: instant)
      summary.delivered += 1
    case .refused(let reason), .unavailable(let reason):
      let isForGood = if case .refused = handover { true } else { false }
      let hasFailed = try await connection.run { connection in
        try Outbox.markFailed(slot.key, reason: reason.text, on: connection)
        return try DeliveryWait.note(slot.key, forGood: isForGood, at: instant, on: connection)
      }
      if hasFailed { summary.failed += 1 } else { summary.waiting += 1 }
      summary.failures.append((slot.schedule, schedule.destination, reason))
    }
    return handover
  }
}
