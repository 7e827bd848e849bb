import BackOffice
import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestCluster
import TestSeeds
import Testing

/// Imports, corrections at the desk and undos in any order: the book is what the log says, and an undo restores what
/// nobody touched.
@Suite struct ImportHistoriesTests {
  /// What somebody sees of a customer.
  private struct Card: Equatable {
    let values: [PartyField: String]
    let numbers: [String]
    let marks: [String]
  }

  @Test(arguments: UInt64(0)..<6) func anUndoRestoresTheBook(seed: UInt64) async throws {
    var random = Seeded(seed)
    let desk = try await Desk()
    let folder = try await TestCluster.folder()
    var undone: Set<UUID> = []
    var batches: [UUID] = []
    for step in 0..<8 {
      switch random.next() % 4 {
      case 0, 1:
        let before = try await Self.book(desk)
        let path = "\(folder)/list\(step).csv"
        try Data(Self.list(&random).utf8).write(to: URL(filePath: path))
        let policy = random.pick(MatchPolicy.allCases)
        let request = ImportRequest(path: path, target: .customers(policy))
        let checked = try await desk.session.checkList(request)
        let run = try await desk.session.importList(request, at: Desk.now)
        #expect(checked.counts == run.counts, "seed \(seed), step \(step)")
        let id = try #require(run.batch)
        if random.chance(50) {
          let after = try await Self.book(desk)
          _ = try await desk.session.undoImport(id, at: Desk.now)
          #expect(try await Self.book(desk) == before, "seed \(seed), step \(step): undone at once")
          _ = try await desk.session.importList(request, at: Desk.now)
          #expect(try await Self.book(desk) == after, "seed \(seed), step \(step): brought back")
        }
        if !batches.contains(id) { batches.append(id) }
      case 2:
        let parties = try await Self.parties(desk)
        guard !parties.isEmpty else { continue }
        _ = try await desk.session.change(
          random.pick(parties), .correct([.address: "改过 \(step)"]), at: Desk.now)
      default:
        guard let id = batches.first(where: { !undone.contains($0) }) else { continue }
        undone.insert(id)
        let summary = try await desk.session.undoImport(id, at: Desk.now)
        for conflict in summary.conflicts where conflict.fields == nil {
          #expect(try await Self.parties(desk).contains(conflict.party), "seed \(seed), step \(step)")
        }
      }
      try await Self.checkBook(desk, "seed \(seed), step \(step)")
    }
  }

  /// The tables say what the streams say.
  private static func checkBook(_ desk: Desk, _ words: String) async throws {
    try await desk.session.catchUp([Parties()])
    let listed = try await book(desk)
    var told: [PartyID: Card] = [:]
    var streams: [PartyID: Party] = [:]
    for recorded in try await events(desk, of: "party") {
      guard case .party(let event) = try desk.session.codec.decode(recorded),
        let id = recorded.stream.partyID
      else { continue }
      streams[id, default: Party(id)].evolve(event, at: recorded.occurredAt)
    }
    for (id, party) in streams where !party.isWithdrawn {
      told[id] = Card(
        values: party.values, numbers: party.contacts.map(\.dialled),
        marks: party.marks.map(\.marked.mark.rawValue).sorted())
    }
    let streamCount = streams.count
    #expect(listed == told, "\(words): \(streamCount) streams")
  }

  private static func events(_ desk: Desk, of categories: String...) async throws -> [RecordedEvent] {
    try await desk.session.connection.run { c in
      let head = try LogReader.head(on: c)
      return try categories.flatMap { try LogReader.events(ofCategory: $0, upTo: head, on: c) }
    }
  }

  private static func book(_ desk: Desk) async throws -> [PartyID: Card] {
    try await desk.session.catchUp([Parties(), OrderBoard()])
    return try await desk.session.connection.run { c in
      var cards: [PartyID: Card] = [:]
      try Parties.list(PartyQuery(asOf: Desk.now.addingTimeInterval(1)), on: c) { line in
        cards[line.id] = Card(values: line.values, numbers: line.numbers, marks: line.marks.sorted())
      }
      return cards
    }
  }

  private static func parties(_ desk: Desk) async throws -> [PartyID] {
    try await book(desk).keys.sorted { $0.description < $1.description }
  }

