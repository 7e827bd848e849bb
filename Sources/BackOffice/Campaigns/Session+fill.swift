import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections

extension Session {
  private static let fillSize = 500
  /// What a target is to the order that it was made from.
  private static let outreach: RelationKey = "outreach"

  /// Adds targets to a campaign: people of the book, or whom orders are for. Nobody becomes a target twice, nobody who is
  /// blocked becomes one; the same once more changes nothing, and one that was cut off goes on.
  ///
  /// - Parameter promise: when the calls are due.
  /// - Throws: ``OfficeError/locked(_:)`` while a list is taken in.
  public func fill(
    _ key: CampaignKey, with audience: Audience, promise: Date? = nil, at instant: Date, isRehearsal: Bool = false,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> FillSummary {
    let definitions = try await definitions()
    let state = try await campaign(key, definitions)
    try requireKeeping(state.campaign)
    if promise != nil, !state.process.clocks.contains(where: { $0.target == .given }) {
      throw OfficeError.opening(state.process.key, [.noPromise])
    }
    return try await holding(.importing) {
      let people = try await screened(
        audience, by: .phone, campaign: key, services: state.campaign.services, at: instant)
      var summary = FillSummary()
      summary.found = people.found
      summary.eligible = people.eligible.count
      summary.drawn = people.drawn.count
      summary.skipped = people.skipped
      var fresh: [AudienceMember] = []
      for member in people.drawn {
        if member.screening?.target == nil {
          fresh.append(member)
        } else {
          summary.skipped.append((member, .inCampaign))
        }
      }
      guard !isRehearsal else {
        summary.targets = fresh.map { ($0, nil) }
        return summary
      }
      if !fresh.isEmpty { try await recordSample(of: key, audience, summary, at: instant) }
      for start in stride(from: 0, to: fresh.count, by: Self.fillSize) {
        let chunk = Array(fresh[start..<min(start + Self.fillSize, fresh.count)])
        summary.targets += try await open(chunk, state, promise: promise, at: instant)
        progress(start + chunk.count, fresh.count)
      }
      if !summary.targets.isEmpty {
        let filled = CampaignFilled(
          source: audience.source.name, found: summary.found, opened: summary.targets.count,
          skipped: summary.skippedCounts, filter: audience.filter)
        let command = freshID(at: instant)
        try await retrying("campaign \(key)") {
          try await append([.filled(filled)], to: try await campaign(key), command, at: instant)
        }
      }
      return summary
    }
  }

  /// Keeps size and seed of a sample before the first of it is written; one that was cut off is not told twice.
  private func recordSample(
    of key: CampaignKey, _ audience: Audience, _ summary: FillSummary, at instant: Date
  ) async throws {
    guard let sampling = audience.sampling else { return }
    let sampled = CampaignSampled(sampling: sampling, population: summary.eligible, size: summary.drawn)
    let command = freshID(at: instant)
    try await retrying("campaign \(key)") {
      let state = try await campaign(key)
      let isKnown = state.history.contains { $0.event == .sampled(sampled) }
      if !isKnown { try await append([.sampled(sampled)], to: state, command, at: instant) }
    }
  }

  private func open(
    _ members: [AudienceMember], _ state: CampaignState, promise: Date?, at instant: Date
  ) async throws -> [(member: AudienceMember, no: OrderNumber?)] {
    let command = freshID(at: instant)
    return try await retrying("the numbers of orders") {
      var recording = Recording(command, by: actor, codec: codec)
      let first = try await reserveNumbers(members.count, at: instant, in: &recording)
      let parents = try await store.read(Array(Set(members.compactMap(\.order))).map(StreamName.order))
      var ends: [StreamName: (version: Int, at: Date)] = [:]
      for event in parents {
        let known = ends[event.stream]
        ends[event.stream] = (
          max(known?.version ?? 0, event.version), max(known?.at ?? event.occurredAt, event.occurredAt)
        )
      }
      var targets: [(member: AudienceMember, no: OrderNumber?)] = []
      for (index, member) in members.enumerated() {
        guard let party = member.party, let screening = member.screening else { continue }
        let no = OrderNumber(sequence: first + index)
        let end = member.order.flatMap { ends[.order($0)] }
        let at = max(instant, end?.at ?? instant)
        var opened = Order.open(
          no: no, process: state.process, channel: state.campaign.channel, promise: promise, party: party,
          campaign: state.campaign.key.rawValue,
          words: OrderWords(title: screening.name ?? member.title, address: screening.address, fields: [:]))
        opened.area = screening.area
        if let parent = member.order, let end {
          opened.parent = parent
          opened.relation = Self.outreach
          try recording.add(
            [(.order(.linked(OrderLinked(other: no, relation: Self.outreach))), at: at)], to: .order(parent),
            expected: .exactly(end.version))
        }
        try recording.add(
          [(.order(.opened(opened)), at: at)], to: .order(no), expected: .none, subject: .party(party))
        targets.append((member, no))
      }
      _ = try await append(recording)
      return targets
    }
  }
}
