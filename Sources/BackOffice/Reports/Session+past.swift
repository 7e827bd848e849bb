import Domain
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Reports

extension Session {
  /// Makes a report as it was at a position of the log.
  ///
  /// The live read models serve where they stand there; else those it needs are computed as of the position, beside them.
  ///
  /// - Parameter body: makes it, from the request it gets; may be called again.
  /// - Throws: ``ReportProofError/noSuchPosition(_:head:)``.
  public func asKnown<R: Sendable>(
    at position: Int64, _ request: ReportRequest, progress: @Sendable (RebuildProgress) -> Void = { _ in },
    _ body: (ReportRequest) async throws -> R
  ) async throws -> R {
    var request = request
    let models = request.models
    let head = try await store.head()
    guard (0...head).contains(position) else { throw ReportProofError.noSuchPosition(position, head: head) }
    if position == head { try await catchUp(models) }
    let isLive = try await connection.run { connection in
      try ReadModels.stand(models, at: position, on: connection)
    }
    if isLive {
      request.moment = .liveAt(position)
      do {
        return try await body(request)
      } catch is PastGone {
        // The log went on meanwhile, and the read models with it.
      }
    }
    request.moment = .past(position)
    let looked = request
    return try await runner.lookingBack(to: position, in: models, progress: progress) { try await body(looked) }
  }

  /// The last position that the log had reached by an instant, by its own clock; 0 where it had none.
  public func position(asKnownAt instant: Date) async throws -> Int64 {
    try await connection.run { connection in
      // The log's grain is the microsecond.
      try LogReader.firstPosition(recordedAt: instant.addingTimeInterval(0.000_001), on: connection) - 1
    }
  }

  /// When the log learned of what stands at a position, from 1.
  ///
  /// - Throws: ``ReportProofError/noSuchPosition(_:head:)``.
  public func recorded(at position: Int64) async throws -> Date {
    let (event, head) = try await connection.run { connection in
      (
        try LogReader.events(after: position - 1, upTo: position, on: connection).first,
        try LogReader.head(on: connection)
      )
    }
    guard let event, event.position == position else { throw ReportProofError.noSuchPosition(position, head: head) }
    return event.recordedAt
  }

  /// The units and the people as of a position of the log.
  public func organisation(asOf position: Int64) async throws -> Organisation {
    let codec = codec
    return try await connection.run { connection in
      try Desk.organisation(upTo: position, asOf: .distantFuture, codec, on: connection)
    }
  }

  /// What the office has names for, now or as of a position of the log.
  public func officeNames(asOf position: Int64? = nil) async throws -> OfficeNames {
    guard let position else { return OfficeNames(try await definitions(), organisation, channels: NewOrder.channels) }
    let codec = codec
    let definitions = try await connection.run { try ProjectionRunner.definitions(upTo: position, codec, on: $0) }
    return OfficeNames(definitions, try await organisation(asOf: position), channels: NewOrder.channels)
  }

  /// The report of a name, as it was defined at a position of the log.
  public func reportDefinition(_ key: String, asOf position: Int64) async throws -> ReportDefinition {
    let library = try await reportLibrary(asOf: position)
    do throws(ReportError) {
      return try library.report(key)
    } catch {
      throw ReportProofError.unknownReport(key, known: library.reports.map(\.key))
    }
  }
}

extension Organisation {
  /// The name of the unit above all others, as it was called then; empty where it has none.
  public func title(asOf instant: Date) -> String {
    let tree = tree(asOf: instant)
    return tree.top.flatMap { tree[$0]?.name } ?? ""
  }
}
