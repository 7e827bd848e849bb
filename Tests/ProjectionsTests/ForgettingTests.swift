import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

/// Who is forgotten is forgotten by the read models, too, and they stay what a rebuild makes of the log.
@Suite struct ForgettingTests {
  @Test func oneCatchUpEmptiesEveryReadModel() async throws {
    var log = try await OfficeLog()
    let (gone, other) = (PartyID(UUID()), PartyID(UUID()))
    try await register(gone, "某某", "+862155550100", &log)
    try await register(other, "别人", "+862155550101", &log)
    try await open(1, party: gone, &log)
    try await open(2, party: other, &log)
    try await open(3, party: nil, &log)
    try await log.runner().catchUp(ReadModels.all)
    try await log.forget(.party(gone))
    try await log.forget(.order(OrderNumber(sequence: 3)))
    try await log.runner().catchUp(ReadModels.all)

    #expect(try await titles(log) == [nil, "标题 2", nil])
    let dump = try await Dump(on: log.connection)
    let text = dump.tables.values.joined().joined(separator: "\n")
    for word in ["某某", "+862155550100", "标题 1", "标题 3", "1号楼", "3号楼"] { #expect(!text.contains(word), "\(word)") }
    for word in ["别人", "+862155550101", "标题 2", "2号楼"] { #expect(text.contains(word), "\(word)") }
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(dump == anew, "\(dump.difference(from: anew))")
  }

  /// The history that a page reads again has lost its words already, and what is recorded later has not.
  @Test(arguments: [1, 3, 100]) func whatIsLearnedAfterwardsIsKept(pageSize: Int) async throws {
    var log = try await OfficeLog()
    let party = PartyID(UUID())
    try await log.runner(pageSize: pageSize).catchUp(ReadModels.all)
    try await register(party, "某某", "+862155550100", &log)
    try await open(1, party: party, &log)
    try await log.forget(.party(party))
    try await open(2, party: party, &log)
    let assigned = try OrderEvent.assigned(OrderAssigned(main: #require(UnitKey("PWDx"))))
    for sequence in 1...2 {
      try await log.write([(.order(OrderNumber(sequence: sequence)), .order(assigned), at: OfficeLog.hour(3))])
    }
    try await log.runner(pageSize: pageSize).catchUp(ReadModels.all)
    #expect(try await titles(log) == [nil, "标题 2"])
    let dump = try await Dump(on: log.connection)
    try await log.runner().startAnew(log.connection)
    let anew = try await Dump(on: log.connection)
    #expect(dump == anew, "\(dump.difference(from: anew))")
    // And goes with the next call.
    #expect(try await log.forget(.party(party)))
    #expect(try await log.forget(.party(party)) == false)
    try await log.runner(pageSize: pageSize).catchUp(ReadModels.all)
    #expect(try await titles(log) == [nil, nil])
  }

  /// Whatever a runner remembers of an order from page to page, it does not remember the words.
  @Test(arguments: [1, 2, 100]) func aRunnerThatSawTheWordsForgetsThemToo(pageSize: Int) async throws {
    var log = try await OfficeLog()
    let runner = log.runner(pageSize: pageSize)
    let party = PartyID(UUID())
    try await register(party, "某某", "+862155550100", &log)
    try await open(1, party: party, &log)
    try await open(2, party: nil, &log)
    try await runner.catchUp(ReadModels.all)
    try await log.forget(.party(party))
    try await log.forget(.order(OrderNumber(sequence: 2)))
    let assigned = try OrderEvent.assigned(OrderAssigned(main: #require(UnitKey("PWDx"))))
    for sequence in 1...2 {
      try await log.write([(.order(OrderNumber(sequence: sequence)), .order(assigned), at: OfficeLog.hour(3))])
    }
    try await runner.catchUp(ReadModels.all)
    #expect(try await titles(log) == [nil, nil])
  }

  @Test(arguments: UInt64(50)..<52) func randomLogsWithForgettingsAreTheSameRebuilt(seed: UInt64) async throws {
    var random = Seeded(seed)
    var log = try await OfficeLog()
    for _ in 0..<12 {
      try await log.happen(Int(1 + random.next() % 12), &random)
      let some = ReadModels.all.filter { _ in random.chance(50) }
      try await log.runner(pageSize: Int(1 + random.next() % 30)).catchUp(some)
    }
    try await log.runner(pageSize: 7).catchUp(ReadModels.all)
    let live = try await Dump(on: log.connection)
    for projection in ReadModels.all { try await log.runner(pageSize: 11).rebuild(projection) }
    let rebuilt = try await Dump(on: log.connection)
    #expect(live == rebuilt, "seed \(seed)\n\(live.difference(from: rebuilt))")
    #expect(log.streams.values.joined().contains { if case .party(.forgotten) = $0.event { true } else { false } })
    // What the tables still say is what the log still holds.
    let expected = log.orders.compactMap { no in
      log.order(no).flatMap { $0.isWithdrawn ? nil : $0.words?.title }
    }
    #expect(Set(try await titles(log).compactMap { $0 }) == Set(expected), "seed \(seed)")
  }

  /// Everything that the book can hold of a person, and no table that keeps a word of it.
  @Test func theBookForgetsAllOfAPerson() async throws {
    var log = try await OfficeLog()
    let (gone, other) = (PartyID(UUID()), PartyID(UUID()))
    for id in [gone, other] { try await register(id, "某某", "+862155550100", &log) }
    let words = ContactWords(value: "someone@example.org", label: "夜里")
    let events: [PartyEvent] = [
      .corrected(
        PartyCorrected([
          .name: FieldChange(old: "某某", new: "某人"), .customerNumber: FieldChange(old: nil, new: "C-42"),
          .preference: FieldChange(old: nil, new: "只在晚上"), .tariff: FieldChange(old: nil, new: "night"),
        ])), .contactAdded(PartyContactAdded(contact: 2, kind: .mail, words: words)),
      .marked(PartyMarked(.blocked, note: "骂人")), .related(PartyRelated(other: other, relation: "tenant")),
    ]
    for event in events { try await log.write([(.party(gone), .party(event), at: OfficeLog.hour(1))]) }
    try await log.runner().catchUp(ReadModels.all)
    let before = try await Dump([Parties()], on: log.connection)
    #expect(before.tables.values.joined().contains { $0.contains("C-42") })
    try await log.forget(.party(gone), at: OfficeLog.hour(2))
    try await log.runner().catchUp(ReadModels.all)
    let after = try await Dump([Parties()], on: log.connection)
    let rows = after.tables.values.joined().filter { $0.contains(gone.description) }
    #expect(rows.count == 1, "\(rows)")
    for word in ["某人", "C-42", "只在晚上", "someone", "夜里", "骂人", "night"] {
      #expect(!after.tables.values.joined().contains { $0.contains(word) }, "\(word)")
    }
    try await log.runner().rebuild(Parties())
    #expect(try await Dump([Parties()], on: log.connection) == after)
  }

  @Test func aForgottenOrderIsStillRemindedOf() async throws {
    var log = try await OfficeLog()
    try await open(1, party: nil, process: "complaint", &log)
    try await log.runner().catchUp(ReadModels.all)
    try await log.forget(.order(OrderNumber(sequence: 1)), at: OfficeLog.hour(2))
    try await log.runner().catchUp(ReadModels.all)
    let waiting = try await log.connection.run { c in
      try Timers.due(at: OfficeLog.hour(100_000), limit: 10, on: c)
    }
    #expect(!waiting.isEmpty)
    // The version that the next firing expects is the one that the forgetting made.
    #expect(waiting.allSatisfy { $0.streamVersion == 2 })
  }

  /// Tables that are kept for a rollback, and the words of an error about an event that could not be read.
  @Test func copiesThatNoCatchUpReachesLoseTheWordsToo() async throws {
    var log = try await OfficeLog()
    let (party, broken) = (PartyID(UUID()), PartyID(UUID()))
    try await register(party, "某某", "+862155550100", &log)
    try await open(1, party: party, &log)
    let unreadable = NewEvent(
      id: UUID(), type: EventType("party.registered"), occurredAt: OfficeLog.hour(0), data: #"{"kind":"person"}"#,
      personal: Personal(subject: StreamName.party(broken).rawValue, data: #"{"phones":"+862155550102"}"#))
    _ = try await log.store.append(
      [StreamAppend(.party(broken), expected: .none, [unreadable])], by: Authorship(actor: "test"))
    try await log.runner().catchUp(ReadModels.all)
    for projection in [OrderBoard(), Parties()] as [any Projection] { try await log.runner().rebuild(projection) }
    #expect(try await count("read_previous.order_card", log) == 1)
    // The book's, and that of the marks.
    #expect(try await count("read.parked", log, "error <> 'erased'") == 2)
    try await log.forget(.party(broken))
    try await log.forget(.party(party))
    try await log.runner().catchUp(ReadModels.all)
    let kept = try await log.connection.run { c in
      try c.query(
        "select count(*) from pg_tables where schemaname = 'read_previous' and tablename <> all('{projection,parked}')"
      )
      .only().decode(Int64.self)
    }
    #expect(kept == 0)
    #expect(try await count("read.parked", log, "error <> 'erased'") == 0)
  }

  private func count(_ table: String, _ log: OfficeLog, _ condition: SQL = "true") async throws -> Int64 {
    let parts = table.split(separator: ".").map(String.init)
    return try await log.connection.run { c in
      try c.query("select count(*) from \(identifier: parts[0]).\(identifier: parts[1]) where \(condition)").only()
        .decode(Int64.self)
    }
  }

  // MARK: - What the tests write

  private func register(_ id: PartyID, _ name: String, _ number: String, _ log: inout OfficeLog) async throws {
    let card = PartyCard(name: name, phones: [.init(number: number)], address: "1 Sample Street")
    try await log.write([(.party(id), .party(.registered(PartyRegistered(card: card))), at: OfficeLog.hour(0))])
  }

  private func open(
    _ sequence: Int, party: PartyID?, process: ProcessKey = "outreach", _ log: inout OfficeLog
  ) async throws {
    let no = OrderNumber(sequence: sequence)
    let words = OrderWords(title: "标题 \(sequence)", address: "\(sequence)号楼")
    let process = try #require(log.definitions.process(process))
    let opened = Order.open(no: no, process: process, party: party, words: words)
    try await log.write([(.order(no), .order(.opened(opened)), at: OfficeLog.hour(1))])
  }

  private func titles(_ log: OfficeLog) async throws -> [String?] {
    try await log.connection.run { c in
      try c.query("select title from order_card order by no").map { try $0.decode(String?.self) }
    }
  }
}
