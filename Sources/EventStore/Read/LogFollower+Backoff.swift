extension LogFollower {
  /// How long it waits before it connects again: twice as long each time, up to a limit.
  public struct Backoff: Sendable {
    private let first: Duration
    private let limit: Duration
    private let jitter: (@Sendable () -> Double)?

    /// The pause after the first failure, and the longest one.
    ///
    /// - Parameter jitter: numbers from 0 to 1; each pause is between half and all of what it would be, so that the
    ///   followers of a server that comes back do not all come at once. Without it, pauses are the same each time.
    public init(
      first: Duration = .milliseconds(50), limit: Duration = .seconds(5), jitter: (@Sendable () -> Double)? = nil
    ) {
      self.first = first
      self.limit = limit
      self.jitter = jitter
    }

    /// The pause after so many failures in a row, from 1.
    func delay(attempt: Int) -> Duration {
      // 2^20 times any pause is past any limit, and no overflow.
      let whole = min(limit, first * (1 << min(max(attempt, 1) - 1, 20)))
      guard let jitter else { return whole }
      return whole * (0.5 + 0.5 * min(1, max(0, jitter())))
    }
  }
}
