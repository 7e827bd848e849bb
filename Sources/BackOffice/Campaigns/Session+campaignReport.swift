import Domain
import FoundationEssentials
import Projections

/// What a campaign came to.
public struct CampaignFigures: Sendable, Equatable {
  /// All who were to be called.
  public var targets = 0
  /// Nobody called them yet.
  public var untouched = 0
  /// They are still to be called.
  public var open = 0
  /// Calls.
  public var attempts = 0
  /// Somebody was spoken to.
  public var reached = 0
  /// The last word was a yes.
  public var converted = 0
  /// The last word was a no.
  public var declined = 0
  /// They were called, and nobody was ever there.
  public var unreached = 0

  /// Of those who were spoken to, how many said yes; `nil` where nobody was.
  public var rate: Double? { reached == 0 ? nil : Double(converted) / Double(reached) }
  /// Of all, how many were spoken to; `nil` where there are none.
  public var reach: Double? { targets == 0 ? nil : Double(reached) / Double(targets) }

  /// Adds some targets with the same moves.
  mutating func add(
    _ count: Int, moves: [String], isOpen: Bool, _ outcomes: [String: CampaignOutcome]
  ) {
    let results = moves.compactMap { outcomes[$0] }
    targets += count
    if isOpen { open += count }
    attempts += count * results.count { $0.isAttempt }
    if results.isEmpty { untouched += count }
    if results.contains(where: \.meaning.isReached) {
      reached += count
    } else if !results.isEmpty {
      unreached += count
    }
    if results.last?.meaning == .converted { converted += count }
    if results.last?.meaning == .declined { declined += count }
  }
}

/// By what a campaign is counted.
public enum CampaignBreakdown: String, Sendable, CaseIterable {
  case unit, staff
}

extension Session {
  /// What a campaign came to: all of it first, then by who has the targets where that is asked for. `nil` stands for those
  /// that nobody has.
  public func figures(
    of key: CampaignKey, by breakdown: CampaignBreakdown? = nil
  ) async throws -> (total: CampaignFigures, parts: [(key: String?, figures: CampaignFigures)]) {
    let definitions = try await definitions()
    let state = try await campaign(key, definitions)
    try await catchUp(Self.campaignModels)
    let sight = sight(definitions)
    let tally = try await connection.run { try CampaignTargets.tally(key, seenBy: sight, on: $0) }
    let outcomes = Dictionary(state.campaign.outcomes(in: state.process).map { ($0.action.rawValue, $0) }) { $1 }
    var total = CampaignFigures()
    var parts: [String?: CampaignFigures] = [:]
    for row in tally {
      total.add(row.count, moves: row.moves, isOpen: row.isOpen, outcomes)
      guard let breakdown else { continue }
      let part = breakdown == .unit ? row.unit : row.staff
      parts[part, default: CampaignFigures()].add(row.count, moves: row.moves, isOpen: row.isOpen, outcomes)
    }
    return (total, parts.sorted { ($0.key ?? "~") < ($1.key ?? "~") }.map { ($0.key, $0.value) })
  }

  /// How many targets had each outcome as their last word, by action; those that were never called are left out.
  public func lastOutcomes(of key: CampaignKey) async throws -> [(action: ActionKey, count: Int)] {
    let definitions = try await definitions()
    let state = try await campaign(key, definitions)
    try await catchUp(Self.campaignModels)
    let sight = sight(definitions)
    let tally = try await connection.run { try CampaignTargets.tally(key, seenBy: sight, on: $0) }
    let outcomes = state.campaign.outcomes(in: state.process).map(\.action)
    var counts: [ActionKey: Int] = [:]
    for row in tally {
      let last = row.moves.last { outcomes.contains(ActionKey(rawValue: $0)) }
      if let last { counts[ActionKey(rawValue: last), default: 0] += row.count }
    }
    return outcomes.compactMap { action in counts[action].map { (action, $0) } }
  }
}
