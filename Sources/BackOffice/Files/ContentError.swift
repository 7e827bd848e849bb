import Domain
import Glibc

/// Why the content of a file is not to be had, or not kept.
public enum ContentError: Error, Sendable {
  /// The file cannot be read; the errno.
  case notRead(path: String, code: Int32)
  /// There is a folder, a pipe or the like under the name.
  case notAFile(path: String)
  /// The store or the file cannot be written; the errno.
  case notWritten(path: String, code: Int32)
  /// The store has no such content.
  case missing(ContentDigest, folder: String)
  /// What lies there under the digest is something else.
  case damaged(ContentDigest, folder: String)
}

extension ContentError: CustomStringConvertible {
  /// One sentence for a person, with the way out.
  public var description: String {
    switch self {
    case .notRead(let path, let code):
      "\(path) cannot be read (\(BackupError.words(code))); check the name and the rights"
    case .notAFile(let path): "\(path) is no file; give a file"
    case .notWritten(let path, let code):
      "\(path) cannot be written (\(BackupError.words(code))); free some space or check the rights"
    case .missing(let digest, let folder):
      "the content \(digest) is not in \(folder); restore it from a backup, or check HOTLINE_FILES"
    case .damaged(let digest, let folder):
      "the content \(digest) in \(folder) is not what was put there; restore it from a backup"
    }
  }
}
