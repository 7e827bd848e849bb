import FoundationEssentials

/// What a look at the cluster's folder showed; the folder is the real one, behind any link.
public enum ClusterStatus: Sendable, Equatable {
  /// There is no cluster yet; `start` would make one.
  case notCreated(folder: String)
  /// There is a cluster and no server.
  case stopped(folder: String, version: String)
  /// The server is starting, recovering after a crash, or shutting down.
  case changing(Server)
  /// The server answers.
  case running(Server)

  /// A server process.
  public struct Server: Sendable, Equatable {
    /// The postmaster's process number.
    public let processID: Int
    /// When it was started.
    public let since: Date
    /// The cluster's folder.
    public let folder: String
    /// The major version of the data, like "15".
    public let version: String
    /// The folder of the Unix socket.
    public let socketFolder: String
  }
}
