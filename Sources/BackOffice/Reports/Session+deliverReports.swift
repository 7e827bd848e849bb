import Domain
import FoundationEssentials
import Projections

extension Session {
  /// Hands over what waits, in the order of the slots; what is not taken waits on, and why is noted.
  func deliver(
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
        subject: Self.subject(schedule, slot.name), words: try await coveringWords(schedule, slot, content),
        sentAt: tools.now, bytes: bytes)
      var refusal = tools.folders.reason(against: schedule)
      if refusal == nil { refusal = await tools.courier.hand(parcel, to: schedule.destination) }
      if let reason = refusal {
        try await connection.run { try Outbox.markFailed(slot.key, reason: reason, on: $0) }
        summary.waiting += 1
        summary.failures.append((slot.schedule, "\(schedule.destination.text): \(reason)"))
      } else {
        closed.remove(slot.schedule)
        let event = ReportDelivered(slot: slot.slot, way: schedule.destination.way)
        try await note(
          .delivered(event), of: schedule.key, Self.eventID(of: schedule.key, "report-delivered", slot.slot),
          at: instant)
        summary.delivered += 1
      }
      progress(summary)
    }
  }
}
