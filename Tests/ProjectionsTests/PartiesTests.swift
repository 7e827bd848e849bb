import Domain
import EventCodec
import FoundationEssentials
import Postgres
import Projections
import Testing

@Suite struct PartiesTests {
  @Test func aNumberLeadsToTheFirstThatHadIt() async throws {
    var log = try await OfficeLog()
    let ids = (0..<3).map { _ in PartyID(UUID()) }
    let cards = [
      PartyCard(name: "某某", phones: [.init(number: "+862155550100"), .init(number: "+862155550101", label: "办公")]),
      PartyCard(
        phones: [.init(number: "+862155550101"), .init(number: "+862155550100", extension: "8012")],
        address: "1 Sample Street"),
      PartyCard(phones: []),
    ]
    // Learned in one order, happened in another.
    for (index, hour) in [(1, 5.0), (0, 3.0), (2, 1.0)] {
      try await log.write([
        (
          .party(ids[index]), .party(.registered(PartyRegistered(card: cards[index]))), at: OfficeLog.hour(hour)
        )
      ])
    }
    try await log.runner().catchUp([Parties()])
    let connection = log.connection
    let owners = try await connection.run { c in
      try Parties.owners(of: ["+862155550100", "+862155550101", "+862155550100#8012", "12345"], on: c)
    }
    #expect(owners == ["+862155550100": ids[0], "+862155550101": ids[0], "+862155550100#8012": ids[1]])
    let found = try await connection.run { c in try ids.map { try Parties.card(of: $0, on: c) } }
    #expect(found == cards)
    let nobody = try await connection.run { c in try Parties.card(of: PartyID(UUID()), on: c) }
    #expect(nobody == nil)
  }

  @Test func whoWasForgottenIsGoneFromTheBookAfterARebuild() async throws {
    var log = try await OfficeLog()
    let id = PartyID(UUID())
    let card = PartyCard(name: "某某", phones: [.init(number: "+862155550100")])
    try await log.write([(.party(id), .party(.registered(PartyRegistered(card: card))), at: OfficeLog.hour(0))])
    try await log.runner().catchUp([Parties()])
    try await log.connection.run { c in _ = try c.execute("delete from log.personal where subject = \("party-\(id)")") }
    try await log.runner().rebuild(Parties())
    let found = try await log.connection.run { c in try Parties.card(of: id, on: c) }
    #expect(found == PartyCard(phones: []))
  }

  @Test func theOrdersOfACampaignAreFoundByNumber() async throws {
    var log = try await OfficeLog()
    let id = PartyID(UUID())
    let card = PartyCard(phones: [.init(number: "+862155550100"), .init(number: "+862155550101")])
    let process = try #require(log.definitions.process("outreach"))
    try await log.write([(.party(id), .party(.registered(PartyRegistered(card: card))), at: OfficeLog.hour(0))])
    for (sequence, campaign) in [(1, "spring"), (2, "autumn"), (3, "spring")] {
      let no = OrderNumber(sequence: sequence)
      let opened = Order.open(no: no, process: process, party: id, campaign: campaign)
      try await log.write([(.order(no), .order(.opened(opened)), at: OfficeLog.hour(1))])
    }
    try await log.runner().catchUp([Parties(), OrderBoard()])
    let batch = UUID()
    let numbers = ["+862155550100", "+862155550101"]
    let orders = try await log.connection.run { c in
      try Parties.ordersOfCampaign("spring", to: numbers, except: batch, on: c)
    }
    // By the number that is called, the first.
    #expect(orders == ["+862155550100": OrderNumber(sequence: 1)])
    // An import does not ask for its own orders.
    let no = OrderNumber(sequence: 4)
    let other = Order.open(no: no, process: process, party: id, campaign: "summer")
    try await log.write([(.order(no), .order(.opened(other)), at: OfficeLog.hour(1))], batch: batch)
    try await log.runner().catchUp([OrderBoard()])
    let (own, others) = try await log.connection.run { c in
      (
        try Parties.ordersOfCampaign("summer", to: numbers, except: batch, on: c),
        try Parties.ordersOfCampaign("summer", to: numbers, except: UUID(), on: c)
      )
    }
    #expect(own.isEmpty && others == ["+862155550100": no])
  }
}
