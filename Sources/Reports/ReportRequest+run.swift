import FoundationEssentials
import Postgres
import Projections

extension ReportRequest {
  /// Reads the report's tables, all in one transaction at one log position, and hands them to a sink.
  ///
  /// Bring the order board up to date first: the report stands on the position that the board has reached.
  ///
  /// - Parameters:
  ///   - sheet: only the table of this key.
  ///   - makeSink: makes what takes the tables, on the connection's thread.
  public func run<Sink: ReportSink>(
    only sheet: String? = nil, on connection: Connection, into makeSink: @Sendable () throws -> Sink
  ) async throws -> (summary: ReportSummary, outcome: Sink.Outcome) {
    try await connection.run { connection in
      try connection.transaction { connection in
        let (request, context) = try begin(only: sheet, on: connection)
        let sink = try makeSink()
        try sink.begin(ReportCover(request: request, context, sheet: sheet))
        let counts = try request.definition.sheets.map { sheet in
          ReportSummary.RowCount(sheet: sheet.key, rows: try sheet.hand(to: sink, context, on: connection))
        }
        return (ReportSummary(basis: context.basis, rowCounts: counts), try sink.finish())
      }
    }
  }

  /// The report's figures, and what portions of the orders count for in them, all at one log position.
  ///
  /// - Parameters:
  ///   - sheet: only the table of this key.
  ///   - portions: each asked about by itself; an order may be in several.
  public func figures(
    only sheet: String? = nil, sharedBy portions: [Portions] = [], on connection: Connection
  ) async throws -> (figures: ReportFigures, shares: [FigureShares]) {
    try await connection.run { connection in
      try connection.transaction { connection in
        let (request, context) = try begin(only: sheet, on: connection)
        let sheets = request.definition.sheets
        let tables = ReportTables()
        for sheet in sheets { _ = try sheet.hand(to: tables, context, on: connection) }
        let figures = ReportFigures(tables.finish(), of: request)
        let shares = try portions.map { portions in
          var shares = FigureShares()
          for sheet in sheets {
            for share in try sheet.shares?(context, portions, connection) ?? [] {
              let line = ReportFigures.Line(share.head)
              shares.add(share, as: ReportFigures.Name(table: sheet.key, line: line, column: share.column))
            }
          }
          return shares
        }
        return (figures, shares)
      }
    }
  }

  /// Makes a transaction see one log position; returns the request with its tables as they are there.
  private func begin(
    only sheet: String?, on connection: isolated Connection
  ) throws -> (request: ReportRequest, context: ReportContext) {
    // The orders behind a table are known with the table.
    guard options == ReportOptions() || !ReportCatalog.builtIn.contains(where: { $0.key == definition.key }) else {
      throw ReportError.takesNoConditions(definition.key)
    }
    let sheets = definition.sheets.filter { sheet == nil || $0.key == sheet || "\($0.key)-orders" == sheet }
    guard !sheets.isEmpty else { throw ReportError.noSuchSheet(sheet ?? "", known: definition.sheets.map(\.key)) }
    try enter(connection)
    // A table of zeros would say that nobody called.
    if definition.needs.contains(.calls), try !CallFacts.areThere(on: connection) {
      throw ReportError.noCalls(definition.key)
    }
    let context = try ReportContext(self, on: connection)
    let resolved = try sheets.flatMap { try $0.resolve?(context, connection) ?? [$0] }
      .filter { sheet == nil || $0.key == sheet }
    guard !resolved.isEmpty else { throw ReportError.noSuchSheet(sheet ?? "", known: definition.sheets.map(\.key)) }
    var request = self
    request.definition.sheets = resolved
    return (request, context)
  }

  /// Makes a transaction that has just begun one that reads what the report stands on, all at its log position.
  func enter(_ connection: isolated Connection) throws {
    // Without it every statement would see what was committed before it, and the tables would not add up.
    try connection.execute("set transaction isolation level repeatable read, read only")
    try FactQuery.prepare(on: connection)
    if case .past = moment { try ReadModels.enterPast(on: connection) }
    guard try ReadModels.hold(models, on: connection) else {
      if moment == .live { throw ReportError.boardMissing }
      throw PastGone()
    }
    try checkMoment(on: connection)
  }

  /// What the report's tables are read from.
  public var models: [any Projection] {
    var models: [any Projection] = [OrderBoard(), OrderCounts(), Units()]
    for model in definition.models + options.models where !models.contains(where: { $0.name == model.name }) {
      models.append(model)
    }
    return models
  }

  private func checkMoment(on connection: isolated Connection) throws {
    switch moment {
    case .live:
      // Somebody else may have brought one of them on since: then the tables would not be of one position.
      let board = try ReportBasis(on: connection).position
      guard try ReadModels.stand(models, at: board, on: connection) else { throw ReportError.modelsApart }
    case .liveAt(let position), .past(let position):
      guard try ReadModels.stand(models, at: position, on: connection) else { throw PastGone() }
    }
  }

  /// Writes the report as a workbook, which appears whole or not at all.
  ///
  /// - Parameter sheet: only the table of this key.
  public func write(
    to path: String, only sheet: String? = nil, on connection: Connection
  ) async throws -> ReportSummary {
    var (summary, written) = try await run(only: sheet, on: connection) { ReportWorkbook(path: path) }
    summary.cutTextCount = written?.cutTextCount ?? 0
    return summary
  }

  /// The report as plain data; memory grows with its lines.
  ///
  /// - Parameter sheet: only the table of this key.
  public func tables(only sheet: String? = nil, on connection: Connection) async throws -> [ReportTable] {
    try await run(only: sheet, on: connection) { ReportTables() }.outcome
  }
}

extension ReportSheet {
  /// How many lines there were.
  fileprivate func hand(
    to sink: some ReportSink, _ context: ReportContext, on connection: isolated Connection
  ) throws -> Int {
    var count = 0
    try sink.begin(self)
    try rows(context, connection) { row in
      precondition(row.values.count == columns.count, "a line of \(key) has one value a column")
      count += 1
      try sink.append(row)
    }
    try sink.end(self)
    return count
  }
}
