import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Reports

extension Session {
  /// Looks for more would take long: an event costs a run of the report.
  private static let stepLimit = 200
  /// So many events are named behind one figure.
  private static let reasonLimit = 50

  /// Tells what changed between two files of one report, and why.
  ///
  /// The first report is made again after every event that followed it (every few, where there are more than 200), up to
  /// the position of the second: what a step changed, its events did. Then its definition is taken from the second, then its
  /// time and part.
  ///
  /// - Parameter progress: steps done and in all.
  public func diff(
    _ a: ReportStamp, _ b: ReportStamp, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ReportDiff {
    try requireSomewhere(.reportRun)
    guard a.report == b.report else { throw ReportProofError.otherReport(a.report, b.report) }
    let (first, second) = a.position <= b.position ? (a, b) : (b, a)
    let (request, sheet) = try await request(of: first)
    let (after, afterSheet) = try await self.request(of: second)
    let start = try await figures(request, sheet, at: first.position)
    var tracker = Tracker()
    let events = try await connection.run { connection in
      try LogReader.events(after: first.position, upTo: second.position, on: connection)
    }
    // Where the first report's time was not over, the same question up to where the second looks: what fell due meanwhile.
    let ongoing = Self.ongoing(first, until: second)
    let asked = try ReportRequest(ongoing, definition: request.definition)
    let begin = ongoing == first ? start : try await figures(asked, sheet, at: first.position)
    tracker.note(start.changes(to: begin), .later)
    var latest = try await follow(events, asked, sheet, from: begin, &tracker, progress)
    if first.formulas != second.formulas {
      // The same question by the other definition.
      let redefined = try ReportRequest(Self.asked(ongoing, by: second), definition: after.definition)
      let defined = try await figures(redefined, sheet, at: second.position)
      tracker.note(latest.changes(to: defined), .definition)
      latest = defined
    }
    let final = try await figures(after, afterSheet, at: second.position)
    let differing = Self.differing(first.parameters, second.parameters)
    let isOther = !differing.isEmpty || first.sight != second.sight
    tracker.note(latest.changes(to: final), isOther ? .parameters : .definition)
    let visible = Set(try await visible(events.filter { tracker.positions.contains($0.position) }).map(\.position))
    var reasons: [Int64: ReportDiff.Reason] = [:]
    for event in events where visible.contains(event.position) {
      let cause = ReportDiff.Cause(
        of: try codec.decode(event), at: event.occurredAt, reportEnd: request.asOf)
      reasons[event.position] = ReportDiff.Reason(event: event, cause: cause)
    }
    return ReportDiff(
      first: first, second: second,
      figures: start.changes(to: final).map { change in
        let positions = (tracker.events[change.name] ?? []).filter { visible.contains($0) }
        let causes = Set(positions.compactMap { reasons[$0]?.cause }).union(tracker.causes[change.name] ?? [])
        return ReportDiff.Figure(
          change: change, causes: ReportDiff.Cause.allCases.filter(causes.contains),
          events: Array(positions.prefix(Self.reasonLimit)))
      },
      reasons: reasons, parameters: differing,
      formulas: (
        first.formulas.filter { !second.formulas.contains($0) }, second.formulas.filter { !first.formulas.contains($0) }
      ),
      stepLength: Self.stepLength(events.count))
  }

  private static let categories: Set<Substring> = ["order", "definition", "unit", "staff", "party", "batch"]

  /// What changed which figure.
  private struct Tracker {
    var events: [ReportFigures.Name: [Int64]] = [:]
    var causes: [ReportFigures.Name: Set<ReportDiff.Cause>] = [:]
    var positions: Set<Int64> = []

    mutating func note(_ changes: [ReportFigures.Change], _ cause: ReportDiff.Cause) {
      for change in changes { causes[change.name, default: []].insert(cause) }
    }

    mutating func note(_ changes: [ReportFigures.Change], _ step: some Sequence<Int64>) {
      for change in changes { events[change.name, default: []] += step }
      if !changes.isEmpty { positions.formUnion(step) }
    }
  }

  private static func stepLength(_ count: Int) -> Int { max(1, (count + stepLimit - 1) / stepLimit) }

  /// Makes the report again step by step; returns it as of the last event.
  private func follow(
    _ events: [RecordedEvent], _ request: ReportRequest, _ sheet: String?, from start: ReportFigures,
    _ tracker: inout Tracker, _ progress: @Sendable (_ done: Int, _ total: Int) -> Void
  ) async throws -> ReportFigures {
    guard let last = events.last else { return start }
    let length = Self.stepLength(events.count)
    let steps = stride(from: 0, to: events.count, by: length).map { events[$0..<min($0 + length, events.count)] }
    // Often nothing changed at all; where the second report is of now that is known at once.
    if last.position == (try await store.head()) {
      let end = try await figures(request, sheet, at: last.position)
      if start.changes(to: end).isEmpty { return end }
    }
    var latest = start
    for (index, step) in steps.enumerated() {
      progress(index, steps.count)
      // What is no order, no definition and nobody's unit changes no figure.
      let telling = step.filter { Self.categories.contains($0.stream.category) }
      guard !telling.isEmpty, let position = step.last?.position else { continue }
      let next = try await figures(request, sheet, at: position)
      tracker.note(latest.changes(to: next), telling.map(\.position))
      latest = next
    }
    progress(steps.count, steps.count)
    return latest
  }

  private func figures(
    _ request: ReportRequest, _ sheet: String?, at position: Int64
  ) async throws -> ReportFigures {
    let connection = connection
    return try await asKnown(at: position, request) { request in
      ReportFigures(try await request.tables(only: sheet, on: connection), of: request)
    }
  }

  private static func ongoing(_ first: ReportStamp, until second: ReportStamp) -> ReportStamp {
    guard ["from", "to", "asOf"].allSatisfy({ first.parameters[$0] == second.parameters[$0] }) else { return first }
    var stamp = first
    stamp.parameters["until"] = second.parameters["until"]
    return stamp
  }

  private static func asked(_ first: ReportStamp, by second: ReportStamp) -> ReportStamp {
    var stamp = second
    stamp.parameters = first.parameters
    stamp.sight = first.sight
    return stamp
  }

  private static func differing(
    _ first: [String: String], _ second: [String: String]
  ) -> [(name: String, first: String?, second: String?)] {
    Set(first.keys).union(second.keys).sorted().compactMap { name in
      first[name] == second[name] ? nil : (name, first[name], second[name])
    }
  }
}
