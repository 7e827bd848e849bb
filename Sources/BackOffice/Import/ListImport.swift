import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Spreadsheets

/// One list on its way in: what it is, what it becomes, and how its rows are judged. Used for the check and for the run.
struct ListImport: Sendable {
  let session: Session
  let request: ImportRequest
  let layout: ListLayout
  let definitions: Definitions
  /// How the orders move that rows become; `nil` where they become none.
  let process: Domain.Process?
  let sha256: String
  /// The batch that this file, taken in this way, always is.
  let batchID: UUID
  static let chunkSize = 1000

  init(_ request: ImportRequest, in session: Session) async throws {
    self.request = request
    self.session = session
    let layout = try ListLayout(request)
    self.layout = layout
    sha256 = try FileDigest.sha256(of: request.path)
    definitions = try await session.definitions()
    process = try request.target.process(definitions).map { [definitions] key in
      guard let process = definitions.process(key) else {
        throw OfficeError.noSuchProcess(key.rawValue, known: definitions.all.map(\.key.rawValue))
      }
      return process
    }
    if let process, layout.heading.columns["finishedAt"] != nil, Self.closingAction(of: process) == nil {
      throw OfficeError.cannotFinish(process.key)
    }
    let columns = layout.heading.columns.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let options = Self.options(request).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    batchID = EventID.ofContent(
      [
        "import", sha256, request.target.name, process?.key.rawValue ?? "", request.target.campaign ?? "",
        layout.sheetName,
        layout.file.encoding ?? "",
      ] + columns + options)
  }

  /// What the clerk asked for beyond file and target, as kept in the log.
  static func options(_ request: ImportRequest) -> [String: String] {
    var options: [String: String] = [:]
    options["areaCode"] = request.areaCode
    options["dates"] = request.dates?.rawValue
    options["hidden"] = request.hidden?.rawValue
    options["unit"] = request.unit?.rawValue
    options["publish"] = request.target.publishes == true ? "yes" : nil
    options["onMatch"] = request.target.policy?.rawValue
    if let map = request.reading {
      options["timeZone"] = map.timeZone?.identifier
      options["dateFormat"] = map.dateFormatText
      options["channels"] =
        map.channels.isEmpty
        ? nil : map.channels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ";")
    }
    return options
  }

  /// The action that ends an order of a process straight from its first state.
  static func closingAction(of process: Domain.Process) -> Action? {
    process.actions(from: process.initial).first { action in
      switch process.state(action.to)?.kind {
      case .done, .closed: true
      case .open, .cancelled, nil: false
      }
    }
  }

  /// Hands over the verdicts on all rows, a chunk at a time, and the sheet's own words at the end.
  ///
  /// The chunks are the same in every run of the same file.
  func verdicts(
    _ body: (_ verdicts: [RowVerdict], _ rowsRead: Int) async throws -> Void
  ) async throws -> (hiddenRows: Int, sheet: SheetInfo?) {
    let reader = RowReader(
      layout, request, office: definitions.calendar.office,
      known: KnownCodes(session.organisation, definitions, process))
    var judge = RowJudge(reader, heading: layout.heading)
    var info: SheetInfo?
    do {
      for try await element in RowChunks(of: layout.sheet, in: layout.file, size: Self.chunkSize) {
        try Task.checkCancellation()
        switch element {
        case .rows(let rows): try await body(judge.judge(rows), rows.last?.number ?? 0)
        case .end(let sheet): info = sheet
        }
      }
    } catch let error as SpreadsheetError {
      throw ListProblem.file(error)
    }
    try Task.checkCancellation()
    return (judge.hiddenRows, info)
  }

  /// Marks the accepted rows that the book holds already: in the campaign, or under the same key.
  ///
  /// Of this import's own orders only those count that an undo left, each for its own row: a run that goes on after a kill
  /// judges as one that was not killed.
  func comparedWithBook(_ verdicts: [RowVerdict], _ orders: BatchOrders) async throws -> [RowVerdict] {
    let accepted = verdicts.filter { $0.outcome == .accepted }
    guard !accepted.isEmpty else { return verdicts }
    let batchID = batchID
    let known: [String: OrderNumber]
    let reason: DuplicateReason
    switch request.target {
    case .customers, .parts, .articles: return verdicts
    case .outreach(let campaign), .survey(let campaign):
      let dialled = accepted.compactMap { $0.entry?.card?.phones.first?.dialled }
      known = try await session.connection.run { connection in
        try Parties.ordersOfCampaign(campaign, to: dialled, except: batchID, on: connection)
      }
      reason = .inCampaign
    case .requests(let map):
      let keys = accepted.compactMap { $0.entry?.key }
      let process = map.process
      known = try await session.connection.run { connection in
        try OrderBoard.numbers(ofKeys: keys, process: process, except: batchID, on: connection)
      }
      reason = .known
    }
    let blocked = try await blockedNumbers(of: accepted)
    guard !known.isEmpty || orders.haveLeft || !blocked.isEmpty else { return verdicts }
    return verdicts.map { verdict in
      if let entry = verdict.entry, entry.card?.phones.contains(where: { blocked.contains($0.dialled) }) == true {
        return RowVerdict(row: verdict.row, outcome: .skipped, reason: SkipReason.blocked.rawValue)
      }
      guard let entry = verdict.entry,
        let order = orders.left(verdict.row.number) ?? known[entry.card?.phones.first?.dialled ?? entry.key ?? ""]
      else { return verdict }
      return RowVerdict(row: verdict.row, outcome: .duplicate, reason: reason.rawValue, order: order)
    }
  }

  /// The numbers of a call list at which somebody is blocked for the campaign.
  private func blockedNumbers(of verdicts: [RowVerdict]) async throws -> Set<String> {
    guard let key = request.target.campaign, let process else { return [] }
    let services = definitions.campaign(CampaignKey(rawValue: key))?.services ?? [process.key.rawValue]
    let dialled = verdicts.flatMap { $0.entry?.card?.phones.map(\.dialled) ?? [] }
    let instant = session.desk.instant
    return try await session.connection.run { connection in
      try CampaignTargets.blocked(dialled, services: services, at: instant, on: connection)
    }
  }

  /// Refuses to decide silently what hidden rows and columns are worth.
  func checkHidden(_ hiddenRows: Int, _ sheet: SheetInfo?) throws {
    guard request.hidden == nil else { return }
    // Every one of them: what is no field of ours is kept with the order all the same.
    let headings = layout.heading.headings
    let columns = (sheet?.hiddenColumns ?? []).filter { headings.indices.contains($0) && !headings[$0].isEmpty }
      .map { headings[$0] }
    guard hiddenRows == 0, columns.isEmpty else {
      throw ListProblem.hidden(path: request.path, sheet: layout.sheetName, rows: hiddenRows, columns: columns)
    }
  }

  func summary(_ tally: ImportTally) -> ImportSummary {
    let headings = layout.heading.headings
    var summary = ImportSummary(
      batch: nil, file: request.path, sheet: layout.sheetName, encoding: layout.file.encoding,
      headingRow: layout.heading.row, columns: layout.heading.columns.mapValues { headings[$0] },
      otherHeadings: layout.unreadHeadings, skippedSheets: layout.skippedSheets, counts: tally.counts,
      reasons: tally.reasons, examples: tally.examples, changes: tally.changes, events: 0, rejectsPath: nil)
    (summary.warnings, summary.warned, summary.notes) = (tally.warnings, tally.warned, tally.notes)
    return summary
  }
}
