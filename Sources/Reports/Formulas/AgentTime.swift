/// What an agent did with the time of a shift: of the time without calls no fact tells yet. Its parts add up to the time logged in, always.
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
