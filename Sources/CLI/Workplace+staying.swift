import BackOffice
import Domain
import EventStore
import Foundation
import Postgres

extension Workplace {
  /// As ``sitting(_:)``, for a command that stays until it is stopped: when the server goes away it says so, and begins the
  /// body again, in a new session, once the server is back. It starts none: who stopped the server has a reason.
  func staying(_ body: (Session) async throws -> Void) async throws {
    try await connected { address in
      var failures = 0
      var hasBegun = false
      while true {
        do {
          let session = try await open(address)
          if failures > 0 { console.say(Text(zh: "数据库已恢复，继续", en: "the database is back; going on")) }
          failures = 0
          hasBegun = true
          return try await sit(session, body)
        } catch {
          guard hasBegun, let outage = Self.outage(error) else { throw error }
          failures += 1
          if failures == 1 {
            let reason = outage.message.split { $0 == "\n" || $0 == ";" }.first.map(String.init) ?? ""
            console.say(
              Text(
                zh: "数据库连接中断（\(reason)）；恢复后自动继续，Ctrl-C 结束",
                en: "the database went away (\(reason)); this goes on when it is back, Ctrl-C ends it"))
          }
          try await Task.sleep(for: min(.seconds(5), .milliseconds(250) * (1 << min(failures, 6))))
        }
      }
    }
  }

  private func sit(_ session: Session, _ body: (Session) async throws -> Void) async throws {
    do {
      try Errand.current.admit(session)
      try await body(session)
    } catch {
      let isOutage = Self.outage(error) != nil
      let zone = isOutage ? nil : try? await session.definitions().calendar.timeZone
      await session.close()
      throw isOutage ? error : explained(error, zone)
    }
    await session.close()
  }

  /// The server cannot be reached, or went away in the middle.
  private static func outage(_ error: any Error) -> PostgresError? {
    switch error {
    case EventStoreError.unreachable(let error): error
    case let error as PostgresError: error.isUnreachable ? error : nil
    case MigrationError.server(let error): error.isUnreachable ? error : nil
    default: nil
    }
  }
}
