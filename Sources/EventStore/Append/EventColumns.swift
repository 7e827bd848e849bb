import Foundation
import Postgres

/// The events of a batch turned on their side: one array a column, for `unnest`.
///
/// Made in two steps, because most of it is known, and can be encoded, while the server still locks the head.
struct EventColumns {
  private let appends: [Append]
  private let types: [Int16]
  private let personalHashes: [ChainHash?]
  /// The columns that do not depend on where the events lie, encoded; `nil` where COPY will send them.
  private let known: (arrays: SQL, authors: Authors)?

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
    guard lines.count <= LogWriter.copyThreshold else {
      known = nil
      return
    }
    if lines.count == 1, let line = lines.first {
      // Plain values: an array of one takes the server twice as long.
      let values: SQL = """
        \(line.event.id), \(types[0]), \(line.event.type.schema), \(line.event.occurredAt), \(line.personalHash),
          \(JSONText(line.event.data))
        """
      known = (values, Authors(appends))
      return
    }
    let arrays: SQL = """
      \(lines.map(\.event.id))::uuid[], \(types)::smallint[], \(lines.map(\.event.type.schema))::smallint[],
          \(lines.map(\.event.occurredAt))::timestamptz[], \(personalHashes)::bytea[],
          \(lines.map { JSONText($0.event.data) })::json[]
      """
    known = (arrays, Authors(appends))
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
  func insert(movingHeadTo hash: ChainHash, on connection: isolated Connection) throws -> SQL {
    if known == nil { try copy(on: connection) }
    var parts = known.map { [events($0.arrays, $0.authors)] } ?? []
    if !personalPositions.isEmpty { parts.append(personal) }
    let last = positions.last ?? 0
    // The head is locked anyway, so a notification inside the transaction holds nobody up.
    let head: SQL = """
      update log.head set position = \(last), hash = \(hash) returning pg_notify('hotline_log', \(String(last)))
      """
    let with: [SQL] = zip(["e", "p"] as [SQL], parts).map { "\($0) as (\($1))" }
    return with.isEmpty ? head : "with \(with.joined(separator: ", ")) \(head)"
  }

  private func events(_ known: SQL, _ authors: Authors) -> SQL {
    let columns: SQL = """
      insert into log.events (id, type_no, schema, occurred_at, personal_hash, data, cause, correlation, batch, actor,
        recorded_at, position, stream_no, version, hash)
      """
    if count == 1 {
      return
        "\(columns) values (\(known), \(authors.values), \(recordedAt), \(positions[0]), \(streams[0]), \(versions[0]), \(hashes[0]))"
    }
    return """
      \(columns)
        select u.id, u.type_no, u.schema, u.occurred_at, u.personal_hash, u.data, \(authors.values), \(recordedAt),
          u.position, u.stream_no, u.version, u.hash
        from unnest(\(known)\(authors.arrays), \(positions)::bigint[], \(streams)::bigint[], \(versions)::integer[],
          \(hashes)::bytea[])
          as u (id, type_no, schema, occurred_at, personal_hash, data\(authors.names), position, stream_no, version, hash)
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

  /// Who wrote: one value for all where it is one, as in all but a group commit, else columns of their own.
  private struct Authors {
    let values: SQL
    let arrays: SQL
    let names: SQL

    init(_ appends: [Append]) {
      if let one = appends.first?.authorship, appends.allSatisfy({ $0.authorship == one }) {
        values = "\(one.cause)::uuid, \(one.correlation)::uuid, \(one.batch)::uuid, \(one.actor)::text"
        arrays = ""
        names = ""
        return
      }
      let each = appends.flatMap { append in append.lines.map { _ in append.authorship } }
      values = "u.cause, u.correlation, u.batch, u.actor"
      arrays = """
        , \(each.map(\.cause))::uuid[], \(each.map(\.correlation))::uuid[], \(each.map(\.batch))::uuid[],
            \(each.map(\.actor))::text[]
        """
      names = ", cause, correlation, batch, actor"
    }
  }

  /// Sends them by COPY, which takes more than a thousand faster.
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
