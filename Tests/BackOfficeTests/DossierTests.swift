import BackOffice
import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct DossierTests {
  /// Whatever the office did: every erasable part about somebody is in their dossier, and no other one.
  @Test(arguments: UInt64(0)..<3) func everyPartAboutAPersonIsInTheirDossier(seed: UInt64) async throws {
    var random = Seeded(seed)
    let desk = try await Desk()
    try await work(at: desk, &random)
    let events = try await desk.events()
    let subjects = Set(events.compactMap(\.personal?.subject))
    #expect(subjects.count > 4)
    for name in subjects {
      let stream = StreamName(name)
      let subject = try #require(stream.partyID.map(Subject.party) ?? stream.orderNumber.map(Subject.order))
      let dossier = try await desk.session.dossier(of: subject)
      let held = events.filter { $0.personal?.subject == name }
      #expect(
        dossier.entries.compactMap(\.personal) == held.compactMap(\.personal?.data), "seed \(seed), \(name)")
      let positions = Set(dossier.entries.map(\.recorded.position))
      #expect(positions.isSuperset(of: held.map(\.position)))
      // Of the orders that are for them all events, and of no other order any.
      let own = try events.filter { event in
        guard event.stream.orderNumber != nil else { return event.stream == stream }
        return try subjectName(of: event.stream, events) == name
      }
      #expect(positions == Set(own.map(\.position)), "seed \(seed), \(name)")
    }
    // The rule that redaction rests on: words are about the party of their order, else about the order itself.
    for event in events where event.stream.orderNumber != nil {
      if let personal = event.personal { #expect(try personal.subject == subjectName(of: event.stream, events)) }
    }
  }

  @Test func whatIsAboutSomebodyElseIsLeftOut() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out", phone: "13900001234")
    _ = try await desk.open("Another's", phone: "13900005678")
    let (mine, other) = (try await desk.party("13900001234"), try await desk.party("13900005678"))
    // A neighbour is spoken of on an order that is not theirs.
    let codec = EventCodec()
    let note = try codec.encode(
      .order(.noted(OrderNoted(text: "the neighbour said so"))), id: UUID(), at: Desk.now, subject: other.stream)
    _ = try await desk.session.store.append(
      [StreamAppend(.order(no), expected: .any, [note])], by: Authorship(actor: "x"))
    let theirs = try await desk.session.dossier(of: other)
    #expect(theirs.entries.compactMap(\.personal).contains { $0.contains("neighbour") })
    #expect(theirs.entries.filter { $0.recorded.stream == .order(no) }.count == 1, "no more of the order than that")
    #expect(theirs.orders.count == 1)
    let own = try await desk.session.dossier(of: mine)
    #expect(!own.entries.compactMap(\.personal).contains { $0.contains("neighbour") })
    #expect(own.entries.contains { $0.recorded.id == note.id })
  }

  @Test func aWithdrawnOrderIsInItToo() async throws {
    let desk = try await Desk()
    let (summary, _) = try await desk.importList(["样例甲,13900001234,早上打"])
    let subject = try await desk.party("13900001234")
    _ = try await desk.session.undoImport(try #require(summary.batch), at: Desk.now)
    let dossier = try await desk.session.dossier(of: subject)
    #expect(dossier.orders.map(\.order.isWithdrawn) == [true])
    #expect(dossier.card?.name == "样例甲" && dossier.sources.map(\.file) == ["list.csv"])
    #expect(
      dossier.entries.map(\.recorded.type.name) == [
        "party.registered", "order.opened", "order.withdrawn", "party.withdrawn",
      ])
  }

  private func work(at desk: Desk, _ random: inout Seeded) async throws {
    _ = try await desk.importList((1...6).map { "样例\($0),1390000100\($0),备注\($0)" })
    var orders: [OrderNumber] = (1...6).map { OrderNumber(sequence: $0) }
    for step in 0..<25 {
      switch random.next() % 4 {
      case 0:
        let phone = random.chance(70) ? "1390000\(1000 + random.next() % 12)" : nil
        orders.append(try await desk.open("标题 \(step)", phone: phone, name: "来电 \(step)"))
      case 1: _ = try await desk.session.perform(.note("话 \(step)"), on: random.pick(orders), at: Desk.now)
      case 2:
        let no = random.pick(orders)
        let loaded = try await desk.session.load(no)
        guard !loaded.order.kind.isFinished, loaded.order.process == "request" else { continue }
        try await desk.close(no)
      default:
        let no = random.pick(orders)
        guard random.chance(30) else { continue }
        _ = try await desk.session.forget(
          try await desk.session.subject(of: no), because: .asked, evenOpen: true, at: Desk.now)
      }
    }
  }

  private func subjectName(of stream: StreamName, _ events: [RecordedEvent]) throws -> String {
    let first = try #require(events.first { $0.stream == stream })
    guard case .order(.opened(let opened)) = try EventCodec().decode(first), let party = opened.party else {
      return stream.rawValue
    }
    return StreamName.party(party).rawValue
  }
}
