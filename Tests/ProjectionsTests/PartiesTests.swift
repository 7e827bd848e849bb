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

  @Test func aMergedPartyLeadsToItsHeadAndComesBack() async throws {
    var log = try await OfficeLog()
    let ids = (0..<3).map { _ in PartyID(UUID()) }
    for (index, id) in ids.enumerated() {
      let card = PartyCard(name: "某\(index)", phones: [.init(number: "+86215555010\(index)")])
      try await log.write([(.party(id), .party(.registered(PartyRegistered(card: card))), at: OfficeLog.hour(0))])
    }
    func write(_ id: PartyID, _ event: PartyEvent, _ log: inout OfficeLog) async throws {
      try await log.write([(.party(id), .party(event), at: OfficeLog.hour(1))])
      try await log.runner().catchUp([Parties()])
    }
    func heads(_ log: OfficeLog) async throws -> [PartyID?] {
      try await log.connection.run { c in
        try (0..<3).map { try Parties.everybody(at: "+86215555010\($0)", extension: nil, on: c).first }
      }
    }
    // 2 → 1 → 0, over two steps.
    try await write(ids[2], .merged(PartyMerged(into: ids[1])), &log)
    try await write(ids[1], .merged(PartyMerged(into: ids[0])), &log)
    #expect(try await heads(log) == [ids[0], ids[0], ids[0]])
    let group = try await log.connection.run { try Parties.group(of: ids[2], on: $0) }
    #expect(group.first == ids[0] && Set(group) == Set(ids))
    let owners = try await log.connection.run { try Parties.owners(of: ["+862155550102"], on: $0) }
    #expect(owners == ["+862155550102": ids[0]])
    // What was merged into it goes with it.
    try await write(ids[1], .mergeUndone(PartyMergeUndone(from: ids[0])), &log)
    #expect(try await heads(log) == [ids[0], ids[1], ids[1]])
    try await write(ids[2], .mergeUndone(PartyMergeUndone(from: ids[1])), &log)
    #expect(try await heads(log) == ids)
  }

  @Test func aListFiltersByWhatTheBookSays() async throws {
    var log = try await OfficeLog()
    let (one, two) = (PartyID(UUID()), PartyID(UUID()))
    for id in [one, two] {
      let card = PartyCard(name: "某某", phones: [.init(number: "+862155550100")])
      try await log.write([(.party(id), .party(.registered(PartyRegistered(card: card))), at: OfficeLog.hour(0))])
    }
    let codes: [PartyField: FieldChange] = [
      .category: FieldChange(old: nil, new: "大客户"), .product: FieldChange(old: nil, new: "fibre"),
      .customerNumber: FieldChange(old: nil, new: "C-1"),
    ]
    try await log.write([
      (.party(one), .party(.corrected(PartyCorrected(codes))), at: OfficeLog.hour(1)),
      (
        .party(one), .party(.marked(PartyMarked(.blocked, service: "complaint", until: OfficeLog.hour(9)))),
        at: OfficeLog.hour(2)
      ), (.party(one), .party(.marked(PartyMarked(.manager, manager: "chen"))), at: OfficeLog.hour(2)),
    ])
    try await log.runner().catchUp([Parties(), OrderBoard()])
    func found(_ log: OfficeLog, at hour: Double = 3, _ ask: (inout PartyQuery) -> Void) async throws -> [PartyID] {
      var query = PartyQuery(asOf: OfficeLog.hour(hour))
      ask(&query)
      let asked = query
      return try await log.connection.run { c in
        var ids: [PartyID] = []
        try Parties.list(asked, on: c) { ids.append($0.id) }
        return ids
      }
    }
    #expect(try await Set(found(log) { $0.reachedAt = "+862155550100" }) == [one, two])
    #expect(try await found(log) { $0.category = "大客户" } == [one])
    #expect(try await found(log) { $0.product = "fibre" } == [one])
    #expect(try await found(log) { $0.customerNumber = "C-1" } == [one])
    #expect(try await found(log) { $0.manager = "chen" } == [one])
    #expect(
      try await found(log) {
        $0.mark = .blocked
        $0.service = "complaint"
      } == [one])
    #expect(
      try await found(log) {
        $0.mark = .blocked
        $0.service = "request"
      } == [])
    #expect(try await found(log, at: 9) { $0.mark = .blocked } == [])
    #expect(try await found(log, at: 1) { $0.manager = "chen" } == [])
  }

  @Test func theNewestContactsComeFirst() async throws {
    var log = try await OfficeLog()
    let (party, dup) = (PartyID(UUID()), PartyID(UUID()))
    let process = try #require(log.definitions.process("request"))
    for id in [party, dup] {
      try await log.write([(.party(id), .party(.registered(PartyRegistered(card: nil))), at: OfficeLog.hour(0))])
    }
    for (sequence, whose, hour) in [(1, party, 5.0), (2, dup, 7.0), (3, party, 7.0), (4, party, 1.0)] {
      let no = OrderNumber(sequence: sequence)
      let opened = Order.open(no: no, process: process, category: sequence == 3 ? "gas/leak" : nil, party: whose)
      try await log.write([(.order(no), .order(.opened(opened)), at: OfficeLog.hour(hour))])
    }
    let again = OrderRepeatReported(count: 1, channel: "phone", text: nil)
    try await log.write([
      (.order(OrderNumber(sequence: 4)), .order(.repeatReported(again)), at: OfficeLog.hour(8))
    ])
    try await log.runner().catchUp([Parties(), OrderBoard(), PartyContacts()])
    func last(_ log: OfficeLog, _ ask: (inout ContactQuery) -> Void = { _ in }) async throws -> [Int] {
      var query = ContactQuery([party, dup])
      ask(&query)
      let asked = query
      return try await log.connection.run { try PartyContacts.list(asked, on: $0).map(\.no.sequence) }
    }
    // Of equal times the later in the log.
    #expect(try await last(log) == [4, 3, 2, 1, 4])
    #expect(try await last(log) { $0.limit = 2 } == [4, 3])
    #expect(try await last(log) { $0.category = "gas" } == [3])
    #expect(try await last(log) { $0.kind = .repeat } == [4])
    #expect(
      try await last(log) {
        $0.from = OfficeLog.hour(5)
        $0.until = OfficeLog.hour(8)
      } == [3, 2, 1])
  }
}
