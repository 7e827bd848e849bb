/// The formulas for "answered in time" that are in use. They differ by tens of points on the same calls, so a figure without
/// the letter of its formula and its limits says nothing.
public enum ServiceLevel: String, Sendable, CaseIterable {
  /// answered ≤ T / answered
  case a = "SL-A"
  /// answered ≤ T / (answered + abandoned)
  case b = "SL-B"
  /// (answered ≤ T + abandoned ≤ T) / (answered + abandoned)
  case c = "SL-C"
  /// answered ≤ T / (answered + abandoned > T)
  case d = "SL-D"
  /// answered ≤ T / (answered + abandoned − short): the house's own
  case e = "SL-E"
  /// answered ≤ T / all that entered
  case f = "SL-F"
  /// left the queue in any way ≤ T / all that entered
  case g = "SL-G"

  /// Within how long, and what is a short abandonment; both limits are still within.
  public struct Limits: Sendable, Equatable {
    /// Answered by then is in time.
    public var target: Duration
    /// Who leaves by then has most often dialled wrong.
    public var short: Duration

    /// 20 seconds and 5.
    public init(target: Duration = .seconds(20), short: Duration = .seconds(5)) {
      self.target = target
      self.short = short
    }

    /// GB/T 33358-2016: answered within 15 seconds.
    public static let government = Limits(target: .seconds(15))
  }

  /// The level of some calls.
  public func share(of calls: [QueuedCall], _ limits: Limits = Limits()) -> Share {
    let counts = QueueCounts(calls, limits)
    return switch self {
    case .a: Share(counts.answeredInTime, of: counts.answered)
    case .b: Share(counts.answeredInTime, of: counts.answered + counts.abandoned)
    case .c: Share(counts.answeredInTime + counts.abandonedInTime, of: counts.answered + counts.abandoned)
    case .d: Share(counts.answeredInTime, of: counts.answered + counts.abandoned - counts.abandonedInTime)
    case .e: Share(counts.answeredInTime, of: counts.answered + counts.abandoned - counts.short)
    case .f: Share(counts.answeredInTime, of: counts.entered)
    case .g: Share(counts.leftInTime, of: counts.entered)
    }
  }

  /// `SL-E(T=20s, short=5s)`: to be printed under the figure.
  public func id(_ limits: Limits = Limits()) -> String {
    let needsShort = self == .e
    return "\(rawValue)(T=\(limits.target.seconds)s\(needsShort ? ", short=\(limits.short.seconds)s" : ""))"
  }
}

/// The counts that all figures of a queue are made of.
public struct QueueCounts: Sendable, Equatable {
  /// Got into the queue; all outcomes but ``QueueOutcome/blocked``.
  public private(set) var entered = 0
  /// Spoken to.
  public private(set) var answered = 0
  /// Of these, within the target.
  public private(set) var answeredInTime = 0
  /// Hung up.
  public private(set) var abandoned = 0
  /// Of these, within the target.
  public private(set) var abandonedInTime = 0
  /// Of these, so soon that they do not count.
  public private(set) var short = 0
  /// Left any other way.
  public private(set) var flowedOut = 0
  /// The system failed.
  public private(set) var lost = 0
  /// Left in any way within the target.
  public private(set) var leftInTime = 0
  /// Never got in.
  public private(set) var blocked = 0

  /// Of some calls.
  public init(_ calls: [QueuedCall], _ limits: ServiceLevel.Limits = .init()) {
    for call in calls {
      let isInTime = call.wait <= limits.target
      if call.outcome != .blocked {
        entered += 1
        if isInTime { leftInTime += 1 }
      }
      switch call.outcome {
      case .answered:
        answered += 1
        if isInTime { answeredInTime += 1 }
      case .abandoned:
        abandoned += 1
        if isInTime { abandonedInTime += 1 }
        if call.wait <= limits.short { short += 1 }
      case .flowedOut: flowedOut += 1
      case .blocked: blocked += 1
      case .lost: lost += 1
      }
    }
  }

  /// 接通率: answered / all that asked, whether or not they were let in.
  public var connectionRate: Share { Share(answered, of: entered + blocked) }

  /// Hung up, as a share.
  public func abandonment(_ base: Abandonment = .withoutShort) -> Share {
    switch base {
    case .ofEntered: Share(abandoned, of: entered)
    case .ofDecided: Share(abandoned, of: answered + abandoned)
    case .withoutShort: Share(abandoned - short, of: answered + abandoned - short)
    }
  }

  /// What abandonment is a share of.
  public enum Abandonment: String, Sendable, CaseIterable {
    /// abandoned / entered
    case ofEntered = "AB-1"
    /// abandoned / (answered + abandoned)
    case ofDecided = "AB-2"
    /// (abandoned − short) / (answered + abandoned − short): the house's own
    case withoutShort = "AB-3"
  }
}

extension Duration {
  /// As a number of seconds, whole where it is.
  fileprivate var seconds: String {
    let (seconds, attoseconds) = components
    return attoseconds == 0 ? "\(seconds)" : "\(Double(seconds) + Double(attoseconds) / 1e18)"
  }
}
