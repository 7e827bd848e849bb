/// How long: the mean, the middle and the tail of some durations. Of none, all are `nil`.
public struct WaitFigures: Sendable, Equatable {
  private let sorted: [Duration]

  /// Of durations in any order.
  public init(_ durations: [Duration]) { sorted = durations.sorted() }

  /// How long answered callers waited: the speed of answer.
  public static func answered(_ calls: [QueuedCall]) -> Self {
    Self(calls.filter { $0.outcome == .answered }.map(\.wait))
  }

  /// How long those waited who hung up.
  public static func abandoned(_ calls: [QueuedCall]) -> Self {
    Self(calls.filter { $0.outcome == .abandoned }.map(\.wait))
  }

  /// How long all waited who got into the queue, however they left it.
  public static func all(_ calls: [QueuedCall]) -> Self {
    Self(calls.filter { $0.outcome != .blocked }.map(\.wait))
  }

  /// How many.
  public var count: Int { sorted.count }

  /// All together, over how many.
  public var mean: Duration? { sorted.isEmpty ? nil : sorted.reduce(.zero, +) / sorted.count }

  /// The one in the middle; the mean of the two in the middle where their number is even.
  public var median: Duration? {
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The shortest that so many hundredths of all do not exceed: the nearest rank, so it is one of them.
  ///
  /// - Parameter percent: from 1 to 100.
  public func percentile(_ percent: Int) -> Duration? {
    guard !sorted.isEmpty, (1...100).contains(percent) else { return nil }
    // Rounded up, in whole numbers.
    return sorted[(sorted.count * percent + 99) / 100 - 1]
  }

  /// The longest.
  public var longest: Duration? { sorted.last }

  /// What a switch of the Asterisk family shows: three parts of what it showed and one of the newest call, in whole
  /// seconds. Of no use in a report; here so that a peer's display can be explained.
  public static func movingHoldTime(_ waits: [Duration]) -> Duration {
    .seconds(waits.reduce(Int64(0)) { ($0 * 3 + $1.components.seconds) / 4 })
  }
}

/// What an agent did with the time of a shift. Its parts add up to the time logged in, always.
public struct AgentTime: Sendable, Equatable {
  /// With a caller, on hold, after the call, ringing, waiting for a call, away.
  public var talk, hold, wrap, ringing, ready, pause: Duration

  /// Times.
  public init(
    talk: Duration = .zero, hold: Duration = .zero, wrap: Duration = .zero, ringing: Duration = .zero,
    ready: Duration = .zero, pause: Duration = .zero
  ) {
    (self.talk, self.hold, self.wrap, self.ringing, self.ready, self.pause) = (talk, hold, wrap, ringing, ready, pause)
  }

  /// All of it.
  public var loggedIn: Duration { busy + ready + pause }
  /// For calls.
  public var busy: Duration { talk + hold + wrap + ringing }
  /// Busy / (logged in − pause).
  public var occupancy: Share { Share(busy.inSeconds, of: (loggedIn - pause).inSeconds) }
  /// Busy / paid.
  public func utilisation(paid: Duration) -> Share { Share(busy.inSeconds, of: paid.inSeconds) }
  /// Talk, hold and wrap, a call.
  public func handleTime(calls: Int) -> Duration? { calls == 0 ? nil : (talk + hold + wrap) / calls }
}

extension Duration {
  /// With its fraction.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
