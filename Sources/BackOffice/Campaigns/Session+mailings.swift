import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections

/// A list of people to write to, with the words of the book as they are now.
public struct Mailing: Sendable {
  /// One who is written to.
  public struct Line: Sendable {
    /// Who.
    public let party: PartyID
    /// What the book calls them.
    public let name: String?
    /// Where letters go.
    public let address: String?
    /// Where mail goes.
    public let mail: String?
  }

  /// How it was drawn.
  public let made: MailingMade
  /// The event that says so; `nil` for a rehearsal.
  public let event: UUID?
  /// When it was.
  public let at: Date
  /// It was drawn by this command.
  public let isNew: Bool
  /// How many were found.
  public let found: Int
  /// Those who can still be written to, in its order.
  public let lines: [Line]
  /// How many of it were blocked or forgotten since.
  public let gone: Int
}

/// What handing a mailing over came to.
public struct MailingDelivery: Sendable {
  /// Handed over now.
  public var delivered = 0
  /// Handed over before.
  public var before = 0
  /// Not taken; the next run tries them again.
  public var waiting = 0
  /// Why, of the first one.
  public var failure: HandoverReason?
}

/// Where mail is handed over.
public enum MailGateway: Sendable {
  /// A folder, a file for each run.
  case spool(folder: String)
  /// An address that takes one message a post.
  case webhook(String)
}

extension Session {
  /// Draws a mailing up, or finds it as it was drawn: the same name is the same people for ever. Who is blocked, for any
  /// service at all or for one of these, or has no address, is not drawn; who is blocked or forgotten since is on it no more.
  ///
  /// - Throws: ``CampaignRefusal/otherMailing(_:_:)`` where the name stands for another draw.
  public func mailing(
    _ key: String, _ purpose: MailingMade.Purpose, to audience: Audience, services: [String] = [],
    subject: String? = nil, text: String? = nil, at instant: Date, isRehearsal: Bool = false
  ) async throws -> Mailing {
    let command = freshID(at: instant)
    return try await retrying("mailing \(key)") {
      if let (made, recorded) = try await made(key) {
        if let difference = Self.difference(made, purpose, audience, subject, text) {
          throw CampaignRefusal.otherMailing(key, difference)
        }
        return try await mailing(made, recorded, services, found: 0, at: instant)
      }
      let people = try await screened(
        audience, by: purpose == .mail ? .mail : .letter, services: services, at: instant)
      let counts = people.skipped.reduce(into: [:]) { $0[$1.reason.rawValue, default: 0] += 1 }
      let made = MailingMade(
        purpose: purpose, population: people.eligible.count, sampling: audience.sampling, skipped: counts,
        parties: people.drawn.compactMap(\.party), filter: audience.filter, subject: subject, text: text)
      // Nobody on it is no list: the name stays free.
      guard !isRehearsal, !made.parties.isEmpty else {
        let lines = people.drawn.compactMap { $0.screening.map(Self.line) }
        return Mailing(
          made: made, event: nil, at: instant, isNew: true, found: people.found, lines: lines, gone: 0)
      }
      var recording = Recording(command, by: actor, codec: codec)
      try recording.add([(.mailing(.made(made)), at: instant)], to: .mailing(key), expected: .none)
      _ = try await append(recording)
      return try await mailing(made, nil, services, found: people.found, at: instant, key)
    }
  }

  private static func difference(
    _ made: MailingMade, _ purpose: MailingMade.Purpose, _ audience: Audience, _ subject: String?, _ text: String?
  ) -> MailingDifference? {
    if made.purpose != purpose { return .purpose }
    // A seed that the program chose is not asked for again.
    let isDrawnAlike =
      made.sampling?.share == audience.sampling?.share && made.sampling?.count == audience.sampling?.count
      && (made.filter == nil || made.filter == audience.filter)
    if !isDrawnAlike { return .people }
    if made.subject != subject { return .subject }
    return made.text == text ? nil : .text
  }

  private func made(_ key: String) async throws -> (made: MailingMade, recorded: RecordedEvent)? {
    guard let recorded = try await store.read(.mailing(key)).first,
      case .mailing(.made(let made)) = try codec.decode(recorded)
    else { return nil }
    return (made, recorded)
  }

  private func mailing(
    _ made: MailingMade, _ recorded: RecordedEvent?, _ services: [String], found: Int, at instant: Date,
    _ key: String = ""
  ) async throws -> Mailing {
    try requireSomewhere(.partyRead)
    try await catchUp(Self.campaignModels)
    let isNew = recorded == nil
    let event = try await { if let recorded { recorded } else { try await store.read(.mailing(key)).first } }()
    let screenings = try await connection.run { connection in
      try CampaignTargets.screen(made.parties, campaign: nil, services: services, at: instant, on: connection)
    }
    let lines = screenings.filter { screening in
      !screening.isBlocked
        && (made.purpose == .mail ? screening.mail != nil : screening.name != nil && screening.address != nil)
    }.map(Self.line)
    return Mailing(
      made: made, event: event?.id, at: event?.occurredAt ?? instant, isNew: isNew, found: found, lines: lines,
      gone: made.parties.count - lines.count)
  }

