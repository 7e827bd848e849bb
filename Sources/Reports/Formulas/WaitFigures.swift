/// The middle and the tail of some durations, which no measure can say: they cannot be told from those of parts. Of none, all
/// are `nil`.
public struct WaitFigures: Sendable, Equatable {
  private let sorted: [Duration]

  /// Of durations in any order.
  public init(_ durations: [Duration]) { sorted = durations.sorted() }

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

  /// What a switch of the Asterisk family shows: three parts of what it showed and one of the newest call, in whole
  /// seconds. Of no use in a report; here so that a peer's display can be explained.
  public static func movingHoldTime(_ waits: [Duration]) -> Duration {
    .seconds(waits.reduce(Int64(0)) { ($0 * 3 + $1.components.seconds) / 4 })
  }
}
