/// What a start of the cluster does that takes time, for whoever waits.
public enum ClusterStep: Sendable, Equatable {
  /// Another command is starting or stopping the database.
  case waiting
  /// The data cannot lie where it was asked for: the server's user may not enter a folder above it.
  case movedAway(user: String, obstacle: String, folder: String)
  /// `initdb` runs.
  case making(version: String, folder: String)
  /// The server was started and is not ready yet.
  case starting(version: String)
  /// Told every five seconds of a slow start.
  case stillStarting
}
