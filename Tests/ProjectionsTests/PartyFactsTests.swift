import Domain
import EventStore
import FoundationEssentials
import Postgres
import TestSeeds
import Testing

@testable import Projections

@Suite struct PartyFactsTests {
  @Test func whoWasAVIPThenCountsAsOne() async throws {
    var log = try await OfficeLog()
    let process = try #require(log.definitions.process("request"))
    let (wang, other) = (PartyID(UUID()), PartyID(UUID()))
    func say(_ event: PartyEvent, of party: PartyID, at hour: Double) async throws {
      try await log.write([(.party(party), .party(event), at: OfficeLog.hour(hour))])
    }
    let card = PartyCard(name: "某某", phones: [], address: nil)
    for party in [wang, other] { try await say(.registered(PartyRegistered(card: card)), of: party, at: 0) }
    try await say(.marked(PartyMarked(.vip)), of: wang, at: 10)
    try await say(.unmarked(PartyUnmarked(.vip)), of: wang, at: 20)
    try await say(.marked(PartyMarked(.vip, service: "complaint", until: OfficeLog.hour(40))), of: wang, at: 30)
    try await say(.marked(PartyMarked(.blocked)), of: other, at: 10)
    let expected: [(party: PartyID?, hour: Double, class: String)] = [
      (wang, 5, "ordinary"), (wang, 10, "vip"), (wang, 19, "vip"), (wang, 20, "ordinary"), (wang, 35, "vip"),
      (wang, 40, "ordinary"), (other, 15, "ordinary"), (nil, 15, "unknown"),
    ]
    for (index, line) in expected.enumerated() {
      let no = OrderNumber(sequence: index + 1)
      let opened = Order.open(no: no, process: process, channel: nil, party: line.party)
      try await log.write([(.order(no), .order(.opened(opened)), at: OfficeLog.hour(line.hour))])
    }
    try await log.runner().catchUp(Self.models)
    #expect(try await classes(log) == expected.map(\.class))
    // Merged into one who never was one: that one counts as who was.
    try await say(.merged(PartyMerged(into: other)), of: wang, at: 50)
    try await log.runner().catchUp(Self.models)
    #expect(try await classes(log) == expected.enumerated().map { $0 == 6 ? "vip" : $1.class })
    let book = try await log.connection.run { c in
      try c.query("select class, party_kind from (\(PartyFacts.book(at: OfficeLog.hour(15)))) as b").map {
        let (name, kind) = try $0.decode(String.self, String.self)
        return "\(name) \(kind)"
      }
    }
    #expect(book == ["vip person"])

    #expect(try await log.forget(.party(wang), at: OfficeLog.hour(60)))
    try await log.runner().catchUp(Self.models)
    #expect(try await classes(log).allSatisfy { $0 != "vip" })
  }

  @Test(arguments: UInt64(430)..<432) func theMarksOfARebuildAreThoseThatWereKept(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    try await log.happen(200, &random)
    try await log.runner(pageSize: 5).catchUp([PartyMarks()])
    try await log.happen(100, &random)
    try await log.runner(pageSize: 30).catchUp([PartyMarks()])
    let live = try await Dump([PartyMarks()], on: log.connection)
    try await log.runner().rebuild(PartyMarks())
    let again = try await Dump([PartyMarks()], on: log.connection)
    #expect(live == again, "seed \(seed): \(live.difference(from: again))")
    #expect(live.rowCount > 0)
  }

  private static let models: [any Projection] = [OrderFacts(), OrderBoard(), Parties(), PartyMarks()]

  /// The class of each order's party, by number.
  private func classes(_ log: OfficeLog) async throws -> [String] {
    try await log.connection.run { c in
      try c.query(
        """
        select \(PartyFacts.classOfOrder) from (\(OrderFacts.stood(at: OfficeLog.hour(1000)))) as o
          left join (\(PartyFacts.ofOrders)) as p using (party) order by o.no
        """
      ).map { try $0.decode(String.self) }
    }
  }
}
