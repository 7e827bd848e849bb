import Postgres

/// What an erasure took away, and where the log says so.
public struct Erasure: Sendable, Equatable {
  /// One event whose erasable part goes or went; the event itself stays.
  public struct Part: Sendable, Equatable {
    /// Its place in the log.
    public let position: Int64
    /// Its stream.
    public let stream: StreamName
    /// Its stored name and shape.
    public let type: EventType
  }

  /// What went, in the order of the log; empty where nothing of the subject was there (any more).
  public let parts: [Part]
  /// Where the events lie that record it; `nil` where nothing went, for then nothing was written.
  public let recorded: AppendResult?
}

extension EventStore {
  /// Erases the parts of all events, of whatever stream, that name a subject, and records it: all in one transaction.
  ///
  /// The head is locked first: an append that names the subject is either before it, and its part goes, or after it,
  /// and is a new fact. The events keep the salted hashes of their parts, so the chain stays valid. Doing it again
  /// writes nothing, unless something new was recorded since. Whoever keeps the head locked is waited for as in an append,
  /// and no longer. What PostgreSQL keeps of a deleted row until it is
  /// vacuumed, and what lies in backups, is not touched.
  ///
  /// - Parameter appends: the events that say who was forgotten and why, with ids that were never used.
  public func forget(
    _ subject: String, recording appends: [StreamAppend], by authorship: Authorship
  ) async throws(EventStoreError) -> Erasure {
    try await forget([subject], recording: appends, by: authorship)
  }

  /// The same for several subjects at once: those that are one person.
  public func forget(
    _ subjects: [String], recording appends: [StreamAppend], by authorship: Authorship
  ) async throws(EventStoreError) -> Erasure {
    let append = try Append(appends, authorship, salts: randomBytes)
    let writer = writer
    return try await onConnection { connection in
      // Outside: the writer remembers numbers of types, and one that was rolled back would be none.
      try writer.learnTypes(of: [append], on: connection)
      return try FrozenWriters.waitingBehind(on: connection) { connection in
        // A statement of its own, as in an append: the one after it must see what was committed during the wait.
        _ = try connection.query("select position from log.head where \(FrozenWriters.waitNoLonger) for update")
        let rows = try connection.query(
          "delete from log.personal where subject = any(\(subjects)) returning position")
        guard !rows.isEmpty else { return Erasure(parts: [], recorded: nil) }
        let parts = try Self.parts(at: try rows.map { try $0.decode(Int64.self) }, on: connection)
        let result = try writer.write(append, inTransactionOn: connection)
        // An event of earlier cannot record this: the read models were redacted when they came by it.
        if result.wasThere, let id = appends.first?.events.first?.id, let position = result.positions.first {
          throw EventStoreError.idTaken(id, position: position)
        }
        return Erasure(parts: parts, recorded: result)
      }
    }
  }

  /// What ``forget(_:recording:by:)`` would erase now, in the order of the log.
  public func personalParts(of subject: String) async throws(EventStoreError) -> [Erasure.Part] {
    try await onConnection { connection in
      try Self.parts(at: try LogReader.positions(about: subject, on: connection), on: connection)
    }
  }

  private static func parts(at positions: [Int64], on connection: isolated Connection) throws -> [Erasure.Part] {
    let rows = try connection.query(
      """
      select e.position, s.name, t.name, e.schema from unnest(\(positions)::bigint[]) as wanted (position)
        cross join lateral (select * from log.events e where e.position = wanted.position offset 0) e
        cross join lateral (select s.name from log.streams s where s.stream_no = e.stream_no offset 0) s
        join log.event_types t using (type_no) order by e.position
      """)
    return try rows.map { row in
      let (position, stream, type, schema) = try row.decode(Int64.self, String.self, String.self, Int16.self)
      return Erasure.Part(position: position, stream: StreamName(stream), type: EventType(type, schema: schema))
    }
  }
}
