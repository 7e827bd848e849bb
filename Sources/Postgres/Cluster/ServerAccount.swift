import Glibc

/// The user the server runs as when we are root, which PostgreSQL refuses to be.
struct ServerAccount: Sendable, Equatable {
  let user: uid_t
  let group: gid_t
  let name: String

  /// Nil when we are an ordinary user: then the server runs as we do.
  ///
  /// As root: the owner of the data when it exists, else `postgres`, which Debian's package makes, else `nobody`.
  static func forServer(data: Folder) throws(ClusterError) -> ServerAccount? {
    guard geteuid() == 0 else { return nil }
    if try data.kind() == .folder {
      let owner = try data.status().owner
      guard owner != 0, let account = ServerAccount(user: owner) else {
        throw .damaged(folder: data.path, .ownerCannotRun(user: "\(owner)"))
      }
      return account
    }
    guard let account = ServerAccount(name: "postgres") ?? ServerAccount(name: "nobody") else {
      throw .notPermitted(path: data.path, action: "run PostgreSQL as root in")
    }
    return account
  }

  init?(name: String) {
    guard let entry = unsafe getpwnam(name) else { return nil }
    unsafe self.init(entry.pointee)
  }

  private init?(user: uid_t) {
    guard let entry = unsafe getpwuid(user) else { return nil }
    unsafe self.init(entry.pointee)
  }

  private init(_ entry: passwd) {
    user = unsafe entry.pw_uid
    group = unsafe entry.pw_gid
    name = unsafe String(cString: entry.pw_name)
  }

  func own(_ path: String) throws(ClusterError) {
    guard unsafe chown(path, user, group) == 0 else { throw ClusterError(errno, path: path, action: "give \(name)") }
  }

  /// The first folder from the root down to `folder` itself that the account may not enter.
  ///
  /// By permission bits and main group only: an access list may allow more, never mind.
  func obstacle(to folder: Folder) throws(ClusterError) -> String? {
    var above: [Folder] = [folder]
    while let last = above.last, last.path != "/" { above.append(Folder(path: last.parentPath)) }
    for folder in above.reversed() {
      let (owner, group, mode) = try folder.status()
      let bit: mode_t = owner == user ? S_IXUSR : group == self.group ? S_IXGRP : S_IXOTH
      if mode & bit == 0 { return folder.path }
    }
    return nil
  }
}
