import Domain
import EventStore
import Glibc
import Postgres
import Projections
import Synchronization

extension Backup {
  /// Restores a backup into a log without events, and checks every event of it against the seal inside.
  ///
  /// Read models are computed at their next use. What fails leaves no log behind.
  ///
  /// - Parameter publicKey: the key that the backup must be signed with; the one inside, without it: that shows that it is
  ///   whole, not whose it is.
  public func restore(from path: String, publicKey: SealPublicKey?) async throws -> Summary {
    let reader = try BackupReader(path)
    guard try reader.text("README.txt").hasPrefix("HOTLINE BACKUP 1\n") else { throw BackupError.noBackup(path: path) }
    let seal = try LogSeal(text: reader.text("seal.txt"))
    let key = try publicKey ?? SealPublicKey(pem: reader.text("log.pub"))
    try seal.check(key)
    // A dump may hold any statement, so it is as trustworthy as whoever signed it.
    try reader.check(key)
    guard files != nil || reader.contents.isEmpty else { throw BackupError.nowhereForFiles(reader.contents.count) }

    let connection = try await Connection.open(address)
    do {
      try await makeRoom(connection)
      do {
        let verdict = try await restore(reader, seal, connection)
        try restoreFiles(reader)
        await connection.close()
        return Summary(
          seal: seal, personalParts: verdict.personalParts, erasedParts: verdict.erasedParts,
          files: reader.contents.count, byteCount: reader.byteCount)
      } catch {
        await removeAll(connection)
        throw error
      }
    } catch {
      await connection.close()
      throw error
    }
  }

  /// Makes the role and its rights where they are missing, and removes the empty tables.
  private func makeRoom(_ connection: Connection) async throws {
    if try await !connection.run({ try LogSchema.exists(on: $0) }) {
      // Left by a restore that was killed; they belong to no log.
      try await connection.run { try ReadModels.remove(on: $0) }
      try await LogSchema.migrate(connection)
    }
    let count = try await connection.run { connection in
      let count = try LogSchema.removeEmpty(on: connection)
      if count == 0 { try ReadModels.remove(on: connection) }
      return count
    }
    guard count == 0 else { throw BackupError.notEmpty(count) }
  }

  private func restore(_ reader: BackupReader, _ seal: LogSeal, _ connection: Connection) async throws -> LogVerdict {
    let pieces = Mutex(BackupReader.Pieces(reader, "log.dump"))
    try await Dump(address, environment: environment).restore {
      let bytes = try pieces.withLock { try $0.next() }
      progress(.restoring(bytes: bytes.count))
      return bytes
    }
    // One that an older hotline wrote has its tables of then.
    try await LogSchema.migrate(connection)
    try await LogSchema.prepareForReading(connection)

    let working = try await Connection.open(address)
    do {
      try await LogSchema.takeWorkingRole(working)
      try await ReadModels.migrate(working)
      try await working.run { connection in
        for table in Deliveries.Table.allCases {
          var pieces = BackupReader.Pieces(reader, "\(table.rawValue).csv")
          try Deliveries.replace(table, on: connection) { try pieces.next() }
        }
      }
      await working.close()
    } catch {
      await working.close()
      throw error
    }

    let verdict = try await verify(seal)
    if let fault = verdict.fault { throw BackupError.notTheSame(fault) }
    guard verdict.head.position == seal.position else {
      throw BackupError.notTheSame(LogFault(position: seal.position + 1, reason: .afterHead(seal.position)))
    }
    return verdict
  }

  /// Contents that are there already are left: the same digest is the same content.
  private func restoreFiles(_ reader: BackupReader) throws {
    for content in reader.contents {
      var pieces = BackupReader.Pieces(reader, "files/\(content)")
      let put = try files?.put(from: { () throws(BackupError) in try pieces.next() }) { _ in
        ContentError.notRead(path: reader.path, code: EIO)
      }
      guard put?.content == content else { throw BackupError.altered(path: reader.path, part: "files/\(content)") }
    }
  }

  /// Nobody is to work on half a log. Also after a cancellation, which must not end this.
  private func removeAll(_ connection: Connection) async {
    // Where the database is gone the next restore does it.
    try? await Task {
      try await connection.run { connection in
        try LogSchema.remove(on: connection)
        try ReadModels.remove(on: connection)
      }
    }.value
  }
}
