import EventStore
import Postgres

/// All read models of this program.
public enum ReadModels {
  /// Every read model of this program.
  public static let all: [any Projection] = [
    OrderBoard(), OrderCounts(), OrderTexts(), OrderAnswers(), OrderFiles(), OrderFacts(), OrderSteps(), Timers(),
    Batches(), Parties(), PartyMarks(), PartyContacts(), Outbox(), Units(), CampaignTargets(),
    ReportFiles(), CallFacts(), Parts(), Articles(),
  ]

  /// The read model of a name; `nil` where there is none.
  public static func named(_ name: String) -> (any Projection)? { all.first { $0.name == name } }

  /// Creates or updates the tables that are no read model's own. Cheap when there is nothing to do.
  ///
  /// The session must have the working role.
  public static func migrate(_ connection: Connection) async throws {
    try await connection.run { connection in
      try Migrator.migrate(
        connection, schema: "read",
        [
          Migration(
            number: 1, name: "projection",
            sql: String(decoding: PackageResources.m001_projection_sql, as: UTF8.self)),
          Migration(
            number: 2, name: "copies", sql: String(decoding: PackageResources.m002_copies_sql, as: UTF8.self)),
          Migration(number: 3, name: "past", sql: String(decoding: PackageResources.m003_past_sql, as: UTF8.self)),
          Migration(
            number: 4, name: "delivery-wait",
            sql: String(decoding: PackageResources.m004_delivery_wait_sql, as: UTF8.self)),
        ])
    }
  }

  /// Keeps a rebuild from putting other tables in the place of these until the transaction ends, which must not have
  /// looked at anything before: in a transaction with one snapshot the other tables would be of another position.
  ///
  /// - Returns: `false` where a table is not there; the transaction is then of no more use.
  public static func hold(_ projections: [any Projection], on connection: isolated Connection) throws -> Bool {
    do throws(PostgresError) {
      for table in projections.flatMap(\.tables) {
        try connection.execute("lock table \(identifier: table) in access share mode")
      }
      return true
    } catch {
      guard error.sqlState == "42P01" else { throw error }
      return false
    }
  }
}