  private static func line(_ screening: TargetScreening) -> Mailing.Line {
    Mailing.Line(
      party: screening.party, name: screening.name, address: screening.address, mail: screening.mail)
  }

  /// Hands the mail of a mailing over, once each: who got it is not written to again, however often this runs. `{name}` in
  /// its words is what the book calls them.
  public func deliver(
    _ mailing: Mailing, called key: String, through gateway: MailGateway, at instant: Date
  ) async throws -> MailingDelivery {
    guard let event = mailing.event else { return MailingDelivery() }
    return try await holding(.reminding) {
      let letters = mailing.lines.compactMap { line in
        line.mail.map { (key: EventID.derived(from: event, "\(line.party)"), line: line, mail: $0) }
      }
      return try await hand(
        over: letters.map { letter in
          func filled(_ text: String?) -> String? {
            text?.split(separator: "{name}", omittingEmptySubsequences: false).joined(separator: letter.line.name ?? "")
          }
          let body = MailBody(
            key: letter.key.uuidString.lowercased(), mailing: key, to: letter.mail, name: letter.line.name,
            subject: filled(mailing.made.subject), text: filled(mailing.made.text))
          return (letter.key, [UInt8](try Self.messageEncoder.encode(body)))
        }, as: "mailing", through: gateway, at: instant)
    }
  }

  private static let messageEncoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()

  /// Hands messages over, once each, and keeps that in the record of all deliveries.
  func hand(
    over messages: [(key: UUID, json: [UInt8])], as name: String, through gateway: MailGateway, at instant: Date
  ) async throws -> MailingDelivery {
    let before = try await connection.run { try Outbox.deliveries(of: messages.map(\.key), on: $0) }
    let waiting = messages.filter { before[$0.key]?.deliveredAt == nil }
    var summary = MailingDelivery(before: messages.count - waiting.count)
    guard let first = waiting.first else { return summary }
    let delivery =
      switch gateway {
      case .spool(let folder):
        try SpoolGateway(folder: folder).hand(
          over: waiting, as: "\(name)-\(first.key.uuidString.lowercased())-\(waiting.count).ndjson")
      case .webhook(let address): try await WebhookGateway(address: address).hand(over: waiting)
      }
    try await connection.run { connection in
      try connection.transaction { connection in
        try Outbox.markDelivered(delivery.delivered, at: instant, on: connection)
        for failure in delivery.failures {
          try Outbox.markFailed(failure.key, reason: failure.reason.text, on: connection)
        }
      }
    }
    summary.delivered = delivery.delivered.count
    summary.waiting = waiting.count - delivery.delivered.count
    summary.failure = delivery.failures.first?.reason
    return summary
  }

  /// Tells units what a campaign came to, and what became of the targets that they have. Units that were told the same
  /// figures are not told again; what could not be handed over is tried again.
  public func notify(
    _ units: [UnitKey], of key: CampaignKey, through gateway: MailGateway, at instant: Date
  ) async throws -> MailingDelivery {
    for unit in units { try requireOpenUnit(unit) }
    let (total, parts) = try await figures(of: key, by: .unit)
    let command = freshID(at: instant)
    let event = try await retrying("campaign \(key)") {
      let state = try await campaign(key)
      try requireKeeping(state.campaign)
      let notice = CampaignEvent.noticed(CampaignNoticed(units: units, figures: total))
      if let last = state.history.last(where: { $0.event == notice }) { return last.recorded.id }
      try await append([notice], to: state, command, at: instant)
      return EventID.derived(from: command, "\(StreamName.campaign(key))/0")
    }
    return try await holding(.reminding) {
      let messages = try units.map { unit in
        let message = EventID.derived(from: event, unit.rawValue)
        let body = NoticeBody(
          key: message.uuidString.lowercased(), campaign: key.rawValue, to: unit.rawValue, all: total,
          own: parts.first { $0.key == unit.rawValue }?.figures ?? CampaignFigures())
        return (key: message, json: [UInt8](try Self.messageEncoder.encode(body)))
      }
      return try await hand(over: messages, as: "campaign", through: gateway, at: instant)
    }
  }
}

/// What a unit is told of a campaign.
private struct NoticeBody: Encodable {
  let key, campaign, to: String
  let all, own: CampaignFigures
}

/// A mail as the receiver gets it.
private struct MailBody: Encodable {
  let key, mailing, to: String
  let name, subject, text: String?
}
