import CPostgres

extension Connection {
  /// Runs the body between `begin` and `commit`; whatever it throws rolls everything back. A transaction inside a
  /// transaction is a savepoint: it is rolled back alone.
  ///
  /// When `commit` itself throws an `isUnreachable` error, only a look at the data tells whether it was committed.
  @discardableResult
  public func transaction<R>(_ body: (isolated Connection) throws -> R) throws -> R {
    let depth = transactionDepth
    try execute(depth == 0 ? "begin" : "savepoint \(identifier: "level_\(depth)")")
    transactionDepth += 1
    defer { transactionDepth = depth }
    do {
      let value = try body(self)
      if depth == 0 {
        try commit()
      } else {
        try execute("release savepoint \(identifier: "level_\(depth)")")
      }
      return value
    } catch {
      rollBack(to: depth)
      throw error
    }
  }

  /// A transaction of two round trips: `begin` travels with the first statements, `commit` with the last.
  ///
  /// - Parameters:
  ///   - opening: the first statements; each sees what was committed before it was run.
  ///   - meanwhile: runs while the server works on them, and can run no statement.
  ///   - closing: makes the last statements of the answers; may run others first. What it throws rolls everything back.
  /// - Throws: as ``transaction(_:)``; SQLSTATE 25001 inside another transaction.
  public func transaction<Prepared, Value>(
    opening: [SQL], meanwhile: () throws -> Prepared,
    closing: (isolated Connection, [Rows], Prepared) throws -> (last: [SQL], value: Value)
  ) throws -> Value {
    guard transactionDepth == 0 else {
      throw PostgresError(sqlState: "25001", message: "there is a transaction in progress already")
    }
    transactionDepth = 1
    defer { transactionDepth = 0 }
    do {
      let (answers, prepared) = try pipeline(["begin"] + opening, meanwhile: meanwhile)
      let (last, value) = try closing(self, Array(answers.dropFirst()), prepared)
      // In a pipeline no statement runs after one that failed, so this commit is never one of a failed transaction.
      _ = try pipeline(last + ["commit"])
      return value
    } catch {
      rollBack(to: 0)
      throw error
    }
  }

  private func commit() throws(PostgresError) {
    // PostgreSQL answers the commit of a failed transaction with ROLLBACK and no error.
    guard try perform("commit").commandTag == "ROLLBACK" else { return }
    throw PostgresError(
      sqlState: "25P02", message: "the transaction was rolled back: a statement in it failed and its error was ignored",
      hint: "Put a statement that may fail into a transaction of its own inside this one.")
  }

  /// Outside the window of cancellation: a cancelled transaction must still be rolled back. A failure here means that
  /// the session is lost, and with it the transaction, so the first error is the one to report.
  private func rollBack(to depth: Int) {
    guard handle.transactionStatus != PQTRANS_IDLE else { return }
    if depth == 0 {
      _ = try? handle.execute(text: "rollback")
    } else {
      _ = try? handle.execute(text: "rollback to savepoint level_\(depth); release savepoint level_\(depth)")
    }
  }
}
