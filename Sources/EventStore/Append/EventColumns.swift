import Foundation
import Postgres

/// The events of a batch turned on their side: one array a column, for `unnest`.
///
/// Made in two steps, because most of it is known, and can be encoded, while the server still locks the head.
struct EventColumns {
  private let appends: [Append]
  private let types: [Int16]
  private let personalHashes: [ChainHash?]
  /// The beginning of the statement that inserts the events, with all columns that do not depend on where they lie; `nil`
  /// where COPY will send them.
  private var known: SQL?
  /// The names of the columns in it, in order.
  private var knownNames: SQL = "id, type_no, schema, occurred_at, personal_hash, data"

  private var positions: [Int64] = []
  private var streams: [Int64] = []
  private var versions: [Int32] = []
  private var hashes: [ChainHash] = []
  private var recordedAt = Date.distantPast
  private var personalPositions: [Int64] = []

  /// How many events there are.
  var count: Int { types.count }

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
    personalHashes = lines.map(\.personalHash)
    guard lines.count <= LogWriter.copyThreshold else { return }
    var known: SQL = """
      with e as (insert into log.events (id, type_no, schema, occurred_at, personal_hash, data, cause, correlation, batch,
          actor, position, stream_no, version, hash, recorded_at)
      """
    let author = appends.first.flatMap { one in
      appends.allSatisfy { $0.authorship == one.authorship } ? one.authorship : nil
    }
    if lines.count == 1, let line = lines.first, let author {
      // Plain values: an array of one takes the server twice as long.
      known += """
         values (\(line.event.id), \(types[0]), \(line.event.type.schema), \(line.event.occurredAt),
          \(line.personalHash), \(JSONText(line.event.data)), \(author.cause), \(author.correlation), \(author.batch),
          \(author.actor)
        """
      self.known = known
      return
    }
    known += " select u.id, u.type_no, u.schema, u.occurred_at, u.personal_hash, u.data, "
    if let author {
      known += "\(author.cause)::uuid, \(author.correlation)::uuid, \(author.batch)::uuid, \(author.actor)::text"
    } else {
      known += "u.cause, u.correlation, u.batch, u.actor"
    }
    // One after the other into the same bytes: a copy of a large append would cost more than encoding it.
    known += ", u.position, u.stream_no, u.version, u.hash, t.recorded_at from unnest("
    known += "\(lines.map(\.event.id))::uuid[], \(types)::smallint[], \(lines.map(\.event.type.schema))::smallint[]"
    known += ", \(lines.map(\.event.occurredAt))::timestamptz[], \(personalHashes)::bytea[]"
    known += ", \(lines.map { JSONText($0.event.data) })::json[]"
    if author == nil {
      // Of a group commit: each has its own.
      let each = appends.flatMap { append in append.lines.map { _ in append.authorship } }
      known += ", \(each.map(\.cause))::uuid[], \(each.map(\.correlation))::uuid[], \(each.map(\.batch))::uuid[]"
      known += ", \(each.map(\.actor))::text[]"
      knownNames += ", cause, correlation, batch, actor"
    }
    self.known = known
  }

  /// Gives the events their places and links them; returns the hash of the last.
  mutating func settle(at place: LogPlace) throws -> ChainHash {
    recordedAt = place.recordedAt
    positions.reserveCapacity(count)
    streams.reserveCapacity(count)
    versions.reserveCapacity(count)
    hashes.reserveCapacity(count)
    var hasher = ChainHasher()
    var hash = place.hash
    var position = place.position
    var versionOf = place.versions(before: appends)
    for append in appends {
      for stream in append.appends {
        guard let number = place.streams[stream.stream.rawValue]?.number, var last = versionOf[stream.stream] else {
          throw EventStoreError.unexpected("\(stream.stream) got no number")
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
          streams.append(number)
          versions.append(Int32(last))
          hashes.append(hash)
        }
        versionOf[stream.stream] = last
      }
    }
    return hash
  }

  /// Puts them into the tables and moves the head; what is returned is still to be run.
  ///
  /// One statement does it all: each further one would cost as much as the rows of a small append.
  mutating func insert(movingHeadTo hash: ChainHash, on connection: isolated Connection) throws -> SQL {
    var statement: SQL
    if let known = known.take() {
      statement = known
      statement += places
      statement += personalPositions.isEmpty ? ") " : "), p as (\(personal)) "
    } else {
      try copy(on: connection)
      statement = personalPositions.isEmpty ? "" : "with p as (\(personal)) "
    }
    let last = positions.last ?? 0
    // The head is locked anyway, so a notification inside the transaction holds nobody up.
    statement += """
      update log.head set position = \(last), hash = \(hash) returning pg_notify('hotline_log', \(String(last)))
      """
    return statement
  }

  /// The columns that say where the events lie: the rest of what ``known`` began.
  private var places: SQL {
    if count == 1 {
      return ", \(positions[0]), \(streams[0]), \(versions[0]), \(hashes[0]), \(recordedAt))"
    }
    return """
      , \(positions)::bigint[], \(streams)::bigint[], \(versions)::integer[], \(hashes)::bytea[])
          as u (\(knownNames), position, stream_no, version, hash),
          (select \(recordedAt)::timestamptz as recorded_at) t
      """
  }

  private var personal: SQL {
    let lines = appends.flatMap(\.lines).filter { $0.salt != nil }
    return """
      insert into log.personal (position, subject, salt, data)
        select * from unnest(\(personalPositions)::bigint[], \(lines.compactMap(\.event.personal?.subject))::text[],
          \(lines.compactMap(\.salt))::bytea[], \(lines.compactMap { $0.event.personal.map { JSONText($0.data) } })::json[])
      """
  }

  /// Sends them by COPY, which takes many faster.
  private func copy(on connection: isolated Connection) throws {
    try connection.copyIn(
      """
      copy log.events (position, id, stream_no, version, type_no, schema, occurred_at, recorded_at, cause, correlation,
        batch, actor, personal_hash, hash, data) from stdin (format binary)
      """
    ) { copy in
      var index = 0
      for append in appends {
        let author = append.authorship
        for line in append.lines {
          let event = line.event
          try copy.row(
            positions[index], event.id, streams[index], versions[index], types[index], event.type.schema,
            event.occurredAt, recordedAt, author.cause, author.correlation, author.batch, author.actor,
            line.personalHash, hashes[index], JSONText(event.data))
          index += 1
        }
      }
    }
  }
}
