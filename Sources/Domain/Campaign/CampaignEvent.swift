import FoundationEssentials

/// What can have happened to a campaign.
public enum CampaignEvent: Sendable, Equatable {
  /// Its targets are given out from now on.
  case started(CampaignStarted)
  /// Nothing more of it is given out; calls that go on are finished.
  case paused(CampaignPaused)
  /// It goes on at the next target.
  case resumed(CampaignResumed)
  /// It is over.
  case ended(CampaignEnded)
  /// A sample was drawn of those who could be called.
  case sampled(CampaignSampled)
  /// Targets were added.
  case filled(CampaignFilled)
  /// Units were told what it came to.
  case noticed(CampaignNoticed)
}

/// A campaign began.
public struct CampaignStarted: Sendable, Equatable, Codable {
  /// A beginning.
  public init() {}
}

/// A campaign pauses.
public struct CampaignPaused: Sendable, Equatable, Codable {
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey {}

  /// A pause.
  public init(reason: String? = nil) { self.reason = reason }
  /// From its stored form, which holds nothing.
  public init(from decoder: any Decoder) throws { reason = nil }
}

/// A campaign goes on.
public struct CampaignResumed: Sendable, Equatable, Codable {
  /// An end of a pause.
  public init() {}
}

/// A campaign is over.
public struct CampaignEnded: Sendable, Equatable, Codable {
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey {}

  /// An end.
  public init(reason: String? = nil) { self.reason = reason }
  /// From its stored form, which holds nothing.
  public init(from decoder: any Decoder) throws { reason = nil }
}

/// A sample was drawn.
public struct CampaignSampled: Sendable, Equatable, Codable {
  /// How.
  public var sampling: Sampling
  /// How many could be called.
  public var population: Int
  /// How many of them were drawn.
  public var size: Int

  /// A draw.
  public init(sampling: Sampling, population: Int, size: Int) {
    self.sampling = sampling
    self.population = population
    self.size = size
  }
}

/// Targets were added.
public struct CampaignFilled: Sendable, Equatable, Codable {
  /// Where they came from: `orders` or `parties`.
  public var source: String
  /// How many were found there.
  public var found: Int
  /// How many became targets.
  public var opened: Int
  /// How many were passed over, by reason.
  public var skipped: [String: Int]
  /// What was asked for, as it was typed: erasable, since it may hold somebody's name.
  public var filter: String?

  private enum CodingKeys: CodingKey { case source, found, opened, skipped }

  /// An addition.
  public init(source: String, found: Int, opened: Int, skipped: [String: Int], filter: String? = nil) {
    self.source = source
    self.found = found
    self.opened = opened
    self.skipped = skipped
    self.filter = filter
  }
}

/// Units were told what a campaign came to.
public struct CampaignNoticed: Sendable, Equatable, Codable {
  /// Which.
  public var units: [UnitKey]
  /// What they were told of all of it.
  public var figures: CampaignFigures

  /// A notice.
  public init(units: [UnitKey], figures: CampaignFigures) {
    self.units = units
    self.figures = figures
  }
}

/// Where a campaign stands, as its own events have made it.
public struct CampaignLife: Sendable, Equatable {
  /// Where a campaign stands.
  public enum Stage: String, Sendable {
    /// Not begun: it can be filled and assigned.
    case planned
    /// Targets are given out.
    case running
    /// Nothing is given out for now.
    case paused
    /// Over.
    case ended
  }

  /// What somebody wants of it.
  public enum Wish: String, Sendable {
    /// Give targets out.
    case start
    /// Stop after the current calls.
    case pause
    /// Go on.
    case resume
    /// Be done with it.
    case end
  }

  /// Where it stands.
  public private(set) var stage = Stage.planned
  /// Since when; `nil` before anything happened.
  public private(set) var since: Date?

  /// A campaign to which nothing happened yet.
  public init() {}

  /// Takes in what happened.
  public mutating func evolve(_ event: CampaignEvent, at instant: Date) {
    switch event {
    case .started, .resumed: stage = .running
    case .paused: stage = .paused
    case .ended: stage = .ended
    case .sampled, .filled, .noticed: return
    }
    since = instant
  }

  /// What follows from a wish; `nil` where it is not possible as it stands. No event where it is so already.
  public func decide(_ wish: Wish, reason: String? = nil) -> [CampaignEvent]? {
    switch (wish, stage) {
    case (.start, .planned), (.start, .ended): [.started(CampaignStarted())]
    case (.start, .running), (.resume, .running), (.pause, .paused), (.end, .ended): []
    case (.pause, .running): [.paused(CampaignPaused(reason: reason))]
    case (.resume, .paused), (.start, .paused): [.resumed(CampaignResumed())]
    case (.end, .planned), (.end, .running), (.end, .paused): [.ended(CampaignEnded(reason: reason))]
    case (.pause, .planned), (.pause, .ended), (.resume, .planned), (.resume, .ended): nil
    }
  }
}
