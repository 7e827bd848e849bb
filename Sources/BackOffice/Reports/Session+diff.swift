import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Reports

extension Session {
  /// More changes of what is configured are not looked at one by one.
  private static let configurationLimit = 12
  /// The events of so many reasons are told for each figure.
  private static let reasonLimit = 50

  /// Tells what changed between two files of one report, and why.
  ///
  /// The first report is made again as of its position and as of the second's. Of the orders that the log went on with between
  /// them it is counted what each stood for in a figure before and after: that is what it changed. Where something was
  /// configured, the report is made right before and after that. Then its definition is taken from the second, then its time
  /// and part. Words are those of one language, whatever the files are in. Cost: a few runs of the report, and what the orders between cost to count.
  public func diff(
    _ a: ReportStamp, _ b: ReportStamp, in language: ReportLanguage, depth: ReportDiff.Depth = .few,
    progress: @Sendable (ReportDiff.Progress) -> Void = { _ in }
  ) async throws -> ReportDiff {
    try requireSomewhere(.reportRun)
    guard a.report == b.report else { throw ReportProofError.otherReport(a.report, b.report) }
    let (first, second) = a.position <= b.position ? (a, b) : (b, a)
    // Both with a subtotal of every line: that there is one since a second line came is no change.
    var (request, sheet) = try await request(of: first)
    var (after, afterSheet) = try await self.request(of: second)
    (request.layout, after.layout) = (.every, .every)
    (request.language, after.language) = (language, language)
    let course = try await DiffCourse(
      from: first.position, to: second.position, Self.configurationLimit, on: connection)
    try await catchUp(request.models)
    // Where the first report's time was not over, the same question up to where the second looks: what fell due meanwhile.
    let ongoing = Self.ongoing(first, until: second)
    var asking = ongoing == first ? request : try ReportRequest(ongoing, definition: request.definition)
    (asking.layout, asking.language) = (.every, language)
    let suspects = try await suspects(along: course, request, depth)
    let looks = try await looks(along: course, suspects, asking, sheet, progress)
    guard let begin = looks.figures(at: first.position), let end = looks.figures(at: second.position) else {
      throw ReportProofError.noSuchPosition(second.position, head: try await store.head())
    }
    let start = try await figures(request, sheet, at: first.position, known: ongoing == first ? begin : nil, progress)
    // The same question by the other definition.
    var redefined =
      first.formulas == second.formulas
      ? nil : try ReportRequest(asked(ongoing, by: second), definition: after.definition)
    redefined?.layout = .every
    redefined?.language = language
    let defined = try await figures(
      redefined ?? after, sheet, at: second.position, known: redefined == nil ? end : nil, progress)
    let differing = Self.differing(first.parameters, second.parameters)
    let isOther = !differing.isEmpty || first.sight != second.sight
    let isSame = !isOther && first.formulas == second.formulas && sheet == afterSheet
    let final = try await figures(after, afterSheet, at: second.position, known: isSame ? end : nil, progress)

    let changes = start.changes(to: final)
    var ledger = DiffLedger(changes)
    ledger.note(ReportDiff.Reason(origin: .time, causes: [.later]), from: start, to: begin)
    ledger.note(suspects, along: course, looks)
    ledger.note(ReportDiff.Reason(origin: .definition, causes: [.definition]), from: end, to: defined)
    let last: ReportDiff.Reason =
      isOther
      ? .init(origin: .parameters, causes: [.parameters]) : .init(origin: .definition, causes: [.definition])
    ledger.note(last, from: defined, to: final)
    let imports = request.definition.isOfImports ? try await imports(along: course, before: request.asOf) : nil
    let rest = imports ?? course.rest ?? ReportDiff.Reason(origin: .unexplained, causes: [.unexplained])
    let figures = ledger.figures(changes, from: start, to: final, rest: rest)
    let events = try await events(behind: figures, ledger.reasons, course, depth)
    let (files, hidden) = try await names(of: ledger.reasons)
    ledger.name(files: files, sizes: DiffCrowd.sizes(suspects.values), hidden: hidden)
    return ReportDiff(
      first: first, second: second, figures: figures, reasons: ledger.reasons, events: events, parameters: differing,
      formulas: (
        first.formulas.filter { !second.formulas.contains($0) }, second.formulas.filter { !first.formulas.contains($0) }
      ))
  }

  /// What a report of imports is put down to, whose rows are nobody's order: the lists that came in or were taken back on the way.
  private func imports(along course: DiffCourse, before end: Date) async throws -> ReportDiff.Reason? {
    let events = try await connection.run { connection in
      try LogReader.events(ofCategory: "batch", upTo: course.to, on: connection).filter { $0.position > course.from }
    }
    guard let first = events.first, let last = events.last else { return nil }
    let batches = Set(events.compactMap(\.stream.batchID))
    let undoes = events.contains { [.batchUndoBegan, .batchUndone].contains(StoredName(rawValue: $0.type.name)) }
    let isLate = events.contains { StoredName(rawValue: $0.type.name) == .batchStarted && $0.occurredAt <= end }
    let causes = (isLate ? [ReportDiff.Cause.late] : []) + (undoes ? [.correction] : [])
    var reason = ReportDiff.Reason(
      origin: batches.count == 1 ? batches.first.map { .batch($0) } ?? .imports(1) : .imports(batches.count),
      causes: causes.isEmpty ? [.later] : causes)
    (reason.eventCount, reason.positions) = (events.count, first.position...last.position)
    return reason
  }

