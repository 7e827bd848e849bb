import FoundationEssentials
import Glibc

/// A folder's path, and what the system says about it.
struct Folder: Sendable {
  let path: String

  /// Takes a path relative to the working folder too.
  init(path: String) {
    let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    self.path = absolute.count > 1 && absolute.hasSuffix("/") ? String(absolute.dropLast()) : absolute
  }

  func file(_ name: String) -> String { path + "/" + name }
  func folder(_ name: String) -> Folder { Folder(path: file(name)) }

  enum Kind {
    case missing
    case folder
    case link
    case other
  }

  /// What stands at the path itself; a link is not followed.
  func kind() throws(ClusterError) -> Kind {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT { return .missing }
      throw ClusterError(errno, path: path, action: "look at")
    }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  /// Owner and permission bits; links are followed.
  func status() throws(ClusterError) -> (owner: uid_t, group: gid_t, mode: mode_t) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw ClusterError(errno, path: path, action: "look at") }
    return (status.st_uid, status.st_gid, status.st_mode & 0o7777)
  }

  /// The names inside.
  func entries() throws(ClusterError) -> [String] {
    guard unsafe access(path, R_OK | X_OK) == 0 else { throw ClusterError(errno, path: path, action: "read") }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .system(path: path, action: "read", code: EIO)
    }
  }

  /// Makes the folder for one owner alone; parents that are missing are made as open as the system's own.
  func make(for account: ServerAccount?) throws(ClusterError) {
    let parent = Folder(path: parentPath)
    if try parent.kind() == .missing { try parent.makeShared() }
    guard unsafe mkdir(path, 0o700) == 0 else { throw ClusterError(errno, path: path, action: "make") }
    if let account { try account.own(path) }
  }

  func makeShared() throws(ClusterError) {
    let parent = Folder(path: parentPath)
    if try parent.kind() == .missing { try parent.makeShared() }
    // Another command may have been faster.
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw ClusterError(errno, path: path, action: "make")
    }
  }

  var parentPath: String {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  /// The path without links, "." and "..".
  func resolved() throws(ClusterError) -> Folder {
    guard let real = unsafe realpath(path, nil) else { throw ClusterError(errno, path: path, action: "follow") }
    defer { unsafe free(real) }
    return Folder(path: unsafe String(cString: real))
  }

  /// Makes what was renamed inside survive a power failure.
  func synchronize() throws(ClusterError) {
    let open = try OpenFile(path, O_RDONLY)
    guard fsync(open.descriptor) == 0 else { throw ClusterError(errno, path: path, action: "write") }
  }
}

/// A file descriptor with one owner, closed with it; not inherited by subprocesses.
struct OpenFile: ~Copyable {
  let descriptor: Int32
  private let path: String

  init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(ClusterError) {
    descriptor = unsafe open(path, flags | O_CLOEXEC, mode)
    self.path = path
    guard descriptor >= 0 else { throw ClusterError(errno, path: path, action: "open") }
  }

  deinit { close(descriptor) }

  borrowing func write(_ text: String) throws(ClusterError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw ClusterError(errno, path: path, action: "write") }
      rest = rest.dropFirst(count)
    }
  }

  /// The text from a byte offset on, at most 64 KiB of it.
  borrowing func text(from offset: Int = 0) -> String {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe pread(descriptor, &bytes, bytes.count, offset)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// In bytes.
  var size: Int { max(0, Int(lseek(descriptor, 0, SEEK_END))) }
}
