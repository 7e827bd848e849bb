import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// A sitting at the office: one database session, who sits there, and the ways to the log and the read models.
///
/// Use cases are extensions of it, one folder each: `Orders`, `Import`, `Reminders`.
public struct Session: Sendable {
  /// The database session, with the working role: it can add events, and change or delete none.
  public let connection: Connection
  /// The log.
  public let store: EventStore
  /// Event ⇄ stored form.
  public let codec: EventCodec
  /// Who sits here, and in which office.
  let desk: Desk
  let runner: ProjectionRunner
  /// Opens a further session with the working role, for what reads while this one works.
  let openReader: @Sendable () async throws -> Connection
  private let randomBytes: @Sendable (Int) -> [UInt8]
  private let known = KnownDefinitions()

  /// Connects, brings the tables up to this version, and publishes the shipped processes in an empty log.
  ///
  /// - Parameters:
  ///   - claim: who acts. Where rights are enforced it must be somebody who works here.
  ///   - officeZone: the zone in which the office's days begin; kept in the log when it is empty, else left alone.
  ///   - now: the instant that a first publication is recorded under.
  ///   - randomBytes: cryptographically strong; for ids and salts.
  public static func open(
    _ address: Address, claim: ActorClaim, officeZone: TimeZone, now: Date,
    randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) async throws -> Session {
    let connection = try await Connection.open(address)
    try await LogSchema.migrate(connection)
    try await LogSchema.takeWorkingRole(connection)
    try await ReadModels.migrate(connection)
    // A copy for a look back would else stay for ever.
    try await connection.run { connection in try ReadModels.dropPast(unusedFor: ReadModels.pastKept, on: connection) }
    let store = EventStore(connection, randomBytes: randomBytes)
    let codec = EventCodec()
    if try await store.head() == 0 {
      try await setUpOffice(zone: officeZone, at: now, codec) { recording in
        _ = try await store.append(recording.appends, by: recording.authorship)
      }
    }
    do {
      let desk = try await Desk.taken(by: claim, at: now, store: store, codec: codec, on: connection)
      return Session(connection, store, codec, desk, randomBytes: randomBytes) {
        let reader = try await Connection.open(address)
        try await LogSchema.takeWorkingRole(reader)
        return reader
      }
    } catch {
      await connection.close()
      throw error
    }
  }

  /// The same for an actor by their code, as tests and tools of the machine's own do it.
  public static func open(
    _ address: Address, actor: String, officeZone: TimeZone, now: Date,
    randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) async throws -> Session {
    try await open(
      address, claim: ActorClaim(name: actor, login: ""), officeZone: officeZone, now: now, randomBytes: randomBytes)
  }

  /// Who acts, as a code.
  public var actor: String { access.actor }
  /// What they may do.
  public var access: Access { desk.access }
  /// The units and the people, as they were when the session began.
  public var organisation: Organisation { desk.organisation }

  private init(
    _ connection: Connection, _ store: EventStore, _ codec: EventCodec, _ desk: Desk,
    randomBytes: @escaping @Sendable (Int) -> [UInt8], openReader: @escaping @Sendable () async throws -> Connection
  ) {
    self.connection = connection
    self.store = store
    self.codec = codec
    self.desk = desk
    self.randomBytes = randomBytes
    self.openReader = openReader
    runner = ProjectionRunner(connection, codec: codec, openReader: openReader)
  }

  /// Ends the database session.
  public func close() async { await connection.close() }

  /// What is configured now.
  public func definitions() async throws -> Definitions {
    let (codec, known) = (codec, known)
    return try await connection.run { connection in try known.upToDate(codec, on: connection) }
  }

  /// A new id for a command or a thing.
  func freshID(at instant: Date) -> UUID { EventID.fresh(at: instant, random: randomBytes(10)) }

  /// Appends what a command led to.
  func append(_ recording: Recording) async throws -> AppendResult {
    try await store.append(recording.appends, by: recording.authorship)
  }

  /// Holds a lock of the whole office while the body runs: one import at a time, one reminder run at a time.
  ///
  /// - Throws: ``OfficeError/locked(_:)`` where another process holds it. A killed process lets go of it.
  ///
  /// - Parameter thing: what it is done to, so that others can see whether anybody is at it.
  func holding<R: Sendable>(
    _ job: OfficeJob, of thing: UUID? = nil, _ body: () async throws -> R
  ) async throws -> R {
    let locks = [job.rawValue] + (thing.map { [job.lock(of: $0)] } ?? [])
    let isHeld = try await connection.run { connection in
      // Whoever has the first one gets the second.
      try locks.allSatisfy { try LogLock.tryTake($0, on: connection) }
    }
    guard isHeld else { throw OfficeError.locked(job) }
    do {
      let result = try await body()
      try await connection.run { connection in for lock in locks { try LogLock.release(lock, on: connection) } }
      return result
    } catch {
      // The first error is the one to tell; a session that cannot let go of the lock loses it with its connection.
      _ = try? await connection.run { connection in for lock in locks { try LogLock.release(lock, on: connection) } }
      throw error
    }
  }
}

/// A job that only one process may do at a time.
public enum OfficeJob: String, Sendable {
  /// Taking in a list, or taking one back.
  case importing = "import"
  /// Deciding and sending reminders.
  case reminding = "remind"
  /// Making and handing over reports that are made by themselves.
  case reporting = "report"

  /// The lock of one thing that it is done to.
  func lock(of thing: UUID) -> String { "\(rawValue)/\(thing.uuidString.lowercased())" }
}
