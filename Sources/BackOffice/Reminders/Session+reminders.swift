import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// One rule that will fire, fires or fired.
public struct PlannedFiring: Sendable {
  /// The order.
  public let no: OrderNumber
  /// The rule and its time.
  public let timer: OrderTimer
  /// What a run makes of it.
  public let outcome: RuleFired.Outcome
}

/// What a reminder run came to.
public struct ReminderSummary: Sendable {
  /// Rules that fired.
  public var fired = 0
  /// Rules whose time was further back than the catch-up window: recorded, told to nobody.
  public var skipped = 0
  /// Messages handed over.
  public var delivered = 0
  /// Messages that could not be handed over; the next run tries them again.
  public var waiting = 0
  /// Why, of the first one that failed.
  public var failure: HandoverReason?
}

extension Session {
  /// How long after its time a reminder still makes sense: three days.
  public static let catchUpWindow: TimeInterval = 3 * 86_400
  private static let pageSize = 1000

  /// What will fire by an instant if nothing moves, in the order of time. Writes nothing.
  ///
  /// - Parameter run: when somebody will look: what is too long past by then is skipped, and what is yet to come then fires
  ///   at its time.
  public func plannedFirings(
    until instant: Date, run: Date, _ body: (PlannedFiring) throws -> Void
  ) async throws {
    try await catchUp([Timers()])
    var place: Timers.Waiting?
    while true {
      let after = place
      let page = try await connection.run { connection in
        try Timers.due(at: instant, after: after, limit: Self.pageSize, on: connection)
      }
      let visible = try await visible(page.map(\.no))
      for waiting in page where visible.contains(waiting.no) {
        let asOf = max(run, waiting.timer.at)
        guard let firing = waiting.timer.firing(asOf: asOf, catchUp: Self.catchUpWindow) else { continue }
        try body(PlannedFiring(no: waiting.no, timer: waiting.timer, outcome: firing.outcome))
      }
      guard let last = page.last else { return }
      place = last
    }
  }

  /// Fires every rule whose time has come as of an instant, and hands the messages over. A second run fires nothing; a
  /// killed one is gone on with: deciding happens exactly once, handing over at least once with the same key.
  ///
  /// - Throws: ``OfficeError/locked(_:)`` while another run is at it.
  public func runReminders(
    asOf instant: Date, through gateway: any MessageGateway,
    progress: @Sendable (ReminderSummary) -> Void = { _ in }
  ) async throws -> ReminderSummary {
    try require(.remindRun)
    return try await holding(.reminding) {
      var summary = ReminderSummary()
      var hasMore = true
      while hasMore {
        hasMore = try await fireNextPage(asOf: instant, &summary)
        progress(summary)
      }
      try await deliver(through: gateway, at: instant, &summary, progress)
      return summary
    }
  }

  /// Fires the next due timers in one transaction; false when there are none.
  private func fireNextPage(asOf instant: Date, _ summary: inout ReminderSummary) async throws -> Bool {
    // More than the timers, which alone are asked: the events are read and decoded once for all.
    try await catchUp(Self.importModels)
    let due = try await connection.run { connection in
      try Timers.due(at: instant, limit: Self.pageSize, on: connection)
    }
    guard !due.isEmpty else { return false }
    var recording = Recording(freshID(at: instant), by: "remind", codec: codec)
    var counts = ReminderSummary()
    for (no, timers) in Dictionary(grouping: due, by: \.no).sorted(by: { $0.key < $1.key }) {
      let firings = timers.compactMap { $0.timer.firing(asOf: instant, catchUp: Self.catchUpWindow) }
      for firing in firings {
        switch firing.outcome {
        case .fired: counts.fired += 1
        case .skipped: counts.skipped += 1
        }
      }
      try recording.addFirings(firings, to: no, at: instant, expected: timers[0].streamVersion)
    }
    // In a conflict an order moved on since the timers were read: the catch-up sets them anew, the page is read again.
    if try await appendUnlessConflict(recording) {
      summary.fired += counts.fired
      summary.skipped += counts.skipped
    }
    return true
  }

  private func appendUnlessConflict(_ recording: Recording) async throws -> Bool {
    do {
      let result = try await append(recording)
      return !result.wasThere
    } catch EventStoreError.conflict {
      return false
    }
  }

  private func deliver(
    through gateway: any MessageGateway, at instant: Date, _ summary: inout ReminderSummary,
    _ progress: @Sendable (ReminderSummary) -> Void
  ) async throws {
    var position: Int64 = 0
    var gaveUp = false
    while !gaveUp {
      let after = position
      let page = try await connection.run { connection in
        try Outbox.waiting(after: after, limit: Self.pageSize, on: connection)
      }
      guard let last = page.last else { break }
      position = last.position
      let delivery = try await gateway.deliver(page)
      try await connection.run { connection in
        try connection.transaction { connection in
          try Outbox.markDelivered(delivery.delivered, at: instant, on: connection)
          for failure in delivery.failures {
            try Outbox.markFailed(failure.key, reason: failure.reason.text, on: connection)
          }
        }
      }
      summary.delivered += delivery.delivered.count
      summary.waiting += page.count - delivery.delivered.count
      summary.failure = summary.failure ?? delivery.failures.first?.reason
      progress(summary)
      gaveUp = delivery.gaveUp
    }
    try await connection.run { connection in try Outbox.moveMark(on: connection) }
  }
}

extension Recording {
  /// Adds firings under ids that name the firing itself, so that no two runs can record it twice.
  mutating func addFirings(
    _ firings: [RuleFired], to no: OrderNumber, at instant: Date, expected version: Int
  ) throws {
    try add(
      firings.map { firing in
        let id = EventID.ofContent(["rule-fired", "\(no)", firing.timerName])
        return (.order(.ruleFired(firing)), at: instant, id: id)
      },
      to: .order(no), expected: .exactly(version))
  }
}
