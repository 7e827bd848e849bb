import BackOffice
import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Testing

@Suite struct TraceTests {
  @Test func anOrdersLineCrossesAllItsStreams() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out", phone: "13900001234")
    let other = try await desk.open("Another's", phone: "13900005678")
    _ = try await desk.session.perform(.note("rang again"), on: no, at: Desk.now.addingTimeInterval(60))
    try await desk.close(other)
    let trace = try await desk.session.trace(no.description)
    #expect(trace.matter == "order-\(no)" && trace.asked == nil && trace.others == 0)
    #expect(trace.steps.count == 2)
    #expect(
      trace.steps[0].events.map(\.recorded.type.name) == [
        "party.registered", "numbering.reserved", "order.opened", "order.assigned",
      ])
    #expect(trace.steps[1].events.map(\.recorded.type.name) == ["order.noted"])

    // The same line from any of its ends.
    let events = trace.steps.flatMap(\.events).map(\.recorded)
    let opened = try #require(events.first { $0.type.name == "order.opened" })
    let byEvent = try await desk.session.trace(opened.id.uuidString)
    #expect(byEvent.asked == opened.id && byEvent.steps.count == 2)
    let command = try #require(opened.authorship.correlation)
    #expect(try await desk.session.trace(command.uuidString).matter == "order-\(no)")
    let party = try #require(events.first?.stream)
    for typed in [party.rawValue, String(party.id), "order-\(no)"] {
      #expect(try await desk.session.trace(typed).steps.flatMap(\.events).map(\.recorded) == events, "\(typed)")
    }
    for typed in ["", "nope", "10000038", UUID().uuidString, "order-1"] {
      await #expect(throws: OfficeError.self, "\(typed)") { try await desk.session.trace(typed) }
    }
  }

  @Test func ofAnImportOnlyWhatConcernsTheOrderIsShown() async throws {
    let desk = try await Desk()
    let (summary, _) = try await desk.importList((0..<40).map { "样例\($0),139000010\($0 + 10)," })
    let trace = try await desk.session.trace(OrderNumber(sequence: 7).description)
    #expect(
      trace.steps.flatMap(\.events).map(\.recorded.type.name) == [
        "batch.started", "party.registered", "order.opened", "batch.finished",
      ])
    // The other rows of the chunk, the numbers taken for them, and the record of all rows.
    #expect(trace.others == 80)
    let batch = try #require(summary.batch)
    let whole = try await desk.session.trace(batch.uuidString)
    #expect(whole.matter == StreamName.batch(batch).rawValue)
    #expect(whole.steps.flatMap(\.events).contains { $0.recorded.type.name == "batch.finished" })
  }

  @Test func whatCameOfSomethingStandsUnderIt() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out")
    let opened = try #require(try await desk.session.store.read(.order(no)).first)
    let codec = EventCodec()
    var causes = [opened.id]
    for step in 0..<3 {
      let note = try codec.encode(
        .order(.noted(OrderNoted(text: "\(step)"))), id: UUID(), at: Desk.now.addingTimeInterval(Double(step + 1)),
        subject: .order(no))
      _ = try await desk.session.store.append(
        [StreamAppend(.order(no), expected: .any, [note])],
        by: Authorship(actor: "rule", cause: causes.last, correlation: UUID()))
      causes.append(note.id)
    }
    let trace = try await desk.session.trace(no.description)
    #expect(trace.steps.map(\.depth) == [0, 1, 2, 3])
    #expect(trace.steps.map(\.parent) == [nil, 0, 1, 2])
    #expect(trace.steps.map(\.cause) == [nil] + causes.dropLast().map(Optional.some))
  }

  @Test func causesThatGoRoundInACircleEnd() async throws {
    let desk = try await Desk()
    let no = try await desk.open("Lamp out")
    let codec = EventCodec()
    let ids = [UUID(), UUID()]
    for (id, cause) in zip(ids, ids.reversed()) {
      let note = try codec.encode(.order(.noted(OrderNoted(text: "x"))), id: id, at: Desk.now, subject: .order(no))
      _ = try await desk.session.store.append(
        [StreamAppend(.order(no), expected: .any, [note])],
        by: Authorship(actor: "rule", cause: cause, correlation: UUID()))
    }
    #expect(try await desk.session.trace(no.description).steps.count == 3)
  }
}
