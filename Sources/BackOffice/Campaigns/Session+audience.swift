import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import Spreadsheets

/// Who was found and may be called or written to, and who may not.
struct ScreenedAudience: Sendable {
  var found = 0
  /// In the order in which they were found.
  var eligible: [AudienceMember] = []
  /// Those of them that were drawn, in the same order.
  var drawn: [AudienceMember] = []
  var skipped: [(member: AudienceMember, reason: PassedOver)] = []
}

/// By which way an audience is reached.
enum AudienceReach: Sendable { case phone, letter, mail }

extension Session {
  private static let screenSize = 1_000

  /// Finds an audience, leaves out who must not or cannot be reached, and draws the sample.
  func screened(
    _ audience: Audience, by reach: AudienceReach, campaign: CampaignKey? = nil, services: [String], at instant: Date
  ) async throws -> ScreenedAudience {
    try requireSomewhere(.partyRead)
    try await catchUp(Self.campaignModels)
    var result = ScreenedAudience()
    let members = try await members(of: audience.source, passedOver: &result.skipped)
    result.found = members.count + result.skipped.count
    var people = Set<PartyID>()
    var ways = Set<String>()
    for start in stride(from: 0, to: members.count, by: Self.screenSize) {
      let chunk = Array(members[start..<min(start + Self.screenSize, members.count)])
      let parties = chunk.compactMap(\.party)
      let screenings = try await connection.run { connection in
        try CampaignTargets.screen(parties, campaign: campaign, services: services, at: instant, on: connection)
      }
      let byParty = Dictionary(screenings.map { ($0.party, $0) }) { first, _ in first }
      for var member in chunk {
        guard let party = member.party, let screening = byParty[party] else {
          result.skipped.append((member, .nobody))
          continue
        }
        member.screening = screening
        if let reason = Self.reason(against: screening, reach, isNew: people.insert(party).inserted, &ways) {
          result.skipped.append((member, reason))
        } else {
          result.eligible.append(member)
        }
      }
    }
    let drawn = audience.sampling?.draw(from: result.eligible.compactMap { $0.party?.uuid })
    result.drawn =
      drawn.map { drawn in
        result.eligible.filter { $0.party.map { drawn.contains($0.uuid) } ?? false }
      } ?? result.eligible
    return result
  }

  private static func reason(
    against screening: TargetScreening, _ reach: AudienceReach, isNew: Bool, _ ways: inout Set<String>
  ) -> PassedOver? {
    guard isNew else { return .samePerson }
    let way: String?
    switch reach {
    case .phone:
      way = screening.number
      if way == nil, screening.hasFax { return .faxOnly }
      if way == nil { return screening.name == nil && screening.address == nil ? .nobody : .noNumber }
      if way.flatMap({ SpecialNumber($0) }) == .emergency { return .emergencyNumber }
    case .letter:
      way = nil
      if screening.name == nil || screening.address == nil { return screening.number == nil ? .nobody : .noAddress }
    case .mail:
      way = screening.mail
      if way == nil { return screening.name == nil && screening.number == nil ? .nobody : .noMail }
    }
    if screening.isBlocked { return .blocked }
    if let way, !ways.insert(way).inserted { return .sameNumber }
    return nil
  }

  private func members(
    of source: Audience.Source, passedOver: inout [(member: AudienceMember, reason: PassedOver)]
  ) async throws -> [AudienceMember] {
    switch source {
    case .parties(let query):
      return try await connection.run { connection in
        var members: [AudienceMember] = []
        try Parties.list(query, on: connection) { line in
          members.append(AudienceMember(party: line.id, order: nil, title: nil))
        }
        return members
      }
    case .orders(let query):
      let (rows, masked) = try await connection.run { connection in
        var (rows, masked): ([(no: OrderNumber, title: String?)], [OrderNumber]) = ([], [])
        try OrderBoard.list(query, on: connection) { row in
          if row.isMasked { masked.append(row.no) } else { rows.append((row.no, row.title)) }
        }
        return (rows, masked)
      }
      passedOver += masked.map { (AudienceMember(party: nil, order: $0, title: nil), .secret) }
      var members: [AudienceMember] = []
      for start in stride(from: 0, to: rows.count, by: Self.screenSize) {
        let chunk = Array(rows[start..<min(start + Self.screenSize, rows.count)])
        let parties = try await connection.run { try CampaignTargets.parties(of: chunk.map(\.no), on: $0) }
        members += chunk.map { AudienceMember(party: parties[$0.no], order: $0.no, title: $0.title) }
      }
      return members
    }
  }
}
