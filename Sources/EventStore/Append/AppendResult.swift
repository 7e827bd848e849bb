/// Where events lie in the log.
public struct AppendResult: Sendable, Equatable {
  /// The positions of the events, in the order they were given.
  public let positions: [Int64]
  /// The append found all its events in the log already and wrote nothing: a repeated command.
  public let wasThere: Bool
}