  /// A few rows about a dozen customers, some without a key, some with a second number or a new one.
  private static func list(_ random: inout Seeded) -> String {
    var text = "客户号,姓名,电话,手机,地址,VIP\n"
    for _ in 0..<(2 + random.next() % 8) {
      let who = random.next() % 12
      let key = random.chance(70) ? "K\(who)" : ""
      let phone = random.chance(85) ? "1390000\(2000 + (random.chance(80) ? who : who + 50))" : ""
      let mobile = random.chance(40) ? "1380000\(3000 + random.next() % 20)" : ""
      let address = random.chance(60) ? "路\(random.next() % 5)号" : ""
      text += "\(key),样例\(who),\(phone),\(mobile),\(address),\(random.pick(["是", "否", ""]))\n"
    }
    return text
  }

  @Test func aKilledUndoGoesOn() async throws {
    let desk = try await Desk()
    let folder = try await TestCluster.folder()
    func take(_ name: String, _ text: String) async throws -> ImportSummary {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      return try await desk.session.importList(
        ImportRequest(path: "\(folder)/\(name)", target: .customers(.update)), at: Desk.now)
    }
    var (one, two) = ("客户号,姓名,电话\n", "客户号,姓名,电话\n")
    for row in 0..<2500 {
      one += "K\(row),甲\(row),139\(10_000_000 + row)\n"
      two += "K\(row + 1000),乙\(row),138\(10_000_000 + row)\n"
    }
    _ = try await take("one.csv", one)
    let before = try await Self.book(desk)
    let run = try await take("two.csv", two)
    #expect(run.counts.updated == 1500 && run.counts.accepted == 1000)
    let id = try #require(run.batch)
    // Cut off after the first thousand.
    let cut = try await Desk.session(desk.address)
    let task = Task {
      try await cut.undoImport(id, at: Desk.now) { done, _ in
        if done > 0 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      }
    }
    _ = try? await task.value
    await cut.close()
    #expect(try await Self.book(desk) != before)
    let session = try await Desk.session(desk.address)
    let summary = try await session.undoImport(id, at: Desk.now)
    #expect(summary.parties == 1000 && summary.restored == 1500 && summary.conflicts.isEmpty)
    await session.close()
    #expect(try await Self.book(desk) == before)
  }

  /// Customers change their numbers in the first rows, and later rows speak of the old ones.
  @Test func aRunThatWasCutOffFindsWhomAnUndisturbedOneFinds() async throws {
    var (one, two) = ("客户号,姓名,电话\n", "客户号,姓名,电话\n")
    for row in 0..<300 { one += "\(row < 200 ? "K\(row)" : ""),甲\(row),139\(10_000_000 + row)\n" }
    for row in 0..<1000 {
      // A new number for some, a key for some that had none; the others are new.
      let key = "K\(row)"
      two += "\(key),甲\(row),\(row < 100 ? "138\(10_000_000 + row)" : "139\(10_000_000 + row)")\n"
    }
    for row in 0..<300 { two += ",甲\(row),139\(10_000_000 + row)\n" }
    for row in 200..<300 { two += "L\(row),甲\(row),137\(10_000_000 + row)、139\(10_000_000 + row)\n" }
    var tales: [[String]] = []
    for cutsOff in [false, true] {
      let desk = try await Desk()
      let folder = try await TestCluster.folder()
      func request(_ name: String, _ text: String) throws -> ImportRequest {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        return ImportRequest(path: "\(folder)/\(name)", target: .customers(.update))
      }
      _ = try await desk.session.importList(try request("one.csv", one), at: Desk.now)
      let second = try request("two.csv", two)
      if cutsOff {
        let cut = try await Desk.session(desk.address)
        let task = Task {
          try await cut.importList(second, at: Desk.now) { progress in
            if case .writing = progress { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
          }
        }
        await #expect(throws: (any Error).self) { try await task.value }
        await cut.close()
      }
      let session = try await Desk.session(desk.address)
      let summary = try await session.importList(second, at: Desk.now)
      #expect(summary.wasResumed == cutsOff)
      await session.close()
      tales.append(
        try await Self.events(desk, of: "batch", "party").map {
          "\($0.stream) \($0.type) \($0.data) \($0.personal?.data ?? "")"
        })
    }
    #expect(tales[0].count > 1500 && tales[0].count == tales[1].count)
    if let place = zip(tales[0], tales[1]).enumerated().first(where: { $0.element.0 != $0.element.1 }) {
      Issue.record("\(place.offset): \(place.element.0)\n\(place.element.1)")
    }
  }
}
