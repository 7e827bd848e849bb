import EventStore
import Postgres

/// The way from one position of the log to a later one: stretches in which something is configured, and those between, in
/// which only orders and people go on.
struct DiffCourse: Sendable {
  /// From a position, which is known, up to another.
  struct Step: Sendable, Equatable {
    let from: Int64
    let to: Int64
    let isConfiguration: Bool
  }

  let from: Int64
  let to: Int64
  /// In the order of the log; none where nothing was recorded.
  let steps: [Step]
  /// What was configured.
  let configuring: [RecordedEvent]
  /// What a change is put down to that no order accounts for, where too much was configured to look at it one by one.
  let rest: ReportDiff.Reason?

  init(from: Int64, to: Int64, _ limit: Int, on connection: Connection) async throws {
    (self.from, self.to) = (from, to)
    let configuring = try await connection.run { connection in
      try ["definition", "unit"].flatMap { try LogReader.events(ofCategory: $0, upTo: to, on: connection) }
        .filter { $0.position > from }.sorted { $0.position < $1.position }
    }
    self.configuring = configuring
    var stretches: [ClosedRange<Int64>] = []
    for position in configuring.map(\.position) {
      if let last = stretches.last, last.upperBound + 1 == position {
        stretches[stretches.count - 1] = last.lowerBound...position
      } else {
        stretches.append(position...position)
      }
    }
    guard stretches.count <= limit else {
      steps = [Step(from: from, to: to, isConfiguration: false)]
      rest = Self.reason(configuring)
      return
    }
    rest = nil
    var steps: [Step] = []
    var place = from
    for stretch in stretches {
      if stretch.lowerBound - 1 > place {
        steps.append(Step(from: place, to: stretch.lowerBound - 1, isConfiguration: false))
      }
      steps.append(Step(from: stretch.lowerBound - 1, to: stretch.upperBound, isConfiguration: true))
      place = stretch.upperBound
    }
    if place < to { steps.append(Step(from: place, to: to, isConfiguration: false)) }
    self.steps = steps
  }

  /// Where the report is looked at.
  var positions: [Int64] { Set(steps.flatMap { [$0.from, $0.to] } + [from, to]).sorted() }

  /// What configured in a step.
  func reason(of step: Step) -> ReportDiff.Reason? {
    Self.reason(configuring.filter { $0.position > step.from && $0.position <= step.to })
  }

  private static func reason(_ events: [RecordedEvent]) -> ReportDiff.Reason? {
    guard let first = events.first, let last = events.last else { return nil }
    var reason = ReportDiff.Reason(origin: .configuration(first.position), causes: [.configuration])
    (reason.eventCount, reason.positions) = (events.count, first.position...last.position)
    return reason
  }
}
