import EventStore
import FoundationEssentials
import Postgres
import Projections
import Synchronization

/// Writes backups of a log, and restores them.
///
/// A backup holds what cannot be computed again: the log, erasable parts included, and what was handed over to gateways,
/// as one moment saw them; read models are computed again from it. It carries a seal of the log's end. Others may go on
/// working while it is written.
public struct Backup: Sendable {
  /// What was written or restored.
  public struct Summary: Sendable {
    /// The end of the log, signed; its signature was checked.
    public let seal: LogSeal
    /// Erasable parts that are there, and that were erased.
    public let personalParts, erasedParts: Int
    /// Contents of files that are in it.
    public let files: Int
    /// Of the file.
    public let byteCount: Int
  }

  /// What takes time.
  public enum Step: Sendable {
    /// So many events more were checked, of so many.
    case checking(more: Int, total: Int)
    /// So many bytes more of the dump were written.
    case dumping(bytes: Int)
    /// So many bytes more of the dump were read.
    case restoring(bytes: Int)
  }

  let address: Address
  let environment: [String: String]
  let jobs: Int
  /// The contents of the files of orders; `nil` where it is not known where they lie.
  let files: ContentStore?
  let progress: @Sendable (Step) -> Void

  /// - Parameters:
  ///   - address: the database, as its owner.
  ///   - environment: the process's own, for what libpq looks at in PostgreSQL's programs.
  ///   - files: the contents of the files of orders, which go along.
  ///   - jobs: as many connections check the log at once.
  ///   - progress: from any thread.
  public init(
    _ address: Address, environment: [String: String], files: ContentStore? = nil, jobs: Int = 1,
    progress: @escaping @Sendable (Step) -> Void = { _ in }
  ) {
    self.address = address
    self.environment = environment
    self.files = files
    self.jobs = jobs
    self.progress = progress
  }

  /// Checks the log and writes a backup of it; the file appears whole or not at all.
  ///
  /// - Parameter replacing: an existing file is replaced; without it, refused.
  public func write(to path: String, replacing: Bool, key: SigningKey, at now: Date) async throws -> Summary {
    let writer = try BackupWriter(path, replacing: replacing, date: Int(now.timeIntervalSince1970))
    let connection = try await Connection.open(address)
    do {
      let summary = try await write(writer, connection, key, now)
      await connection.close()
      return summary
    } catch {
      writer.discard()
      await connection.close()
      throw error
    }
  }

  private func write(
    _ writer: BackupWriter, _ connection: Connection, _ key: SigningKey, _ now: Date
  ) async throws -> Summary {
    guard try await connection.run({ try LogSchema.exists(on: $0) }) else { throw BackupError.noLog }
    try await LogSchema.takeWorkingRole(connection)
    try await ReadModels.migrate(connection)
    let snapshot = try await LogSnapshot.begin(on: connection)
    guard let head = snapshot.head else { throw BackupError.damaged(LogFault(position: 0, reason: .noHead)) }
    guard head.position > 0 else { throw BackupError.noLog }
    if let fault = try await connection.run({ try head.fault(on: $0) }) { throw BackupError.damaged(fault) }
    let seal = try LogSeal(head, at: now, with: key)
    // First: a log that could not be restored is found before the disk is filled with it.
    let verdict = try await verify(seal)
    if let fault = verdict.fault { throw BackupError.damaged(fault) }

    try writer.add("README.txt", Self.readme)
    try writer.begin("log.dump")
    try await Dump(address, environment: environment).write(schema: "log", snapshot: snapshot.id) { bytes in
      try writer.append(bytes)
      progress(.dumping(bytes: bytes.count))
    }
    try writer.end()
    try await connection.run { connection in
      for table in Deliveries.Table.allCases {
        try writer.begin("\(table.rawValue).csv")
        try Deliveries.write(table, on: connection) { try writer.append($0) }
        try writer.end()
      }
    }
    // Behind the log: what came since is too much, and does no harm.
    let contents = try files?.all() ?? []
    for content in contents {
      try writer.begin("files/\(content)")
      try files?.read(content) { bytes in
        try writer.append(bytes)
        progress(.dumping(bytes: bytes.count))
      }
      try writer.end()
    }
    try writer.add("seal.txt", seal.text)
    try writer.add("log.pub", key.publicKey.pem)
    return Summary(
      seal: seal, personalParts: verdict.personalParts, erasedParts: verdict.erasedParts,
      files: contents.count, byteCount: try writer.commit(key))
  }

  func verify(_ seal: LogSeal) async throws -> LogVerdict {
    let verifier = LogVerifier { [address] in
      let connection = try await Connection.open(address)
      try await LogSchema.takeWorkingRole(connection)
      return connection
    }
    return try await verifier.verify(to: seal.position, seal: seal, jobs: jobs) { [progress] more, total in
      progress(.checking(more: more, total: total))
    }
  }

  private static let readme = """
    HOTLINE BACKUP 1

    Restore it with `hotline db restore FILE`, which checks every event against the seal.

    By hand: tar xf FILE; sha256sum -c SHA256SUMS; make the role hotline_app; pg_restore --no-owner -d DATABASE log.dump.
    log.dump       the log, by pg_dump
    delivery*.csv  what was handed over to gateways
    files/         the files of orders, each under its SHA-256
    seal.txt       where the log ended, signed; log.pub is the public key

    It holds personal data. What is erased in the log later is still in here: delete old backups in time.

    """
}
