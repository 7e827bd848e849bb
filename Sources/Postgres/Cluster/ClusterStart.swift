import FoundationEssentials
import Glibc

/// The slow path of `Cluster.start`: everything that may be missing, in order, under the folder's lock.
struct ClusterStart {
  let cluster: Cluster
  let progress: @Sendable (ClusterStep) -> Void

  func run() throws(ClusterError) -> Address {
    let folder = try place()
    return try folder.whileLocked(progress: progress) { () throws(ClusterError) in try run(folder) }
  }

  private func run(_ folder: Folder) throws(ClusterError) -> Address {
    // Another command may have done it all while we waited.
    if let address = try cluster.runningAddress() { return address }
    let data = folder.folder("data")
    let account = try ServerAccount.forServer(data: data)
    let hasData = try hasContent(data)
    let binaries = try ServerBinaries.find(for: hasData ? Cluster.version(of: data) : nil, folder: folder.path)
    if !hasData { try create(folder, binaries, account) }
    let postmaster = try start(folder, binaries, account)
    try createDatabase(folder, postmaster, account)
    return cluster.address(postmaster, database: Cluster.database)
  }

  /// An empty data folder counts as none: initdb's is renamed over it.
  private func hasContent(_ data: Folder) throws(ClusterError) -> Bool {
    switch try data.kind() {
    case .missing: false
    case .folder: try !data.entries().isEmpty
    case .link, .other: true
    }
  }

  // MARK: The folder

  private func place() throws(ClusterError) -> Folder {
    if let folder = try cluster.existing() {
      guard geteuid() == 0, let account = try ServerAccount.forServer(data: folder.folder("data")) else {
        return folder
      }
      if try folder.folder("data").kind() == .missing { try take(folder, for: account) }
      guard let obstacle = try account.obstacle(to: folder) else { return folder }
      guard try folder.entries().isEmpty, try cluster.asked.kind() == .folder else {
        throw .notReachable(folder: folder.path, parent: obstacle, user: account.name)
      }
      guard unsafe rmdir(folder.path) == 0 else { throw ClusterError(errno, path: folder.path, action: "replace") }
      return try link(account, obstacle)
    }
    let account = try ServerAccount.forServer(data: cluster.asked.folder("data"))
    let parent = Folder(path: cluster.asked.parentPath)
    try parent.makeShared()
    if let account, let obstacle = try account.obstacle(to: parent.resolved()) { return try link(account, obstacle) }
    do throws(ClusterError) {
      try cluster.asked.make(for: account)
    } catch {
      // Two commands at once: the other one made it.
      guard try cluster.asked.kind() == .folder else { throw error }
    }
    return try cluster.asked.resolved()
  }

  /// A folder somebody made for us, empty as yet, becomes the server's.
  private func take(_ folder: Folder, for account: ServerAccount) throws(ClusterError) {
    guard try folder.status().owner == 0, try folder.entries().isEmpty else { return }
    try account.own(folder.path)
    guard unsafe chmod(folder.path, 0o700) == 0 else {
      throw ClusterError(errno, path: folder.path, action: "make private")
    }
  }

  /// Puts the data where the account can reach it and a link where it was asked for. The name is new each time: a
  /// removed link must not bring back the data of before.
  private func link(_ account: ServerAccount, _ obstacle: String) throws(ClusterError) -> Folder {
    try cluster.fallback.makeShared()
    let name = "\(cluster.asked.path.split(separator: "/").last ?? "postgres")-\(Self.freshName())"
    let folder = cluster.fallback.folder(name)
    progress(.movedAway(user: account.name, obstacle: obstacle, folder: folder.path))
    try folder.make(for: account)
    guard unsafe symlink(folder.path, cluster.asked.path) == 0 else {
      let code = errno
      unsafe rmdir(folder.path)
      if code == EEXIST, let other = try cluster.existing() { return other }
      throw ClusterError(code, path: cluster.asked.path, action: "make a link at")
    }
    return folder
  }

  private static func freshName() -> String {
    String(UUID().uuidString.lowercased().prefix(8))
  }

  // MARK: The cluster

  private func create(
    _ folder: Folder, _ binaries: ServerBinaries, _ account: ServerAccount?
  ) throws(ClusterError) {
    progress(.making(version: "\(binaries.version)", folder: folder.path))
    for name in try folder.entries() where name.hasPrefix("data.new-") {
      // What an initdb that was killed left behind: never complete, never used.
      try? FileManager.default.removeItem(atPath: folder.file(name))
    }
    let new = folder.folder("data.new-" + Self.freshName())
    do throws(ClusterError) {
      var arguments = [
        binaries.folder + "/initdb", "--pgdata", new.path, "--username", Cluster.user, "--encoding", "UTF8", "--locale",
        "C.UTF-8",
        "--lc-messages", "C", "--data-checksums", "--auth-local", "trust", "--auth-host", "reject", "--no-instructions",
      ]
      if !cluster.isDurable { arguments.append("--no-sync") }
      let outcome = try Subprocess(arguments: arguments, account: account).run()
      guard outcome.code == 0 else { throw refusal(outcome, folder) }
      let settings = try OpenFile(new.file("postgresql.conf"), O_WRONLY | O_APPEND)
      try settings.write(ServerSettings(isDurable: cluster.isDurable, hasLZ4: binaries.hasLZ4).text)
      guard !cluster.isDurable || fsync(settings.descriptor) == 0 else {
        throw ClusterError(errno, path: new.path, action: "write")
      }
      guard unsafe rename(new.path, folder.file("data")) == 0 else {
        throw ClusterError(errno, path: folder.file("data"), action: "make")
      }
    } catch {
      try? FileManager.default.removeItem(atPath: new.path)
      throw error
    }
    if cluster.isDurable { try folder.synchronize() }
  }

  private func refusal(_ outcome: Subprocess.Outcome, _ folder: Folder) -> ClusterError {
    if outcome.output.contains(systemMessage(ENOSPC)) { return .diskFull(path: folder.path) }
    if outcome.output.contains(systemMessage(EROFS)) { return .readOnly(path: folder.path) }
    let lines = outcome.output.split(whereSeparator: \.isNewline)
    let reason = lines.first { $0.contains("error:") || $0.contains("FATAL") } ?? lines.last
    return .notCreated(folder: folder.path, reason: reason.map(String.init) ?? "it ended with \(outcome.code)")
  }

  /// Makes the database in a cluster that just started; the `ready` file says that it was done.
  private func createDatabase(
    _ folder: Folder, _ postmaster: Postmaster, _ account: ServerAccount?
  ) throws(ClusterError) {
    guard unsafe access(folder.file("ready"), F_OK) != 0 else { return }
    do throws(PostgresError) {
      var handle = Handle()
      try handle.connect(cluster.address(postmaster, database: "postgres"), application: "hotline start")
      let answer = try handle.execute(text: "create database \(Cluster.database)")
      // 42P04: it is there, a command was killed between this and the file.
      if let error = answer.error(in: nil), error.sqlState != "42P04" { throw error }
    } catch {
      if error.isDiskFull { throw .diskFull(path: folder.path) }
      throw .refused(folder: folder.path, error)
    }
    _ = try OpenFile(folder.file("ready"), O_WRONLY | O_CREAT)
    // So that the server's user may run hotline on it too.
    for name in ["ready", "lock"] { try account?.own(folder.file(name)) }
  }
}
