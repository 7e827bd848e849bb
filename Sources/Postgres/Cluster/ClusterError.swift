import Glibc

/// Why the private PostgreSQL cannot be started, stopped or looked at; nothing was deleted.
public enum ClusterError: Error, Sendable, Equatable {
  /// No PostgreSQL server is installed where we look.
  case notInstalled(searched: [String])
  /// The data belongs to another major version than those installed.
  case otherVersion(folder: String, data: String, installed: [String])
  /// A file stands where the folder should be.
  case notAFolder(path: String)
  /// The system forbids it (EACCES, EPERM).
  case notPermitted(path: String, action: String)
  /// The file system is mounted read-only.
  case readOnly(path: String)
  /// The disk, or the quota, is full.
  case diskFull(path: String)
  /// The folder holds something, but no whole cluster.
  case damaged(folder: String, Damage)
  /// As root the server runs as another user, and that user may not enter a folder above the data.
  case notReachable(folder: String, parent: String, user: String)
  /// A folder for the socket exists in a shared place and is not ours alone.
  case unsafeSocketFolder(path: String)
  /// Another command has been starting or stopping this cluster for two minutes.
  case busy(folder: String)
  /// `initdb` failed; its last words.
  case notCreated(folder: String, reason: String)
  /// The server ended while it started; its last words, empty where it had none.
  case notStarted(folder: String, reason: String, log: String)
  /// The server has not become ready, or has not stopped, in time; it is still at it.
  case slow(folder: String, action: String, log: String)
  /// The server runs but refuses us.
  case refused(folder: String, PostgresError)
  /// Something else the system said.
  case system(path: String, action: String, code: Int32)

  /// From `errno` after doing `action` to `path`.
  init(_ code: Int32, path: String, action: String) {
    switch code {
    case ENOTDIR, EEXIST: self = .notAFolder(path: path)
    case EACCES, EPERM: self = .notPermitted(path: path, action: action)
    case EROFS: self = .readOnly(path: path)
    case ENOSPC, EDQUOT: self = .diskFull(path: path)
    default: self = .system(path: path, action: action, code: code)
    }
  }

  /// What is wrong with a folder that holds no whole cluster.
  public enum Damage: Sendable, Equatable, CustomStringConvertible {
    /// The folder is a link, and what it points to is gone.
    case linkToNowhere
    /// `PG_VERSION` is not there.
    case noVersion
    /// `PG_VERSION` holds something else.
    case versionUnreadable
    /// The data belongs to a user as whom the server does not run.
    case ownerCannotRun(user: String)

    /// The reason, behind a colon.
    public var description: String {
      switch self {
      case .linkToNowhere: "it is a link, and what it points to is gone"
      case .noVersion: "it has no PG_VERSION"
      case .versionUnreadable: "its PG_VERSION is no version"
      case .ownerCannotRun(let user): "it belongs to user \(user), as whom PostgreSQL does not run; chown it"
      }
    }
  }

  /// Equal when they say the same.
  public static func == (left: ClusterError, right: ClusterError) -> Bool { left.description == right.description }
}

extension ClusterError: CustomStringConvertible {
  /// One line for a person: the folder, the reason, the way out.
  public var description: String {
    switch self {
    case .notInstalled(let searched):
      "no PostgreSQL server found in \(searched.joined(separator: ", ")); install it (Debian: apt install postgresql), "
        + "or set HOTLINE_DATABASE to a server"
    case .otherVersion(let folder, let data, let installed):
      "\(folder) holds data of PostgreSQL \(data), installed is \(installed.joined(separator: ", ")); "
        + "install that version too (Debian: apt install postgresql-\(data)), or move the data with pg_upgrade"
    case .notAFolder(let path):
      "\(path) is not a folder; move the file away, or set HOTLINE_HOME to another folder"
    case .notPermitted(let path, let action):
      "not allowed to \(action) \(path); run as its owner, or set HOTLINE_HOME to a folder of your own"
    case .readOnly(let path):
      "\(path) is on a read-only file system; mount it writable, or set HOTLINE_HOME to another folder"
    case .diskFull(let path):
      "no space left for \(path); free some, or set HOTLINE_HOME to a folder on another disk"
    case .damaged(let folder, let damage):
      "\(folder) is no whole database: \(damage); restore it from a backup, or move it away to begin anew"
    case .notReachable(let folder, let parent, let user):
      "PostgreSQL does not run as root, and user \(user) may not enter \(parent) to reach \(folder); "
        + "set HOTLINE_HOME to a folder such as /var/lib/hotline, or run as an ordinary user"
    case .unsafeSocketFolder(let path):
      "\(path) belongs to somebody else or is open to others, so no socket is put there; remove it, "
        + "or set HOTLINE_HOME to a folder with a shorter path"
    case .busy(let folder):
      "another command has been starting or stopping the database in \(folder) for two minutes; wait for it or end it"
    case .notCreated(let folder, let reason):
      "initdb could not make a database in \(folder): \(reason)"
    case .notStarted(let folder, let reason, let log):
      "PostgreSQL did not start in \(folder): \(reason.isEmpty ? "it ended without a word" : reason); its log is \(log)"
    case .slow(let folder, let action, let log):
      "PostgreSQL in \(folder) is still \(action); its log, \(log), says why; then try again"
    case .refused(let folder, let error):
      "PostgreSQL in \(folder) refuses: \(error)"
    case .system(let path, let action, let code):
      "cannot \(action) \(path): \(systemMessage(code))"
    }
  }
}
