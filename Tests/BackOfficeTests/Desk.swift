import BackOffice
import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestCluster

/// A session on an empty office, and what a test does there.
struct Desk {
  static let now = Date(timeIntervalSince1970: 1_430_000_000)

  let address: Address
  let session: Session

  init() async throws {
    address = try await TestCluster.database()
    session = try await Self.session(address)
  }

  /// Another process at the same office.
  static func session(_ address: Address) async throws -> Session {
    try await Session.open(
      address, actor: "clerk.test", officeZone: .gmt, now: now,
      randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
  }

  /// Opens an order; for a caller where a number is given.
  func open(
    _ title: String, phone: String? = nil, name: String? = nil, process: String = "request"
  ) async throws -> OrderNumber {
    var order = NewOrder(process: process)
    order.title = title
    order.phone = phone
    order.name = phone == nil ? nil : name
    order.address = "1 Sample Street"
    order.unit = UnitKey("repairs")
    order.category = "roads"
    return try await session.open(order, at: Self.now).no
  }

  /// Ends an order.
  func close(_ no: OrderNumber) async throws {
    _ = try await session.perform(.act("close", main: nil, words: ["note": "办好了"]), on: no, at: Self.now)
  }

  func party(_ phone: String) async throws -> Subject { try await session.subject(phone) }

  func events() async throws -> [RecordedEvent] { try await session.store.read(after: 0, limit: 10_000) }

  /// Takes in a list of a few people.
  func importList(_ rows: [String], _ name: String = "list.csv") async throws -> (ImportSummary, path: String) {
    let path = try await TestCluster.folder() + "/" + name
    try Data(("姓名,电话,备注\n" + rows.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    return (try await importAgain(path), path)
  }

  func importAgain(_ path: String) async throws -> ImportSummary {
    try await session.importList(
      ImportRequest(path: path, target: .outreach(campaign: "spring")), at: Self.now)
  }

  /// The titles on the board, by number.
  func titles() async throws -> [String?] {
    try await session.catchUp([OrderBoard()])
    return try await session.connection.run { c in
      var titles: [String?] = []
      try OrderBoard.list(BoardQuery(asOf: Self.now.addingTimeInterval(1)), on: c) { titles.append($0.title) }
      return titles
    }
  }
}

extension Forgotten {
  static let asked = Forgotten(reason: .erasureRequest, reference: CaseReference("DSR-2026/17"))
}
