import CPostgres

/// One session with a PostgreSQL server, on a thread of its own.
///
/// Work is done in `run`: its body is synchronous and uninterrupted, so a transaction is a transaction and nobody else's
/// statement comes between. Answers and binds are binary, times of the session are UTC, notices are dropped.
///
///     let names = try await connection.run { c in
///       try c.query("select name from unit where id > \(7)").map { try $0.decode(String.self) }
///     }
public actor Connection {
  private let thread: BlockingThread
  let interrupter: Interrupter
  var handle = Handle()
  var cache = StatementCache()
  var transactionDepth = 0
  private(set) var pooling = Pooling.none
  /// What holds the connection while a body of ours runs between the server's bytes; nil when statements may be run.
  var streaming: String?

  /// The connection's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private init() throws(PostgresError) {
    thread = try BlockingThread()
    do throws(PostgresError) {
      interrupter = try Interrupter()
    } catch {
      thread.stop()
      throw error
    }
  }

  deinit {
    interrupter.setKey(nil)
    thread.stop()
  }

  /// What stands between us and the server.
  public enum Pooling: Sendable {
    /// Nothing, or a pooler that gives each client a session of its own.
    case none
    /// A pooler that gives each transaction any session (PgBouncer, `pool_mode = transaction`): what is set on a session
    /// would meet strangers. So nothing is prepared, no time zone is set, and there is no LISTEN.
    case transaction
  }

  /// Connects; gives up after the address's `connect_timeout`, 10 seconds when it names none.
  public static func open(
    _ address: Address, application: String = "hotline", pooling: Pooling = .none
  ) async throws(PostgresError) -> Connection {
    let connection = try Connection()
    try await connection.connect(address, application: application, pooling)
    return connection
  }

  private func connect(_ address: Address, application: String, _ pooling: Pooling) throws(PostgresError) {
    self.pooling = pooling
    try handle.connect(address, application: application)
    interrupter.setKey(handle.cancelKey)
    guard pooling == .none else {
      cache = StatementCache(limit: 0)
      return
    }
    // What a day is must not depend on the server's settings.
    try execute("set time zone 'UTC'")
  }

  /// Runs the body on the connection's thread as one uninterrupted piece, after the pieces that wait already.
  ///
  /// Cancelling the calling task cancels the running statement on the server and fails the ones after it; `run` then
  /// throws `CancellationError`. What was committed before that stays.
  @discardableResult
  public nonisolated func run<R: Sendable>(_ body: @Sendable (isolated Connection) throws -> R) async throws -> R {
    let run = interrupter.nextRun()
    return try await withTaskCancellationHandler {
      try await perform(run, body)
    } onCancel: {
      interrupter.cancel(run: run)
    }
  }

  /// Names a run before it begins, so that somebody else than the calling task can cancel it.
  public struct RunTicket: Sendable {
    fileprivate let run: UInt64
  }

  /// A name for one run to come.
  public nonisolated func ticket() -> RunTicket { RunTicket(run: interrupter.nextRun()) }

  /// Runs the body as ``run(_:)`` does, but heeds no cancellation of the calling task: the work is several callers'.
  public nonisolated func run<R: Sendable>(
    _ ticket: RunTicket, _ body: @Sendable (isolated Connection) throws -> R
  ) async throws -> R {
    try await performToEnd(ticket.run, body)
  }

  /// Cancels the run of a ticket: it throws `PostgresError.isCancelled`. Does nothing before its body began or after its
  /// end. Returns at once.
  public nonisolated func cancel(_ ticket: RunTicket) {
    interrupter.cancel(run: ticket.run)
  }

  private func performToEnd<R: Sendable>(
    _ run: UInt64, _ body: @Sendable (isolated Connection) throws -> R
  ) throws -> R {
    interrupter.begin(run: run)
    defer { interrupter.end(run: run) }
    return try body(self)
  }

  private func perform<R: Sendable>(_ run: UInt64, _ body: @Sendable (isolated Connection) throws -> R) throws -> R {
    interrupter.begin(run: run)
    defer { interrupter.end(run: run) }
    // After begin: a cancellation before it shows here, one after it finds the run.
    try Task.checkCancellation()
    do {
      return try body(self)
    } catch let error as PostgresError where error.isCancelled && Task.isCancelled {
      throw CancellationError()
    }
  }

  /// Cancels what `run` does at this moment, as if its task were cancelled (it throws `PostgresError.isCancelled`); does
  /// nothing when the connection is idle. Returns at once.
  public nonisolated func cancel() {
    interrupter.cancel(run: nil)
  }

  /// Ends the session; later statements throw. Letting go of the last reference does the same.
  public func close() {
    interrupter.setKey(nil)
    handle.close()
  }

  /// The process that serves this session, as in `pg_stat_activity.pid`; 0 when closed.
  public var serverProcessID: Int { Int(handle.processID) }

  /// The server's version as one number: 150020 is 15.20.
  public var serverVersion: Int { handle.serverVersion }

  /// Whether the session is closed or lost: only a new connection helps.
  public var isBroken: Bool { handle.isBroken }
}
