import FoundationEssentials

/// Names a campaign: `spring`. Those that imports made may hold any letters.
public typealias CampaignKey = Key<Campaign>

/// An outbound campaign as data: who is called by which process, when, how often, and what can come of a call. Made only by
/// ``CampaignCompiler``.
public struct Campaign: Sendable, Equatable {
  /// The name its orders refer to.
  public let key: CampaignKey
  /// From 1.
  public let version: Int
  /// What people call it.
  public let labels: Labels
  /// How its targets move.
  public let process: ProcessKey
  /// By which way it goes out; `phone` where nothing is said.
  public let channel: String
  /// The units that work on it.
  public let groups: [UnitKey]
  /// When people may be called; always where nothing is said.
  public let hours: CallingHours?
  /// The zones of areas, by their codes; the office's for all others.
  public let zones: [String: TimeZone]
  /// How often somebody is tried.
  public let attempts: Attempts
  /// How long an agent has a target for itself, in seconds.
  public let hold: Int
  /// What can come of a call, as written; ``outcomes(in:)`` where nothing is said.
  public let written: [CampaignOutcome]
  /// The action that ends a target whose attempts are used up.
  public let giveUp: ActionKey
  /// Services whose block keeps people out, beside the process itself.
  public let barredServices: [ProcessKey]

  /// How often somebody is tried.
  public struct Attempts: Sendable, Equatable {
    /// At most so often, from 1; `nil` for as often as it takes.
    public let max: Int?
    /// Between two attempts, in seconds.
    public let pause: Int
  }

  /// What can come of a call: as written, else every action of the process that leads on from an open state by an agent,
  /// each an attempt.
  public func outcomes(in process: Process) -> [CampaignOutcome] {
    guard written.isEmpty else { return written }
    let open = Set(process.states.filter { $0.kind == .open }.map(\.key))
    return process.actions.filter { action in
      action.by.contains("agent") && action.key != giveUp && action.key != "cancel" && !action.needs.contains(.main)
        && !action.isMerging && action.from.contains(where: open.contains)
    }.map { CampaignOutcome(action: $0.key) }
  }

  /// The outcome of that action.
  public func outcome(_ action: ActionKey, in process: Process) -> CampaignOutcome? {
    outcomes(in: process).first { $0.action == action }
  }

  /// The actions that are attempts.
  public func attemptActions(in process: Process) -> [ActionKey] {
    outcomes(in: process).filter(\.isAttempt).map(\.action)
  }

  /// How long nobody calls after an outcome, in seconds.
  public func pause(after outcome: CampaignOutcome?) -> Int { outcome?.pause ?? attempts.pause }

  /// The services whose block keeps people out.
  public var services: [String] { [process.rawValue] + barredServices.map(\.rawValue) }

  /// How often an order was tried.
  public func attempts(of order: Order, in process: Process) -> Int {
    attemptActions(in: process).reduce(0) { $0 + order.actionCounts[$1.rawValue, default: 0] }
  }

  /// Where an area's clocks hang.
  public func zone(ofArea area: String?, office: TimeZone) -> TimeZone { area.flatMap { zones[$0] } ?? office }
}

/// What can come of a call: an action of the campaign's process.
public struct CampaignOutcome: Sendable, Equatable {
  /// What it means to those who ordered the campaign.
  public enum Meaning: String, Sendable, CaseIterable {
    /// Spoken to.
    case reached
    /// Spoken to, and won: sold, confirmed, answered.
    case converted
    /// Spoken to, and said no.
    case declined
    /// Nobody there.
    case unreached

    /// Somebody was spoken to.
    public var isReached: Bool { self != .unreached }
  }

  /// The action.
  public let action: ActionKey
  /// What it means.
  public let meaning: Meaning
  /// How long nobody calls after it, in seconds; the campaign's pause where nothing is said.
  public let pause: Int?
  /// Whether it counts as an attempt.
  public let isAttempt: Bool
  /// Whether the agent keeps the target: the call goes on.
  public let holds: Bool

  /// An outcome; the shipped actions have meanings of their own, all others mean that somebody was spoken to.
  public init(
    action: ActionKey, meaning: Meaning? = nil, pause: Int? = nil, isAttempt: Bool = true, holds: Bool = false
  ) {
    self.action = action
    self.meaning = meaning ?? Self.shipped[action] ?? .reached
    self.pause = pause
    self.isAttempt = isAttempt
    self.holds = holds
  }

  private static let shipped: [ActionKey: Meaning] = [
    "miss": .unreached, "misdial": .unreached, "refuse": .declined, "complete": .converted,
  ]
}
