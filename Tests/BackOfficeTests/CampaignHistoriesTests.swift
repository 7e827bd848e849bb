import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import TestSeeds
import Testing

@testable import BackOffice

/// Random days of a campaign: whatever agents, clerks and supervisors do, nobody is called too often, at night, by two, or
/// against their will.
@Suite struct CampaignHistoriesTests {
  private static let yaml = """
    campaign: spring
    process: outreach
    hours: {mon-sat: ["09:00-12:00", "14:00-18:00"]}
    zones: {west: America/New_York}
    attempts: {max: 2, pause: 30m}
    hold: 20m
    outcomes:
      miss: {means: unreached}
      promise: {means: reached, pause: 1h}
      reach: {holds: true}
      complete: {means: converted}
      refuse: {means: declined}
    """
  private static let agents = ["chen", "lin", "wang"]

  private func session(_ desk: Desk, _ actor: String) async throws -> Session {
    try await Session.open(
      desk.address, actor: actor, officeZone: .gmt, now: Desk.now,
      randomBytes: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } })
  }

  @Test(arguments: UInt64(300)..<304) func nobodyIsCalledAgainstTheRules(seed: UInt64) async throws {
    var random = Seeded(seed)
    let desk = try await Desk()
    let clerk = desk.session
    _ = try await clerk.publishCampaign(Self.yaml, at: Desk.now)
    var people: [PartyID] = []
    for number in 0..<6 {
      var new = NewParty()
      new.values[.name] = "Person \(number)"
      if number % 3 == 0 { new.values[.area] = "west" }
      new.phones = ["1390000000\(number)"]
      people.append(try await clerk.add(new, at: Desk.now).party)
    }
    let fill = try await clerk.fill("spring", with: Audience(.parties(PartyQuery(asOf: Desk.now))), at: Desk.now)
    #expect(fill.targets.count == 6)
    _ = try await clerk.change("spring", .start, at: Desk.now)
    var agents: [Session] = []
    for agent in Self.agents { agents.append(try await session(desk, agent)) }
    var now = Desk.now
    var given = 0
    for _ in 0..<160 {
      now += Double(random.next() % 50) * 60
      do {
        given += try await Self.step(clerk, random.pick(agents), people, fill.targets.compactMap(\.no), at: now, &random)
      } catch is CampaignRefusal {
        continue
      } catch OfficeError.refused {
        continue
      } catch OfficeError.bookRefused {
        continue
      }
    }
    #expect(given > 3, "seed \(seed): a history in which nothing happens proves nothing")
    try await check(desk, seed)
    try await clerk.catchUp([CampaignTargets()])
    #expect(try await clerk.compare(CampaignTargets(), rows: 3) { _ in }.isEqual, "seed \(seed)")
    for agent in agents { await agent.close() }
  }

  /// One thing that somebody does; 1 where a target was given out.
  private static func step(
    _ clerk: Session, _ agent: Session, _ people: [PartyID], _ targets: [OrderNumber], at now: Date,
    _ random: inout Seeded
  ) async throws -> Int {
    switch random.next() % 20 {
    case 0:
      _ = try await clerk.change(
        random.pick(people),
        random.chance(60)
          ? .mark(PartyMarked(.blocked, service: random.chance(50) ? "outreach" : nil, until: now + 7_200))
          : .unmark(.blocked, service: "outreach", note: nil), at: now)
    case 1: _ = try await clerk.change("spring", random.pick([.pause, .resume, .resume]), at: now)
    case 2: _ = try await clerk.release(random.pick(targets), reason: nil, at: now)
    case 3:
      // Somebody writes a call down without having been given it.
      _ = try await agent.perform(
        .act(random.pick(["miss", "complete", "reopen"]), main: nil, words: ["reason": "x"]), on: random.pick(targets),
        at: now)
    case 4...10:
      _ = try await agent.nextTarget(of: "spring", at: now)
      return 1
    default:
      let mine = agent.actor
      try await agent.catchUp(Session.campaignModels)
      guard let held = try await agent.connection.run({ try CampaignTargets.held(by: mine, on: $0) }).first else {
        return 0
      }
      let outcome = random.pick(["miss", "miss", "promise", "reach", "complete", "refuse"] as [ActionKey])
      _ = try await agent.record(
        CallResult(outcome, words: ["note": "n"], again: outcome == "promise" ? now + 3_600 : nil), of: held.no, at: now)
    }
    return 0
  }

  /// Reads the log alone: no read model has a say.
  private func check(_ desk: Desk, _ seed: UInt64) async throws {
    let definitions = try await desk.session.definitions()
    let campaign = try #require(definitions.campaign("spring"))
    let outreach = try #require(definitions.process("outreach"))
    let clock = CallingClock(campaign, definitions)
    let attempts = Set(campaign.attemptActions(in: outreach))
    var counts: [OrderNumber: Int] = [:]
    var live: [OrderNumber: OrderReserved] = [:]
    var parties: [OrderNumber: (id: PartyID, area: String?)] = [:]
    var books: [PartyID: Party] = [:]
    for recorded in try await desk.events() {
      let at = recorded.occurredAt
      let event = try EventCodec().decode(recorded)
      if case .party(let event) = event, let id = recorded.stream.partyID {
        books[id, default: Party(id)].evolve(event, at: at)
      }
      guard case .order(let event) = event, let no = recorded.stream.orderNumber else { continue }
      switch event {
      case .opened(let opened): parties[no] = opened.party.map { ($0, opened.area) }
      case .moved(let moved):
        live[no] = nil
        if attempts.contains(moved.action) { counts[no, default: 0] += 1 }
      case .released: live[no] = nil
      case .reserved(let reserved):
        let person = try #require(parties[no])
        if let other = live[no], other.by != reserved.by {
          #expect(!other.holds(at: at), "seed \(seed): \(no) is \(other.by)'s still")
        }
        let others = live.filter { $0.key != no && $0.value.by == reserved.by && $0.value.holds(at: at) }
        #expect(others.isEmpty, "seed \(seed): \(reserved.by) has two")
        // A call that goes on began within hours.
        if live[no] == nil, recorded.causedByNext {
          #expect(clock.isOpen(at: at, area: person.area), "seed \(seed): \(no) outside hours at \(at)")
          let barred = books[person.id]?.marks(.blocked, for: "outreach", at: at) ?? []
          #expect(barred.isEmpty, "seed \(seed): \(no) is blocked")
        }
        live[no] = reserved
      default: break
      }
      #expect(counts[no, default: 0] <= 2, "seed \(seed): \(no) was called too often")
    }
  }
}

extension RecordedEvent {
  /// It is alone in its command: given out, not kept after a result.
  fileprivate var causedByNext: Bool { id == EventID.derived(from: authorship.correlation ?? id, "\(stream)/0") }
}
