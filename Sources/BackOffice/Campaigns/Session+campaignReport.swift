import Domain
import FoundationEssentials
import Projections

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
