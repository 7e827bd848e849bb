import CPostgres
import EventStore
import Foundation
import Postgres

/// A session on bare libpq: the yardstick, with nothing of ours between it and the server.
// Sendable: each session is used by one thread at a time; the cases see to it.
@safe final class RawSession: @unchecked Sendable {
  private let connection: OpaquePointer

  init(_ address: Address) throws {
    guard let connection = unsafe PQconnectdb(address.forLibpq) else { throw BenchError.libpq("no memory") }
    unsafe self.connection = connection
    guard unsafe PQstatus(connection) == CONNECTION_OK else { throw failure }
  }

  deinit { unsafe PQfinish(connection) }

  private var failure: BenchError { .libpq(unsafe String(cString: PQerrorMessage(connection))) }

  func execute(_ text: String) throws { unsafe try check(PQexec(connection, text)) }

  func prepare(_ name: String, _ text: String, types: [UInt32]) throws {
    unsafe try check(PQprepare(connection, name, text, Int32(types.count), types))
  }

  /// Runs a prepared statement with binary values and a binary answer; returns the number of rows.
  @discardableResult
  func execute(prepared name: String, _ values: [[UInt8]?]) throws -> Int {
    let bytes: [UInt8] = values.compactMap(\.self).flatMap(\.self) + [0]
    var start = 0
    let starts = values.map { value -> Int? in
      defer { start += value?.count ?? 0 }
      return value == nil ? nil : start
    }
    let lengths = values.map { Int32($0?.count ?? 0) }
    let formats = [Int32](repeating: 1, count: values.count)
    let result = unsafe bytes.withUnsafeBufferPointer { buffer in
      let pointers = unsafe starts.map { start -> UnsafePointer<CChar>? in
        guard let start, let base = buffer.baseAddress else { return nil }
        return unsafe UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self)
      }
      return unsafe PQexecPrepared(connection, name, Int32(values.count), pointers, lengths, formats, 1)
    }
    return unsafe try check(result)
  }

  /// Sends what is encoded already.
  func copy(_ statement: String, _ bytes: [UInt8]) throws {
    unsafe try check(PQexec(connection, statement))
    for start in stride(from: 0, to: bytes.count, by: 64 << 10) {
      let count = min(64 << 10, bytes.count - start)
      let code = unsafe bytes.withUnsafeBytes { buffer in
        unsafe PQputCopyData(
          connection, buffer.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self), Int32(count))
      }
      guard code == 1 else { throw failure }
    }
    guard unsafe PQputCopyEnd(connection, nil) == 1 else { throw failure }
    while let result = unsafe PQgetResult(connection) { unsafe try check(result) }
  }

  @discardableResult
  private func check(_ result: OpaquePointer?) throws -> Int {
    guard let result = unsafe result else { throw failure }
    defer { unsafe PQclear(result) }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_COPY_OUT: return Int(unsafe PQntuples(result))
    default: throw failure
    }
  }
}

extension RawSession {
  /// A session and an empty table with the columns, checks and indexes of the log's, and nothing else of the log.
  static func withTable(_ address: Address) async throws -> RawSession {
    let owner = try await Connection.open(address)
    try await LogSchema.migrate(owner)
    try await owner.run { c in try c.execute("create table raw_events (like log.events including all)") }
    await owner.close()
    return try RawSession(address)
  }

  func prepareUnnest() throws {
    let arguments = RawEvents.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    try prepare(
      "unnest", "insert into raw_events (\(RawEvents.columnList)) select * from unnest(\(arguments))",
      types: RawEvents.columns.map(\.array))
  }

  func prepareInsert() throws {
    let arguments = RawEvents.columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    try prepare(
      "insert", "insert into raw_events (\(RawEvents.columnList)) values (\(arguments))",
      types: RawEvents.columns.map(\.element))
  }
}

extension Address {
  /// What libpq takes; the server is ours and has no password.
  fileprivate var forLibpq: String {
    ["host", "dbname", "user"].compactMap { key in parameter(key).map { "\(key)='\($0)'" } }.joined(separator: " ")
  }
}