  private func suspects(
    along course: DiffCourse, _ request: ReportRequest, _ depth: ReportDiff.Depth
  ) async throws -> [Int64: DiffSuspects] {
    let (models, end) = (request.models, request.asOf)
    return try await connection.run { connection in
      var suspects: [Int64: DiffSuspects] = [:]
      for step in course.steps where !step.isConfiguration {
        suspects[step.from] = try DiffSuspects(
          after: step.from, upTo: step.to, reportEnd: end, models, depth, on: connection)
      }
      return suspects
    }
  }

  /// The report at every place of the course, in the order in which they cost least.
  private func looks(
    along course: DiffCourse, _ suspects: [Int64: DiffSuspects], _ request: ReportRequest, _ sheet: String?,
    _ progress: @Sendable (ReportDiff.Progress) -> Void
  ) async throws -> DiffLooks {
    var looks: [Int64: DiffLook] = [:]
    let positions = course.positions
    for (index, position) in positions.enumerated() {
      progress(.looked(index, of: positions.count))
      let ending = course.steps.first { $0.to == position }.flatMap { suspects[$0.from] }?.portions
      let beginning = suspects[position]?.portions
      looks[position] = try await look(
        request, sheet, at: position, [ending ?? Portions(), beginning ?? Portions()], progress)
    }
    progress(.looked(positions.count, of: positions.count))
    return DiffLooks(looks)
  }

  /// A look without suspects, where its figures are not known.
  private func figures(
    _ request: ReportRequest, _ sheet: String?, at position: Int64, known: ReportFigures?,
    _ progress: @Sendable (ReportDiff.Progress) -> Void
  ) async throws -> ReportFigures {
    if let known { return known }
    return try await look(request, sheet, at: position, [], progress).figures
  }

  private func look(
    _ request: ReportRequest, _ sheet: String?, at position: Int64, _ portions: [Portions],
    _ progress: @Sendable (ReportDiff.Progress) -> Void
  ) async throws -> DiffLook {
    let connection = connection
    return try await asKnown(at: position, request, progress: { progress(.lookingBack($0)) }) { request in
      let found = try await request.figures(only: sheet, sharedBy: portions, on: connection)
      return DiffLook(found.figures, found.shares)
    }
  }

  private static func ongoing(_ first: ReportStamp, until second: ReportStamp) -> ReportStamp {
    guard ["from", "to", "asOf"].allSatisfy({ first.parameters[$0] == second.parameters[$0] }) else { return first }
    var stamp = first
    stamp.parameters["until"] = second.parameters["until"]
    return stamp
  }

  /// The events of the reasons that changed something, as many as were asked for, that the actor may read.
  private func events(
    behind figures: [ReportDiff.Figure], _ reasons: [ReportDiff.Reason], _ course: DiffCourse, _ depth: ReportDiff.Depth
  ) async throws -> [(event: RecordedEvent, reason: Int)] {
    var wanted: Set<Int> = []
    for figure in figures {
      wanted.formUnion(
        depth == .few ? figure.shares.prefix(Self.reasonLimit).map(\.reason) : figure.shares.map(\.reason))
    }
    var places: [StreamName: Int] = [:]
    for place in wanted { if let stream = reasons[place].origin.stream { places[stream] = place } }
    let streams = Array(places.keys)
    let (first, last) = (course.from, course.to)
    let found = try await connection.run { connection in
      try LogReader.events(of: streams, before: last + 1, on: connection).filter { $0.position > first }
    }
    var events = try await visible(found).compactMap { event in places[event.stream].map { (event: event, reason: $0) }
    }
    for place in wanted {
      guard case .configuration = reasons[place].origin, let positions = reasons[place].positions else { continue }
      events += course.configuring.filter { positions.contains($0.position) }.map { (event: $0, reason: place) }
    }
    return events.sorted { $0.event.position < $1.event.position }
  }

  /// The files of imports among the reasons, and the orders among them that the actor does not see.
  private func names(
    of reasons: [ReportDiff.Reason]
  ) async throws -> (files: [ReportDiff.Origin: String], hidden: Set<ReportDiff.Origin>) {
    var files: [ReportDiff.Origin: String] = [:]
    let batches = reasons.compactMap { if case .batch(let id) = $0.origin { id } else { nil } }
    let started = try await connection.run { connection in
      try LogReader.events(of: batches.map { .batch($0) }, before: .max, on: connection)
    }
    for event in try await visible(started) {
      guard let id = event.stream.batchID, case .batch(.started(let start)) = try codec.decode(event) else { continue }
      files[.batch(id)] = start.file
    }
    let orders = reasons.compactMap { if case .order(let no) = $0.origin { no } else { nil } }
    let seen = try await visible(orders)
    return (files, Set(orders.filter { !seen.contains($0) }.map { .order($0) }))
  }

  private func asked(_ first: ReportStamp, by second: ReportStamp) -> ReportStamp {
    var stamp = second
    stamp.parameters = first.parameters
    stamp.sight = first.sight
    return stamp
  }

  /// How a file reads, which changes no figure.
  private static let formOnly: Set = ["layout", "language", "office"]

  private static func differing(
    _ first: [String: String], _ second: [String: String]
  ) -> [(name: String, first: String?, second: String?)] {
    Set(first.keys).union(second.keys).subtracting(formOnly).sorted().compactMap { name in
      first[name] == second[name] ? nil : (name, first[name], second[name])
    }
  }
}
