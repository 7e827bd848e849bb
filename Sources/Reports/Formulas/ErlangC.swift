import Glibc

/// How many agents a load needs, after A. K. Erlang (1917): calls come by chance, nobody hangs up, traffic is steady. So it
/// promises too little where callers leave and too much where they come in bursts; show it beside what was measured.
public struct ErlangC: Sendable, Equatable {
  /// The load in agents: calls × handle time / interval.
  public let load: Double
  /// Talk, hold and wrap of one call.
  public let handleTime: Duration

  /// A load; `nil` where an interval or a handle time is nothing.
  public init?(calls: Double, in interval: Duration, handleTime: Duration) {
    guard calls >= 0, interval > .zero, handleTime > .zero else { return nil }
    load = calls * (handleTime / interval)
    self.handleTime = handleTime
  }

  /// The share of callers that have to wait; 1 where the agents are too few for the load at all.
  ///
  /// By the recursion of Erlang B, B(n) = A·B(n−1) / (n + A·B(n−1)), which neither overflows nor loses digits as the
  /// factorials of the textbook do.
  public func waiting(_ agents: Int) -> Double {
    guard Double(agents) > load else { return 1 }
    var blocked = 1.0
    for agent in stride(from: 1, through: agents, by: 1) { blocked = load * blocked / (Double(agent) + load * blocked) }
    return blocked / (1 - load / Double(agents) * (1 - blocked))
  }

  /// The share that is answered within a time.
  public func level(_ agents: Int, within target: Duration) -> Double {
    guard Double(agents) > load else { return 0 }
    return 1 - waiting(agents) * exp(-(Double(agents) - load) * (target / handleTime))
  }

  /// The mean wait in seconds, of all; `nil` where the queue grows without end.
  public func speedOfAnswer(_ agents: Int) -> Double? {
    guard Double(agents) > load else { return nil }
    return waiting(agents) * handleTime.inSeconds / (Double(agents) - load)
  }

  /// The share of their time that agents are busy.
  public func occupancy(_ agents: Int) -> Share { Share(min(load, Double(agents)), of: Double(agents)) }

  /// The fewest that reach a level; `nil` for a level that none does.
  public func agents(for level: Double, within target: Duration) -> Int? {
    guard (0..<1).contains(level) else { return nil }
    var agents = Int(load) + 1
    while self.level(agents, within: target) < level { agents += 1 }
    return agents
  }

  /// How many must be on the roster for so many at their desks, where a share of the time is lost to leave and training.
  ///
  /// - Parameter shrinkage: from 0 to below 1.
  public static func roster(_ agents: Int, shrinkage: Double) -> Int? {
    guard (0..<1).contains(shrinkage) else { return nil }
    // A hair less, so that 14 / 0.7, which no double is, stays 20.
    return Int((Double(agents) / (1 - shrinkage) - 1e-9).rounded(.up))
  }
}
