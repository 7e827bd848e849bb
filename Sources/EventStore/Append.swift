import Foundation
import Postgres

/// One append on its way into the log: checked, salted, and written under the head's lock.
struct Append: Sendable {
  private struct Line: Sendable {
    let stream: StreamName
    let event: NewEvent
    let salt: [UInt8]?
    let personalHash: [UInt8]?
  }

  private let appends: [StreamAppend]
  private let lines: [Line]
  private let authorship: Authorship

  init(_ appends: [StreamAppend], _ authorship: Authorship, salts: (Int) -> [UInt8]) throws(EventStoreError) {
    guard Set(appends.map(\.stream)).count == appends.count else {
      throw .malformedAppend("a stream stands in it twice")
    }
    self.appends = appends
    self.authorship = authorship
    lines = appends.flatMap { append in
      append.events.map { event in
        let salt = event.personal.map { _ in salts(16) }
        let hash = event.personal.flatMap { personal in salt.map { Chain.personalHash(salt: $0, personal) } }
        return Line(stream: append.stream, event: event, salt: salt, personalHash: hash)
      }
    }
    guard !lines.isEmpty, appends.allSatisfy({ !$0.events.isEmpty }) else {
      throw .malformedAppend("it holds no event")
    }
    guard Set(lines.map(\.event.id)).count == lines.count else {
      throw .malformedAppend("an event id stands in it twice")
    }
    guard lines.allSatisfy({ Date.storable.contains($0.event.occurredAt) }) else {
      throw .malformedAppend("an event is dated outside the years 1 to 9999")
    }
  }

  /// Inside the caller's transaction, which commits right after: the head stays locked until then.
  func write(on connection: isolated Connection) throws -> AppendResult {
    // A statement of its own: a statement that waits for the lock would read the log as it was before the wait.
    let head = try connection.query("select position, hash from log.head for update").only()
    let (position, hash) = try head.decode(Int64.self, [UInt8].self)

    if let positions = try positionsOfEarlierWrite(on: connection) {
      return AppendResult(positions: positions, wasThere: true)
    }
    let (versions, recordedAt) = try currentVersions(on: connection)
    for append in appends {
      let actual = versions[append.stream] ?? 0
      let isAsExpected =
        switch append.expected {
        case .none: actual == 0
        case .exactly(let version): actual == version
        case .any: true
        }
      guard isAsExpected else {
        throw EventStoreError.conflict(stream: append.stream, expected: append.expected, actual: actual)
      }
    }
    return try insert(after: position, hash, versions, recordedAt, on: connection)
  }

  /// Where all events of this append lie, if they were written before; `nil` if none was.
  private func positionsOfEarlierWrite(on connection: isolated Connection) throws -> [Int64]? {
    let rows = try connection.query(
      """
      select e.id, e.position, s.name, t.name, e.schema, e.data, e.personal_hash, p.salt from log.events e
        join log.streams s using (stream_no) join log.event_types t using (type_no)
        left join log.personal p using (position)
        where e.id = any(\(lines.map(\.event.id)))
      """)
    guard rows.count > 0 else { return nil }
    var written: [UUID: (position: Int64, isSame: Bool)] = [:]
    let lineOf = Dictionary(uniqueKeysWithValues: lines.map { ($0.event.id, $0) })
    for row in rows {
      let (id, position, stream, type, schema, data, personalHash, salt) =
        try row.decode(
          UUID.self, Int64.self, String.self, String.self, Int16.self, JSONText.self, [UInt8]?.self, [UInt8]?.self)
      guard let line = lineOf[id] else { continue }
      let isSame =
        line.stream.rawValue == stream && line.event.type == EventType(type, schema: schema)
        && line.event.data == data.text && line.event.hasPersonal(ofHash: personalHash, salt: salt)
      written[id] = (position, isSame)
    }
    if let (id, found) = written.first(where: { !$0.value.isSame }) {
      throw EventStoreError.idTaken(id, position: found.position)
    }
    guard written.count == lines.count else {
      throw written.first.map { EventStoreError.partlyThere($0.key, position: $0.value.position) }
        ?? EventStoreError.malformedAppend("its ids cannot be read back")
    }
    return lines.compactMap { written[$0.event.id]?.position }
  }

