import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// A campaign with what became of it.
public struct CampaignState: Sendable {
  /// As it is published.
  public let campaign: Campaign
  /// How its targets move.
  public let process: Domain.Process
  /// Where it stands.
  public let life: CampaignLife
  /// What happened to it, oldest first.
  public let history: [(recorded: RecordedEvent, event: CampaignEvent)]
  /// Version of its stream.
  var version: Int { history.last?.recorded.version ?? 0 }
}

extension Session {
  /// A campaign by its name.
  ///
  /// - Throws: ``CampaignRefusal/noSuchCampaign(_:known:)``.
  public func campaign(_ key: CampaignKey) async throws -> CampaignState {
    try await campaign(key, try await definitions())
  }

  /// The same for who has read what is configured.
  func campaign(_ key: CampaignKey, _ definitions: Definitions) async throws -> CampaignState {
    guard let campaign = definitions.campaign(key) else {
      throw CampaignRefusal.noSuchCampaign(
        key.rawValue, known: definitions.allCampaigns.map(\.key.rawValue))
    }
    guard let process = definitions.process(campaign.process) else {
      throw OfficeError.noSuchProcess(campaign.process.rawValue, known: definitions.all.map(\.key.rawValue))
    }
    var life = CampaignLife()
    let history = try await store.read(.campaign(key)).compactMap {
      recorded -> (recorded: RecordedEvent, event: CampaignEvent)? in
      guard case .campaign(let event) = try codec.decode(recorded) else { return nil }
      return (recorded, event)
    }
    for (recorded, event) in history { life.evolve(event, at: recorded.occurredAt) }
    return CampaignState(campaign: campaign, process: process, life: life, history: history)
  }

  /// Publishes a campaign: the next version of its key, or the first.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line; a group that does not exist, once the office has a tree.
  /// - Returns: the campaign as published, and whether that is new.
  public func publishCampaign(_ yaml: String, at instant: Date) async throws -> (campaign: Campaign, isNew: Bool) {
    let checked = try await checkCampaign(yaml)
    try requireKeeping(checked)
    let (version, isNew) = try await publish(.campaign, checked.key.rawValue, body: yaml, at: instant)
    return (try CampaignCompiler.compile(yaml, key: checked.key, version: version), isNew)
  }

  /// Checks a campaign as it would stand beside what is published; nothing is written.
  public func checkCampaign(_ yaml: String) async throws -> Campaign {
    let definitions = try await definitions()
    let checked = try CampaignCompiler.compile(yaml, version: 1) { definitions.process($0) }
    for group in checked.groups { try requireOpenUnit(group) }
    for service in checked.barredServices where definitions.process(service) == nil {
      throw OfficeError.noSuchProcess(service.rawValue, known: definitions.all.map(\.key.rawValue))
    }
    if let calendar = checked.hours?.calendar, definitions.calendar(calendar) == nil {
      throw OfficeError.definition(
        .noSuchDefinition(.calendar, calendar.rawValue, known: definitions.calendarKeys.map(\.rawValue)))
    }
    return checked
  }

  /// Starts, pauses, resumes or ends a campaign.
  ///
  /// - Throws: ``CampaignRefusal/notPossible(_:_:_:)``.
  /// - Returns: where it stands then, and whether that is new.
  public func change(
    _ key: CampaignKey, _ wish: CampaignLife.Wish, reason: String? = nil, at instant: Date
  ) async throws -> (stage: CampaignLife.Stage, isNew: Bool) {
    let command = freshID(at: instant)
    return try await retrying("campaign \(key)") {
      let state = try await campaign(key)
      try requireKeeping(state.campaign)
      guard let events = state.life.decide(wish, reason: reason) else {
        throw CampaignRefusal.notPossible(wish, key, state.life.stage)
      }
      var life = state.life
      for event in events { life.evolve(event, at: instant) }
      try await append(events, to: state, command, at: instant)
      return (life.stage, !events.isEmpty)
    }
  }

  /// Adds to what happened to a campaign.
  func append(
    _ events: [CampaignEvent], to state: CampaignState, _ command: UUID, at instant: Date
  ) async throws {
    guard !events.isEmpty else { return }
    var recording = Recording(command, by: actor, codec: codec)
    let at = max(instant, state.history.last?.recorded.occurredAt ?? instant)
    try recording.add(
      events.map { (.campaign($0), at: at) }, to: .campaign(state.campaign.key),
      expected: state.version == 0 ? .none : .exactly(state.version))
    _ = try await append(recording)
  }

  /// Refuses whoever may not keep a campaign: over all of its groups, or over the office where it names none.
  func requireKeeping(_ campaign: Campaign) throws(OfficeError) {
    guard !campaign.groups.isEmpty else { return try require(.campaignKeep) }
    for group in campaign.groups { try require(.campaignKeep, on: group) }
  }
}
