import Glibc

/// Why a file was not written. Nothing is left behind, and a file that had the name before is untouched.
public enum WriteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The folder of the path is not there.
  case folderMissing(path: String)
  /// The path names a folder.
  case isFolder(path: String)
  /// The path names a device, a pipe or a socket.
  case notAFile(path: String)
  /// The folder may not be written to by this user.
  case notPermitted(path: String)
  /// The folder lies on a medium mounted read-only.
  case readOnly(path: String)
  /// The disk, or the user's share of it, is full.
  case diskFull(path: String)
  /// Anything else the system said.
  case system(path: String, errno: Int32)
  /// libxlsxwriter refused a step; its code is a `lxw_error`.
  case library(path: String, code: UInt32, message: String)
  /// The finished workbook did not read back; a part is cut short or damaged.
  case damaged(path: String, part: String)

  /// The path, the reason and the way out.
  public var description: String {
    switch self {
    case .folderMissing(let path): "\(path): the folder does not exist; create it or choose another"
    case .isFolder(let path): "\(path) is a folder; name a file in it"
    case .notAFile(let path): "\(path) is not an ordinary file; choose another name"
    case .notPermitted(let path): "\(path): no permission to write in this folder; choose another"
    case .readOnly(let path): "\(path): the folder is on a read-only disk; choose another"
    case .diskFull(let path): "\(path): the disk is full; make room or choose another disk"
    case .system(let path, let errno): "\(path): \(Self.text(errno)); nothing was written"
    case .library(let path, let code, let message):
      "\(path): the workbook cannot be written: \(message) (libxlsxwriter \(code)); nothing was written"
    case .damaged(let path, let part):
      "\(path): the workbook did not read back (\(part)); is the disk full or failing? Nothing was written"
    }
  }

  private static func text(_ errno: Int32) -> String {
    guard let text = unsafe strerror(errno) else { return "error \(errno)" }
    return unsafe String(cString: text)
  }

  /// From an `errno` met while writing near a path.
  static func from(errno code: Int32, path: String) -> WriteError {
    switch code {
    case ENOENT, ENOTDIR: .folderMissing(path: path)
    case EISDIR: .isFolder(path: path)
    case EACCES, EPERM: .notPermitted(path: path)
    case EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .diskFull(path: path)
    default: .system(path: path, errno: code)
    }
  }
}
