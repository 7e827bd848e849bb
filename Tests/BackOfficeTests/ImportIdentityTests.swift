import BackOffice
import Domain
import FoundationEssentials
import Postgres
import Projections
import TestCluster
import Testing

/// The same file taken in in the same way is the same import; read in another way it is another.
@Suite struct ImportIdentityTests {
  private static let now = Date(timeIntervalSince1970: 1_430_000_000)

  @Test func anImportWithAnotherDateFormatIsAnother() async throws {
    let session = try await Self.session()
    let path = try await TestCluster.folder() + "/history.csv"
    try Data("编号,受理,期限\nK1,03/04/2015,05/06/2015\n".utf8).write(to: URL(filePath: path))

    let wrong = try await session.importList(try Self.request(path, "MM/dd/yyyy"), at: Self.now)
    #expect(try await Self.dueDates(session) == ["2015-05-07T00:00:00Z"])
    let again = try await session.importList(try Self.request(path, "MM/dd/yyyy"), at: Self.now)
    #expect(again.wasThere && again.batch == wrong.batch)

    // The clerk sees it, takes it back and reads the days as days.
    _ = try await session.undoImport(try #require(wrong.batch), at: Self.now)
    let right = try await session.importList(try Self.request(path, "dd/MM/yyyy"), at: Self.now)
    #expect(right.batch != wrong.batch && !right.wasThere)
    #expect(try await Self.dueDates(session) == ["2015-06-06T00:00:00Z"])
  }

  private static func session() async throws -> Session {
    try await Session.open(
      try await TestCluster.database(), actor: "clerk.test", officeZone: .gmt, now: now,
      randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
  }

  private static func request(_ path: String, _ dateFormat: String) throws -> ImportRequest {
    let map = try ImportMap(
      yaml: """
        as: requests
        process: request
        dateFormat: \(dateFormat)
        columns: {key: 编号, openedAt: 受理, dueAt: 期限}
        """)
    return ImportRequest(path: path, target: .requests(map))
  }

  private static func dueDates(_ session: Session) async throws -> [String?] {
    try await session.catchUp([OrderBoard()])
    return try await session.connection.run { c in
      var dates: [String?] = []
      try OrderBoard.list(BoardQuery(asOf: now), on: c) { dates.append($0.dueAt?.formatted(.iso8601)) }
      return dates
    }
  }
}
