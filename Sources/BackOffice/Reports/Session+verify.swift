import Domain
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Reports

/// Writes a report to a file: the caller knows how each format is written.
public typealias ReportWriter =
  @Sendable (
    _ request: ReportRequest, _ sheet: String?, _ format: ReportFormat, _ path: String, _ connection: Connection
  ) async throws -> ReportSummary

/// How a report is written.
public enum ReportFormat: String, Sendable, CaseIterable {
  case xlsx, csv, html, json
}

/// What became of a file that was held against the log.
public struct ReportVerdict: Sendable {
  /// What it says of itself.
  public let stamp: ReportStamp
  /// No cell was changed since it was made.
  public let isIntact: Bool
  /// Where it differs from what the log says.
  public let differences: CellDifferences
  /// The definitions of its figures are not those of now, by id.
  public let otherFormulas: [String]

  /// Whether the file says what the log says.
  public var isEqual: Bool { differences.count == 0 }
}

extension Session {
  /// Makes a report again, from the log as of the position it names, and holds the file against it cell by cell.
  ///
  /// - Parameters:
  ///   - scratch: a path without ending, for a file that is removed again.
  ///   - limit: so many of the cells that differ are told.
  /// - Throws: ``ReportProofError`` where it cannot be made again, and why.
  public func verify(
    _ file: ReportFile, scratch: String, limit: Int, progress: @Sendable (RebuildProgress) -> Void = { _ in },
    write: ReportWriter
  ) async throws -> ReportVerdict {
    try requireSomewhere(.reportRun)
    let (request, sheet) = try await request(of: file.stamp)
    let path = "\(scratch).\(file.format.rawValue)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let format = ReportFormat(rawValue: file.format.rawValue) ?? .xlsx
    let connection = connection
    _ = try await asKnown(at: file.stamp.position, request, progress: progress) { request in
      try await write(request, sheet, format, path, connection)
    }
    let made = try ReportFile.open(path)
    return ReportVerdict(
      stamp: file.stamp, isIntact: try file.isIntact(),
      differences: try CellDifferences(file, against: made, limit: limit),
      otherFormulas: file.stamp.formulas.filter { !made.stamp.formulas.contains($0) })
  }

  /// What a file asks for, where this log can answer and the actor may see it.
  func request(of stamp: ReportStamp) async throws -> (request: ReportRequest, sheet: String?) {
    let position = stamp.position
    let reason = try await connection.run { connection in try Self.refusal(of: stamp, on: connection) }
    if let reason { throw reason }
    guard try await sight().covers(stamp.sight) else { throw ReportProofError.seesLess(viewer: stamp.viewer) }
    let definition = try await reportDefinition(stamp.report, asOf: position)
    return (try ReportRequest(stamp, definition: definition), stamp.parameters["table"])
  }

  /// Why a file does not belong to this log; `nil` where it does.
  private static func refusal(
    of stamp: ReportStamp, on connection: isolated Connection
  ) throws -> ReportProofError? {
    let (position, head) = (stamp.position, try LogReader.head(on: connection))
    guard try LogReader.chainHash(at: position, on: connection) != stamp.chainHash else { return nil }
    let name = try LogReader.name(on: connection)
    if let log = stamp.log, log != name {
      return stamp.isEdited ? .stampEdited : .otherLog(position: position, head: head)
    }
    if let place = try LogReader.position(ofChainHash: stamp.chainHash, on: connection) {
      return .positionEdited(position, is: place)
    }
    if stamp.isEdited { return .stampEdited }
    if position > head { return .beyondHead(position, head: head) }
    return stamp.log == nil ? .otherLog(position: position, head: head) : .otherHistory(position: position)
  }
}
