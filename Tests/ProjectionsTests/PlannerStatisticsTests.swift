import Domain
import FoundationEssentials
import Postgres
import Projections
import Testing

@Suite struct PlannerStatisticsTests {
  @Test func thePlannerIsToldOfTablesThatGrewAllAtOnce() async throws {
    var log = try await OfficeLog()
    try await log.runner().catchUp([Parties()])
    let phones = [PartyCard.Phone(number: "+862155550100", extension: nil, label: nil)]
    let card = PartyCard(name: "某某", phones: phones, address: nil)
    for _ in 0..<2 {
      try await log.write(
        (0..<1500).map { _ in
          (
            .party(PartyID(UUID())), .party(.registered(PartyRegistered(kind: .person, card: card))),
            at: OfficeLog.hour(0)
          )
        })
      try await log.runner().catchUp([Parties()])
    }
    let known = try await log.connection.run { connection in
      try connection.query("select reltuples::bigint from pg_class where relname = 'contact_point'").only()
        .decode(Int64.self)
    }
    #expect(known >= 1500)
  }
}
