import EventStore
import Glibc
import Postgres

/// Why a backup was not written, or not restored. What was there before is as it was.
public enum BackupError: Error, Sendable {
  /// A file of the name is there.
  case exists(path: String)
  /// The file cannot be written; the errno.
  case notWritten(path: String, code: Int32)
  /// The file cannot be read; the errno.
  case notRead(path: String, code: Int32)
  /// The file is no backup.
  case noBackup(path: String)
  /// The backup ends too early.
  case truncated(path: String)
  /// A part of the backup is not as it was written.
  case altered(path: String, part: String)
  /// There is no log to back up.
  case noLog
  /// The log to be backed up is not as it was written, so the backup could not be restored.
  case damaged(LogFault)
  /// The log to be restored into has events, as many as that.
  case notEmpty(Int64)
  /// The backup holds files of orders, as many as that, and it is not known where to put them.
  case nowhereForFiles(Int)
  /// The log that was restored is not the one that was sealed; it was removed again.
  case notTheSame(LogFault)
}

extension BackupError: CustomStringConvertible {
  /// One sentence for a person, with the way out.
  public var description: String {
    switch self {
    case .exists(let path): "\(path) exists already; give another name, or --force to replace it"
    case .notWritten(let path, let code):
      "\(path) cannot be written (\(Self.words(code))); \(Self.wayOut(code))"
    case .notRead(let path, let code): "\(path) cannot be read (\(Self.words(code))); check the name and the rights"
    case .noBackup(let path): "\(path) is no backup of hotline; give a file that hotline db backup wrote"
    case .truncated(let path): "\(path) ends too early: it was not copied whole; copy it again, or take an older backup"
    case .altered(let path, let part):
      "\(path): \(part) is not as it was written; copy it again, or take another backup"
    case .noLog: "there is no log to back up yet"
    case .damaged(let fault):
      "the log is not as it was written, so a backup of it could not be restored: \(fault); "
        + "look with hotline log verify, and copy the database with pg_dump meanwhile"
    case .notEmpty(let count):
      "the log has \(count) events, and a backup is restored into an empty one; "
        + "set HOTLINE_HOME to a new folder, or HOTLINE_DATABASE to an empty database"
    case .nowhereForFiles(let count):
      "the backup holds \(count) files of orders; name a folder for them with HOTLINE_FILES"
    case .notTheSame(let fault):
      "what was restored is not the log that was sealed, so it was removed again: \(fault); take another backup"
    }
  }

  /// The system's words for an errno.
  public static func words(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

  private static func wayOut(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "free some space, or choose another place"
    case ENOENT: "create the folder first"
    case EISDIR: "give a file name inside it"
    default: "choose another place"
    }
  }
}
