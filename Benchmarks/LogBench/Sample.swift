import Foundation

/// What one run of one case took.
struct Sample {
  /// Events written or read.
  let events: Int
  /// Wall time.
  let seconds: Double
  /// Processor time of the server.
  let serverSeconds: Double
  /// Processor time of this process.
  let ownSeconds: Double
  /// Wall time of each transaction or page, in seconds.
  let latencies: [Double]

  var eventsPerSecond: Double { Double(events) / seconds }
  /// Microseconds of the server an event.
  var serverMicroseconds: Double { serverSeconds * 1e6 / Double(events) }
  /// Microseconds of this process an event.
  var ownMicroseconds: Double { ownSeconds * 1e6 / Double(events) }
  func latency(_ share: Double) -> Double {
    let sorted = latencies.sorted()
    return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }
}

/// The clock of one measurement.
struct Stopwatch {
  private let server: BenchServer
  private let begin = ContinuousClock.now
  private let serverBegin: Double
  private let ownBegin = ownProcessorSeconds()
  private var latencies: [Double] = []

  /// Starts.
  init(_ server: BenchServer) {
    self.server = server
    serverBegin = server.processorSeconds()
  }

  /// Times one transaction.
  @discardableResult
  mutating func lap<R>(_ body: () throws -> R) rethrows -> R {
    let start = ContinuousClock.now
    let result = try body()
    latencies.append((ContinuousClock.now - start).seconds)
    return result
  }

  /// Times one transaction.
  @discardableResult
  mutating func lap<R>(_ body: () async throws -> R) async rethrows -> R {
    let start = ContinuousClock.now
    let result = try await body()
    latencies.append((ContinuousClock.now - start).seconds)
    return result
  }

  /// Stops. The sessions that did the work must still be open: the time of a process that is gone cannot be read.
  func stop(events: Int, latencies others: [Double] = []) -> Sample {
    let seconds = (ContinuousClock.now - begin).seconds
    return Sample(
      events: events, seconds: seconds, serverSeconds: server.processorSeconds() - serverBegin,
      ownSeconds: ownProcessorSeconds() - ownBegin, latencies: latencies + others)
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// The median; of an even number the upper of the two.
func middle(of values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}
