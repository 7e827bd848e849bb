/// What a campaign came to.
public struct CampaignFigures: Sendable, Equatable, Codable {
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

  /// Nothing counted yet.
  public init() {}

  /// Of those who were spoken to, how many said yes; `nil` where nobody was.
  public var rate: Double? { reached == 0 ? nil : Double(converted) / Double(reached) }
  /// Of all, how many were spoken to; `nil` where there are none.
  public var reach: Double? { targets == 0 ? nil : Double(reached) / Double(targets) }

  /// Adds some targets with the same moves.
  public mutating func add(
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
