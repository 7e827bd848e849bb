import Foundation
import Postgres

/// The events of one append turned on their side: one array a column, for `unnest`.
struct EventColumns {
  private var positions: [Int64] = []
  private var ids: [UUID] = []
  private var streams: [Int64] = []
  private var versions: [Int32] = []
  private var types: [Int16] = []
  private var schemas: [Int16] = []
  private var occurred: [Date] = []
  private var recorded: [Date] = []
  private var personalHashes: [[UInt8]?] = []
  private var hashes: [[UInt8]] = []
  private var data: [JSONText] = []
  private var personalPositions: [Int64] = []
  private var subjects: [String] = []
  private var salts: [[UInt8]] = []
  private var personalData: [JSONText] = []

  init(count: Int) {
    positions.reserveCapacity(count)
    data.reserveCapacity(count)
  }

  mutating func add(_ link: Chain.Link, streamNumber: Int64, typeNumber: Int16, hash: [UInt8]) {
    positions.append(link.position)
    ids.append(link.id)
    streams.append(streamNumber)
    versions.append(Int32(link.version))
    types.append(typeNumber)
    schemas.append(link.type.schema)
    occurred.append(link.occurredAt)
    recorded.append(link.recordedAt)
    personalHashes.append(link.personalHash)
    hashes.append(hash)
    data.append(JSONText(link.data))
  }

  mutating func add(_ personal: Personal, salt: [UInt8], at position: Int64) {
    personalPositions.append(position)
    subjects.append(personal.subject)
    salts.append(salt)
    personalData.append(JSONText(personal.data))
  }

  func inserts(_ authorship: Authorship) -> [SQL] {
    let events: SQL = """
      insert into log.events (position, id, stream_no, version, type_no, schema, occurred_at, recorded_at, cause,
          correlation, batch, actor, personal_hash, hash, data)
        select u.position, u.id, u.stream_no, u.version, u.type_no, u.schema, u.occurred_at, u.recorded_at,
          \(authorship.cause)::uuid, \(authorship.correlation)::uuid, \(authorship.batch)::uuid,
          \(authorship.actor)::text, u.personal_hash, u.hash, u.data
        from unnest(\(positions)::bigint[], \(ids)::uuid[], \(streams)::bigint[], \(versions)::integer[],
          \(types)::smallint[], \(schemas)::smallint[], \(occurred)::timestamptz[], \(recorded)::timestamptz[],
          \(personalHashes)::bytea[], \(hashes)::bytea[], \(data)::json[])
          as u (position, id, stream_no, version, type_no, schema, occurred_at, recorded_at, personal_hash, hash, data)
      """
    guard !subjects.isEmpty else { return [events] }
    let personal: SQL = """
      insert into log.personal (position, subject, salt, data)
        select * from unnest(\(personalPositions)::bigint[], \(subjects)::text[], \(salts)::bytea[], \(personalData)::json[])
      """
    return [events, personal]
  }
}
