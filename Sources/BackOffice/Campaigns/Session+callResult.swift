import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections

/// What came of a call.
public struct CallResult: Sendable {
  /// The action of the process, by its key or as people call it.
  public var outcome: ActionKey
  /// What is filled in with it, by field.
  public var words: [String: String]
  /// When they want to be called again.
  public var again: Date?

  /// A result.
  public init(_ outcome: ActionKey, words: [String: String] = [:], again: Date? = nil) {
    self.outcome = outcome
    self.words = words
    self.again = again
  }
}

extension Session {
  /// Records what came of the call that the agent has a target for. With the last attempt the target is given up, where its
  /// process can do that.
  ///
  /// - Throws: ``CampaignRefusal/notTaken(_:by:)``, ``CampaignRefusal/notAnOutcome(_:_:known:)``,
  ///   ``CampaignRefusal/againIsPast(_:_:)``, and what the process refuses.
  public func record(
    _ result: CallResult, of no: OrderNumber, at instant: Date, isRehearsal: Bool = false
  ) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: isRehearsal) { work in
      let sheet = try await work.take(no)
      try requireSight(of: sheet.order)
      guard sheet.order.campaign != nil else { throw CampaignRefusal.notATarget(no) }
      guard sheet.order.reservation?.by == actor else {
        throw CampaignRefusal.notTaken(no, by: sheet.order.reservation?.by)
      }
      if let again = result.again, again <= instant { throw CampaignRefusal.againIsPast(no, again) }
      try await work.record(result, of: no)
      return no
    }
  }

  /// Gives a target back without a result: one's own never, somebody else's where the actor keeps the campaign.
  public func release(_ no: OrderNumber, reason: String?, at instant: Date) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: false) { work in
      let sheet = try await work.take(no)
      guard let key = sheet.order.campaign, let campaign = work.definitions.campaign(CampaignKey(rawValue: key)) else {
        throw CampaignRefusal.notATarget(no)
      }
      try requireKeeping(campaign)
      try await work.perform(.release(reason: reason), on: no)
      return no
    }
  }
}

extension OrderWork {
  /// Records what came of a call, whoever made it, and what follows.
  ///
  /// - Parameter goesOn: a target whose call goes on stays with the actor.
  mutating func record(_ result: CallResult, of no: OrderNumber, goesOn: Bool = true) async throws {
    let sheet = try await take(no)
    guard let key = sheet.order.campaign, let campaign = definitions.campaign(CampaignKey(rawValue: key)) else {
      throw CampaignRefusal.notATarget(no)
    }
    let process = sheet.process
    guard let outcome = campaign.outcome(meant: result.outcome.rawValue, in: process) else {
      let possible = sheet.order.possibleActions(in: process)
      throw CampaignRefusal.notAnOutcome(
        no, result.outcome,
        known: campaign.namedOutcomes(in: process).filter { possible.contains($0.action) })
    }
    try await perform(.act(outcome.action, main: nil, words: result.words), on: no)
    if let again = result.again { try await perform(.remind(at: again), on: no) }
    let order = try await take(no).order
    if let max = campaign.attempts.max, campaign.attempts(of: order, in: process) >= max, order.kind == .open,
      !outcome.holds
    {
      try await giveUp(no, by: campaign.giveUp, after: max)
    } else if goesOn, outcome.holds, order.kind == .open {
      try await perform(
        .reserve(by: session.actor, until: instant.addingTimeInterval(Double(campaign.hold))), on: no)
    }
  }

  /// Ends a target whose attempts are used up. The program does it, so no role is asked for; where the process has no such
  /// way from here the target stays as it is, and is given to nobody any more.
  private mutating func giveUp(_ no: OrderNumber, by key: ActionKey, after max: Int) async throws {
    let sheet = try await take(no)
    guard let action = sheet.process.action(key), action.from.contains(sheet.order.state) else { return }
    var words: [String: String] = [:]
    for need in action.needs where need != .main { words[need.rawValue] = "\(max)×" }
    let events: [OrderEvent]
    do throws(OrderRefusal) {
      events = try sheet.order.decide(
        .act(key, main: sheet.order.main, words: words), process: sheet.process, at: sheet.at)
    } catch {
      unfollowed.append(Outcome.Unfollowed(no: no, action: key, refusal: error))
      return
    }
    for event in events { try await record(event, on: no) }
  }

  /// Refuses a result for a target that somebody else has to call, or that was tried as often as it may be.
  func checkCampaign(_ command: OrderCommand, on sheet: Sheet) throws(OfficeError) {
    guard case .act(let key, _, _) = command, let named = sheet.order.campaign,
      let campaign = definitions.campaign(CampaignKey(rawValue: named)),
      let outcome = campaign.outcome(key, in: sheet.process), outcome.isAttempt
    else { return }
    if let reservation = sheet.order.reservation, reservation.by != session.actor, reservation.holds(at: instant) {
      throw .refused(sheet.order.no, .reserved(by: reservation.by, until: reservation.until))
    }
    if let max = campaign.attempts.max, campaign.attempts(of: sheet.order, in: sheet.process) >= max {
      throw .refused(sheet.order.no, .attemptsUsedUp(max: max))
    }
  }
}