  private func currentVersions(on connection: isolated Connection) throws -> ([StreamName: Int], recordedAt: Date) {
    let answers = try connection.pipeline([
      "select clock_timestamp()",
      "select name, version from log.streams where name = any(\(appends.map(\.stream.rawValue)))",
    ])
    var versions: [StreamName: Int] = [:]
    for row in answers[1] {
      let (name, version) = try row.decode(String.self, Int32.self)
      versions[StreamName(name)] = Int(version)
    }
    return (versions, try answers[0].only().decode(Date.self))
  }

  private func insert(
    after head: Int64, _ headHash: [UInt8], _ versions: [StreamName: Int], _ recordedAt: Date,
    on connection: isolated Connection
  ) throws -> AppendResult {
    let streamNumbers = try upsertStreams(versions, on: connection)
    let typeNumbers = try typeNumbers(on: connection)

    var columns = EventColumns(count: lines.count)
    var position = head
    var hash = headHash
    var version = versions
    for line in lines {
      position += 1
      version[line.stream, default: 0] += 1
      let link = Chain.Link(
        position: position, id: line.event.id, stream: line.stream, version: version[line.stream] ?? 1,
        type: line.event.type, occurredAt: line.event.occurredAt, recordedAt: recordedAt, authorship: authorship,
        data: line.event.data, personalHash: line.personalHash)
      hash = Chain.hash(after: hash, link)
      guard let streamNumber = streamNumbers[line.stream.rawValue], let type = typeNumbers[line.event.type.name] else {
        throw EventStoreError.malformedAppend("\(line.stream) or \(line.event.type) got no number")
      }
      columns.add(link, streamNumber: streamNumber, typeNumber: type, hash: hash)
      if let personal = line.event.personal, let salt = line.salt {
        columns.add(personal, salt: salt, at: position)
      }
    }
    _ = try connection.pipeline(
      columns.inserts(authorship) + [
        "update log.head set position = \(position), hash = \(hash)",
        // The head is locked anyway, so a notification inside the transaction costs nothing more.
        "select pg_notify('hotline_log', \(String(position)))",
      ])
    return AppendResult(positions: Array((head + 1)...position), wasThere: false)
  }

  private func upsertStreams(_ versions: [StreamName: Int], on connection: isolated Connection) throws -> [String:
    Int64]
  {
    let names = appends.map(\.stream.rawValue)
    let after = appends.map { Int32((versions[$0.stream] ?? 0) + $0.events.count) }
    let rows = try connection.query(
      """
      insert into log.streams (name, version) select * from unnest(\(names)::text[], \(after)::integer[])
        on conflict (name) do update set version = excluded.version returning name, stream_no
      """)
    var numbers: [String: Int64] = [:]
    numbers.reserveCapacity(names.count)
    for row in rows {
      let (name, number) = try row.decode(String.self, Int64.self)
      numbers[name] = number
    }
    return numbers
  }

  private func typeNumbers(on connection: isolated Connection) throws -> [String: Int16] {
    let names = Array(Set(lines.map(\.event.type.name)))
    let read: SQL = "select name, type_no from log.event_types where name = any(\(names))"
    var rows = try connection.query(read)
    if rows.count < names.count {
      try connection.execute(
        "insert into log.event_types (name) select * from unnest(\(names.sorted())::text[]) on conflict do nothing")
      rows = try connection.query(read)
    }
    var numbers: [String: Int16] = [:]
    for row in rows {
      let (name, number) = try row.decode(String.self, Int16.self)
      numbers[name] = number
    }
    return numbers
  }
}

extension NewEvent {
  /// Whether its erasable part is the one that was recorded. One that was erased since can no longer be told.
  fileprivate func hasPersonal(ofHash hash: [UInt8]?, salt: [UInt8]?) -> Bool {
    guard let personal, let hash else { return personal == nil && hash == nil }
    return salt.map { Chain.personalHash(salt: $0, personal) == hash } ?? true
  }
}
