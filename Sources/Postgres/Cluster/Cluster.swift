import Dispatch
import FoundationEssentials
import Glibc

/// A private PostgreSQL cluster in one folder, reached through a Unix socket only.
///
///     folder/data/           PostgreSQL's own ("data.new-…" while initdb works; renamed when whole)
///     folder/server.log      what the server says; renamed to server.log.1 at a start when over 10 MB
///     folder/lock            held while a command starts or stops the server
///     folder/ready           there once the database "hotline" is
///     folder/.s.PGSQL.5432   the socket; a path over 107 bytes goes to a private folder in /tmp instead
///
/// The server belongs to nobody's session and stays when the command ends. As root, whom PostgreSQL refuses, it runs as
/// the data's owner, else `postgres`, else `nobody`; when that user could not reach the folder (one under /root), the
/// data is put under /var/lib/hotline and the folder is a link to it.
public struct Cluster: Sendable {
  let asked: Folder
  let socketBase: String
  let fallback: Folder
  let isDurable: Bool

  /// Only names the cluster; nothing is looked at or made.
  ///
  /// - Parameters:
  ///   - folder: holds everything of the cluster; is made by `start`.
  ///   - socketBase: where a private folder for the socket is made when the folder's path is too long for one.
  public init(folder: String, socketBase: String = "/tmp") {
    self.init(folder: folder, socketBase: socketBase, fallback: "/var/lib/hotline", isDurable: true)
  }

  /// For tests: not durable is faster, and loses everything with the power.
  package init(
    folder: String, socketBase: String = "/tmp", fallback: String = "/var/lib/hotline", isDurable: Bool
  ) {
    asked = Folder(path: folder)
    self.fallback = Folder(path: fallback)
    self.socketBase = socketBase
    self.isDurable = isDurable
  }

  static let database = "hotline"
  static let user = "hotline"

  /// Makes sure the server runs and the database exists, and says where it is; a millisecond when it does already.
  ///
  /// The first start runs initdb and takes one to three seconds; after a crash it lasts until the log is replayed.
  /// - Parameter progress: what takes time, from another thread.
  public func start(progress: @escaping @Sendable (ClusterStep) -> Void = { _ in }) async throws(ClusterError)
    -> Address
  {
    if let address = try runningAddress() { return address }
    return try await blocking { () throws(ClusterError) in try ClusterStart(cluster: self, progress: progress).run() }
  }

  /// Stops the server as PostgreSQL's "fast" mode does: running transactions are rolled back, everything is written.
  /// - Returns: false when it did not run.
  @discardableResult
  public func stop() async throws(ClusterError) -> Bool {
    try await blocking { () throws(ClusterError) in try stopNow() }
  }

  /// Looks, and changes nothing.
  public func status() throws(ClusterError) -> ClusterStatus {
    guard let folder = try existing() else { return .notCreated(folder: asked.path) }
    let data = folder.folder("data")
    guard try data.kind() != .missing else { return .notCreated(folder: folder.path) }
    let version = try Self.version(of: data)
    guard let postmaster = try Postmaster.read(data) else { return .stopped(folder: folder.path, version: version) }
    let server = ClusterStatus.Server(
      processID: postmaster.processID, since: postmaster.since, folder: folder.path, version: version,
      socketFolder: postmaster.socketFolder)
    if postmaster.listener != nil { return postmaster.isReady ? .running(server) : .changing(server) }
    return postmaster.isAlive(data) ? .changing(server) : .stopped(folder: folder.path, version: version)
  }

  /// The address of the database, when the server answers.
  func runningAddress() throws(ClusterError) -> Address? {
    // Only what one read and one connect can tell; everything else is for the slow path to sort out.
    guard let folder = try existing(), unsafe access(folder.file("ready"), F_OK) == 0 else { return nil }
    guard let postmaster = try Postmaster.read(folder.folder("data")) else { return nil }
    guard postmaster.isReady, postmaster.listener != nil else { return nil }
    return address(postmaster, database: Self.database)
  }

  func address(_ postmaster: Postmaster, database: String) -> Address {
    .socket(folder: postmaster.socketFolder, database: database, user: Self.user)
  }

  /// The real folder; nil when there is none yet.
  func existing() throws(ClusterError) -> Folder? {
    switch try asked.kind() {
    case .missing: return nil
    case .other: throw .notAFolder(path: asked.path)
    case .folder: return try asked.resolved()
    case .link:
      guard unsafe access(asked.path, F_OK) == 0 || errno != ENOENT else {
        throw .damaged(folder: asked.path, .linkToNowhere)
      }
      let folder = try asked.resolved()
      guard try folder.kind() == .folder else { throw .notAFolder(path: asked.path) }
      return folder
    }
  }

  /// The major version in PG_VERSION.
  static func version(of data: Folder) throws(ClusterError) -> String {
    guard try data.kind() == .folder else { throw .notAFolder(path: data.path) }
    let path = data.file("PG_VERSION")
    guard unsafe access(path, F_OK) == 0 else {
      if errno == EACCES { throw .notPermitted(path: data.path, action: "read") }
      throw .damaged(folder: data.path, .noVersion)
    }
    let text = try OpenFile(path, O_RDONLY).text().filter { !$0.isWhitespace }
    guard Int(text) != nil else { throw .damaged(folder: data.path, .versionUnreadable) }
    return text
  }

  private func stopNow() throws(ClusterError) -> Bool {
    guard let folder = try existing(), try folder.folder("data").kind() != .missing else { return false }
    return try folder.whileLocked(progress: { _ in }) { () throws(ClusterError) in try stop(folder) }
  }

  private func stop(_ folder: Folder) throws(ClusterError) -> Bool {
    let data = folder.folder("data")
    guard let postmaster = try Postmaster.read(data) else { return false }
    // Never a signal to a stranger who got the number of a dead server.
    guard postmaster.listener == postmaster.processID || postmaster.isAlive(data) else { return false }
    guard kill(pid_t(postmaster.processID), SIGINT) == 0 else {
      throw ClusterError(errno, path: folder.path, action: "stop the server of")
    }
    let end = ContinuousClock.now + .seconds(60)
    // Longer than postmaster.pid, which it removes a moment before it is gone.
    while postmaster.isAlive(data) {
      guard ContinuousClock.now < end else {
        throw .slow(folder: folder.path, action: "stopping", log: folder.file("server.log"))
      }
      usleep(5_000)
    }
    return true
  }

  /// Off the cooperative threads: these calls wait for processes and locks. A queue of one's own brings its own
  /// thread; the global queue's are few and shared with Swift's.
  private func blocking<Value: Sendable>(
    _ body: @escaping @Sendable () throws(ClusterError) -> Value
  ) async throws(ClusterError) -> Value {
    let result: Result<Value, ClusterError> = await withCheckedContinuation { continuation in
      DispatchQueue(label: "hotline.cluster").async {
        continuation.resume(returning: Result { () throws(ClusterError) in try body() })
      }
    }
    return try result.get()
  }
}
