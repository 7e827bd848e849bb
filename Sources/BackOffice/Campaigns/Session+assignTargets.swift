import Domain
import FoundationEssentials
import Projections

/// To whom targets go.
public struct TargetReceiver: Sendable, Equatable {
  /// The unit.
  public let unit: UnitKey
  /// The member of its staff; `nil` for whoever of it asks first.
  public let staff: String?
  /// At most so many; `nil` for an even share.
  public let count: Int?
}

extension Session {
  private static let assignSize = 100

  /// Whom a word means: `lin`, `team-a`, or `team-a/lin` where nobody knows in which unit somebody works; `=30` behind it
  /// says how many.
  ///
  /// Where the office keeps no units and no people, the groups of the campaign are all that can be known.
  ///
  /// - Throws: ``CampaignRefusal/noSuchAssignee(_:nearest:)``.
  public func receiver(_ typed: String, in campaign: Campaign) throws -> TargetReceiver {
    let parts = typed.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    let count = parts.count == 2 ? Int(parts[1]) : nil
    guard parts.count == 1 || count.map({ $0 > 0 }) == true, let who = parts.first, !who.isEmpty else {
      throw CampaignRefusal.noSuchAssignee(typed, nearest: nil)
    }
    if let member = StaffKey(who).flatMap({ organisation.staff[$0] }) {
      try requireHere(who)
      return TargetReceiver(unit: member.unit, staff: who, count: count)
    }
    if let slash = who.lastIndex(of: "/"),
      organisation.tree.count == 0 || UnitKey(who).map({ organisation.tree[$0] }) == nil,
      let unit = UnitKey(String(who[..<slash]))
    {
      let staff = String(who[who.index(after: slash)...])
      try requireReceiver(unit, typed: who, in: campaign)
      try requireHere(staff)
      return TargetReceiver(unit: unit, staff: staff, count: count)
    }
    guard let unit = UnitKey(who) else { throw CampaignRefusal.noSuchAssignee(typed, nearest: nil) }
    try requireReceiver(unit, typed: who, in: campaign)
    return TargetReceiver(unit: unit, staff: nil, count: count)
  }

  private func requireReceiver(_ unit: UnitKey, typed: String, in campaign: Campaign) throws {
    let units = organisation.tree.top.map { organisation.tree.subtree(of: $0).map(\.unit) } ?? campaign.groups
    guard units.isEmpty || units.contains(unit) else {
      // A person is meant as often as a unit.
      let known = units.map(\.rawValue) + organisation.staff.keys.map(\.rawValue)
      throw CampaignRefusal.noSuchAssignee(typed, nearest: Spelling.nearest(to: typed, in: known.sorted()))
    }
    try requireOpenUnit(unit)
  }

  /// Gives open targets of a campaign out: to each receiver as many as it says, the rest to the others in turn, by number.
  ///
  /// - Parameters:
  ///   - numbers: which; all of the campaign where none are named.
  ///   - again: also those that somebody has.
  /// - Returns: who got which.
  public func assign(
    _ key: CampaignKey, to receivers: [TargetReceiver], numbers: Set<OrderNumber>? = nil, again: Bool = false,
    at instant: Date, isRehearsal: Bool = false
  ) async throws -> [(no: OrderNumber, receiver: TargetReceiver)] {
    let definitions = try await definitions()
    let state = try await campaign(key, definitions)
    try requireKeeping(state.campaign)
    for receiver in receivers { try require(.campaignKeep, on: receiver.unit) }
    try await catchUp(Self.campaignModels)
    let sight = sight(definitions)
    let lines = try await connection.run { connection in
      var lines: [OrderNumber] = []
      try CampaignTargets.list(key, seenBy: sight, onlyOpen: true, on: connection) { line in
        let isFree = again || (line.staff == nil && line.unit == nil)
        if isFree, numbers?.contains(line.no) ?? true { lines.append(line.no) }
      }
      return lines
    }
    let plan = Self.shares(of: lines, receivers)
    guard !isRehearsal else { return plan }
    let bulk = newBulk(at: instant)
    for start in stride(from: 0, to: plan.count, by: Self.assignSize) {
      let chunk = plan[start..<min(start + Self.assignSize, plan.count)]
      _ = try await work("\(key)/\(start)", at: instant, isRehearsal: false, bulk: bulk) { work in
        for (no, receiver) in chunk {
          try await work.give(no, to: receiver)
        }
        return chunk.first?.no ?? OrderNumber(sequence: 1)
      }
    }
    return plan
  }

  /// Pure, so that the same list is always shared out in the same way.
  static func shares(
    of numbers: [OrderNumber], _ receivers: [TargetReceiver]
  ) -> [(no: OrderNumber, receiver: TargetReceiver)] {
    var plan: [(no: OrderNumber, receiver: TargetReceiver)] = []
    var rest = numbers[...]
    for receiver in receivers {
      guard let count = receiver.count else { continue }
      plan += rest.prefix(count).map { ($0, receiver) }
      rest = rest.dropFirst(count)
    }
    let even = receivers.filter { $0.count == nil }
    guard !even.isEmpty else { return plan }
    for (index, no) in rest.enumerated() { plan.append((no, even[index % even.count])) }
    return plan
  }
}

extension OrderWork {
  /// Gives a target to somebody; whoever keeps the campaign may. One that was finished meanwhile, or is there already, stays
  /// as it is.
  fileprivate mutating func give(_ no: OrderNumber, to receiver: TargetReceiver) async throws {
    let sheet = try await take(no)
    let events: [OrderEvent]
    do throws(OrderRefusal) {
      events = try sheet.order.decide(
        .assign(main: receiver.unit, staff: receiver.staff), process: sheet.process, at: sheet.at)
    } catch { return }
    for event in events { try await record(event, on: no) }
  }
}
