import Foundation
import Postgres

/// The events of a batch turned on their side: one array a column, for `unnest`.
struct EventColumns {
  private let appends: [Append]
  private let types: [Int16]
  private let ids: [UUID]
  private let schemas: [Int16]
  private let occurred: [Date]
  private let personalHashes: [[UInt8]?]
  private let data: [JSONText]

  private var positions: [Int64] = []
  private var streams: [Int64] = []
  private var versions: [Int32] = []
  private var hashes: [[UInt8]] = []
  private var recordedAt = Date.distantPast
  private var personalPositions: [Int64] = []

  /// How many events there are.
  var count: Int { ids.count }

  /// What is known before the log is locked.
  init(_ appends: [Append], _ typeNumbers: [String: Int16]) throws {
    self.appends = appends
    let lines = appends.flatMap(\.lines)
    types = try lines.map { line in
      guard let number = typeNumbers[line.event.type.name] else {
        throw EventStoreError.unexpected("\(line.event.type) has no number")
      }
      return number
    }
    ids = lines.map(\.event.id)
    schemas = lines.map(\.event.type.schema)
    occurred = lines.map(\.event.occurredAt)
    personalHashes = lines.map(\.personalHash)
    data = lines.map { JSONText($0.event.data) }
  }

  /// Gives the events their places and links them; returns the hash of the last.
  mutating func place(after head: Int64, hash headHash: [UInt8], _ streamRows: StreamRows) throws -> [UInt8] {
    recordedAt = streamRows.recordedAt
    positions.reserveCapacity(count)
    streams.reserveCapacity(count)
    versions.reserveCapacity(count)
    hashes.reserveCapacity(count)
    var hasher = ChainHasher()
    var hash = headHash
    var position = head
    var version = streamRows.versions(before: appends)
    for append in appends {
      for stream in append.appends {
        guard let place = streamRows.places[stream.stream.rawValue], var last = version[stream.stream] else {
          throw EventStoreError.malformedAppend("\(stream.stream) got no number")
        }
        for event in stream.events {
          position += 1
          last += 1
          let link = Chain.Link(
            position: position, id: event.id, stream: stream.stream, version: last, type: event.type,
            occurredAt: event.occurredAt, recordedAt: recordedAt, authorship: append.authorship, data: event.data,
            personalHash: personalHashes[positions.count])
          hash = hasher.hash(after: hash, link)
          if event.personal != nil { personalPositions.append(position) }
          positions.append(position)
          streams.append(place.number)
          versions.append(Int32(last))
          hashes.append(hash)
        }
        version[stream.stream] = last
      }
    }
    return hash
  }

  /// The statements that insert them.
  var inserts: [SQL] {
    let authors = authors
    let events: SQL = """
      insert into log.events (position, id, stream_no, version, type_no, schema, occurred_at, recorded_at, cause,
          correlation, batch, actor, personal_hash, hash, data)
        select u.position, u.id, u.stream_no, u.version, u.type_no, u.schema, u.occurred_at, \(recordedAt),
          \(authors.cause), \(authors.correlation), \(authors.batch), \(authors.actor), u.personal_hash, u.hash, u.data
        from unnest(\(positions)::bigint[], \(ids)::uuid[], \(streams)::bigint[], \(versions)::integer[],
          \(types)::smallint[], \(schemas)::smallint[], \(occurred)::timestamptz[], \(personalHashes)::bytea[],
          \(hashes)::bytea[], \(data)::json[]\(authors.arrays))
          as u (position, id, stream_no, version, type_no, schema, occurred_at, personal_hash, hash, data\(authors.names))
      """
    return personalPositions.isEmpty ? [events] : [events, personal]
  }

  private var personal: SQL {
    let lines = appends.flatMap(\.lines).filter { $0.salt != nil }
    return """
      insert into log.personal (position, subject, salt, data)
        select * from unnest(\(personalPositions)::bigint[], \(lines.compactMap(\.event.personal?.subject))::text[],
          \(lines.compactMap(\.salt))::bytea[], \(lines.compactMap { $0.event.personal.map { JSONText($0.data) } })::json[])
      """
  }

  /// Who wrote: one value for all where it is one, as in all but a group commit, else columns of their own.
  private var authors: (cause: SQL, correlation: SQL, batch: SQL, actor: SQL, arrays: SQL, names: SQL) {
    if let one = appends.first?.authorship, appends.allSatisfy({ $0.authorship == one }) {
      return (
        "\(one.cause)::uuid", "\(one.correlation)::uuid", "\(one.batch)::uuid", "\(one.actor)::text", "", ""
      )
    }
    let each = appends.flatMap { append in append.lines.map { _ in append.authorship } }
    return (
      "u.cause", "u.correlation", "u.batch", "u.actor",
      """
      , \(each.map(\.cause))::uuid[], \(each.map(\.correlation))::uuid[], \(each.map(\.batch))::uuid[],
        \(each.map(\.actor))::text[]
      """, ", cause, correlation, batch, actor"
    )
  }

  /// Sends them by COPY, which takes more than a thousand faster.
  func copy(on connection: isolated Connection) throws {
    try connection.copyIn(
      """
      copy log.events (position, id, stream_no, version, type_no, schema, occurred_at, recorded_at, cause, correlation,
        batch, actor, personal_hash, hash, data) from stdin (format binary)
      """
    ) { copy in
      var index = 0
      for append in appends {
        let author = append.authorship
        for _ in append.lines {
          try copy.row(
            positions[index], ids[index], streams[index], versions[index], types[index], schemas[index],
            occurred[index], recordedAt, author.cause, author.correlation, author.batch, author.actor,
            personalHashes[index], hashes[index], data[index])
          index += 1
        }
      }
    }
    if !personalPositions.isEmpty { try connection.execute(personal) }
  }
}
