import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// A target as an agent gets it.
public struct CampaignTarget: Sendable {
  /// The order, with its notes.
  public let order: LoadedOrder
  /// Who is called, as far as the book knows.
  public let card: PartyCard?
  /// How often they were tried.
  public let attempts: Int
  /// What can come of the call now.
  public let outcomes: [CampaignOutcome]
  /// Until when the agent has it.
  public let until: Date?
}

extension Session {
  /// The read models that campaigns ask.
  public static var campaignModels: [any Projection] { [OrderBoard(), Parties(), CampaignTargets()] }
  private static let pageSize = 50

  /// Gives the agent the next target to call: one that is ready, may be called at this hour where it is, was not tried too
  /// often, and is not blocked. Nobody else gets it while the agent has it.
  ///
  /// - Throws: ``CampaignRefusal`` where there is none, or where the last one has no result.
  public func nextTarget(of key: CampaignKey, at instant: Date) async throws -> CampaignTarget {
    let name = "campaign-agent.\(actor)"
    guard try await connection.run({ connection in try LogLock.tryTake(name, on: connection) }) else {
      throw CampaignRefusal.busy(actor)
    }
    do {
      let target = try await takeNext(of: key, at: instant)
      try await connection.run { connection in try LogLock.release(name, on: connection) }
      return target
    } catch {
      _ = try? await connection.run { connection in try LogLock.release(name, on: connection) }
      throw error
    }
  }

  private func takeNext(of key: CampaignKey, at instant: Date) async throws -> CampaignTarget {
    let definitions = try await definitions()
    let state = try await campaign(key, definitions)
    guard state.life.stage == .running else { throw CampaignRefusal.notRunning(key, state.life.stage) }
    try await catchUp(Self.campaignModels)
    let agent = actor
    if let held = try await connection.run({ try CampaignTargets.held(by: agent, on: $0) }).first {
      throw CampaignRefusal.resultFirst(held.no, held.campaign)
    }
    let clock = CallingClock(state.campaign, definitions)
    guard clock.isOpenAnywhere(at: instant) else {
      throw CampaignRefusal.outsideHours(key, opens: clock.opensAnywhere(from: instant))
    }
    let query = query(state, at: instant)
    var (offset, opens) = (0, CallingClock.Opening?.none)
    var passedOver: [PassedOver: Int] = [:]
    while true {
      let from = offset
      let page = try await connection.run { connection in
        try CampaignTargets.ready(query, offset: from, limit: Self.pageSize, on: connection)
      }
      for candidate in page {
        let card = try await card(of: candidate)
        let area = clock.asksForAreas ? clock.area(candidate.area, card) : nil
        guard clock.isOpen(at: instant, area: area) else {
          opens = [opens, clock.opens(from: instant, area: area)].compactMap(\.self).min()
          continue
        }
        if let reason = try await reason(against: candidate, state.campaign, at: instant) {
          passedOver[reason, default: 0] += 1
          continue
        }
        do {
          if let target = try await reserve(candidate, state, card, at: instant) { return target }
        } catch OfficeError.notAllowed {
          passedOver[.beyondRights, default: 0] += 1
        }
      }
      guard page.count == Self.pageSize else { break }
      offset += page.count
    }
    if let opens { throw CampaignRefusal.outsideHours(key, opens: opens) }
    let (next, others, isEmpty) = try await connection.run { connection in
      (
        try CampaignTargets.nextReady(query, on: connection), try CampaignTargets.withOthers(query, on: connection),
        try CampaignTargets.isEmpty(key, on: connection)
      )
    }
    if others > 0 { passedOver[.withOthers] = others }
    throw CampaignRefusal.nothingReady(key, next: next, passedOver: passedOver, isEmpty: isEmpty)
  }

  private func query(_ state: CampaignState, at instant: Date) -> NextTargetQuery {
    let (campaign, outcomes) = (state.campaign, state.campaign.outcomes(in: state.process))
    // What is given to a group is for all who work in it or below it.
    let units = access.isEnforced ? access.unit.map { access.tree.path(to: $0).map(\.rawValue) } ?? [] : nil
    return NextTargetQuery(
      campaign: campaign.key, agent: actor, units: units, at: instant,
      attemptActions: campaign.attemptActions(in: state.process).map(\.rawValue), maxAttempts: campaign.attempts.max,
      pauses: Dictionary(outcomes.map { ($0.action.rawValue, campaign.pause(after: $0)) }) { first, _ in first },
      pause: campaign.attempts.pause)
  }

  private func card(of candidate: TargetCandidate) async throws -> PartyCard? {
    guard let party = candidate.party else { return nil }
    return try await connection.run { try Parties.card(of: party, on: $0) }
  }

  /// Why a target is not called as the book stands now; `nil` where it may be.
  private func reason(
    against candidate: TargetCandidate, _ campaign: Campaign, at instant: Date
  ) async throws -> PassedOver? {
    guard let party = candidate.party else { return nil }
    let screening = try await connection.run { connection in
      try CampaignTargets.screen([party], campaign: nil, services: campaign.services, at: instant, on: connection).first
    }
    return screening?.reasonAgainst(callsBy: campaign.channel)
  }

  /// Refuses a target of which the actor may record no outcome: nobody else could call it meanwhile.
  private func requireSomeOutcome(of campaign: Campaign, on order: Order, _ process: Domain.Process) throws {
    let possible = order.possibleActions(in: process)
    let actions = campaign.outcomes(in: process).compactMap { process.action($0.action) }
      .filter { possible.contains($0.key) }
    guard let first = actions.first, !actions.contains(where: { access.mayAct(as: $0.by, on: OrderPlace(order)) })
    else { return }
    try requireAction(first.key, by: first.by, on: order)
  }

  /// Takes a target; `nil` where somebody was faster.
  private func reserve(
    _ candidate: TargetCandidate, _ state: CampaignState, _ card: PartyCard?, at instant: Date
  ) async throws -> CampaignTarget? {
    let (campaign, no) = (state.campaign, candidate.no)
    let until = instant.addingTimeInterval(Double(campaign.hold))
    do {
      _ = try await work("order \(no)", at: instant, isRehearsal: false) { work in
        let sheet = try await work.take(no)
        // The order itself has the last word: the read model was asked a moment ago.
        if let max = campaign.attempts.max, campaign.attempts(of: sheet.order, in: sheet.process) >= max {
          throw OfficeError.refused(no, .attemptsUsedUp(max: max))
        }
        try requireSomeOutcome(of: campaign, on: sheet.order, sheet.process)
        try await work.perform(.reserve(by: actor, until: until), on: no)
        return no
      }
    } catch OfficeError.refused {
      return nil
    }
    return try await target(no, campaign, card, until: until)
  }

  private func target(
    _ no: OrderNumber, _ campaign: Campaign, _ card: PartyCard?, until: Date?
  ) async throws -> CampaignTarget {
    let loaded = try await load(no)
    let possible = loaded.order.possibleActions(in: loaded.process)
    return CampaignTarget(
      order: loaded, card: card, attempts: campaign.attempts(of: loaded.order, in: loaded.process),
      outcomes: campaign.outcomes(in: loaded.process).filter { possible.contains($0.action) }, until: until)
  }
}

extension TargetScreening {
  /// Why somebody is not called, as the book stands now; `nil` where they may be.
  func reasonAgainst(callsBy channel: String) -> PassedOver? {
    if isBlocked { return .blocked }
    guard channel == "phone", number == nil else { return nil }
    return hasFax ? .faxOnly : .noNumber
  }
}
