import Glibc

/// A file that appears under its name all at once, when it is complete: written under another name in the same folder,
/// synced, then renamed. Dropped without `commit` it leaves nothing; what a killed process left the next one takes away.
struct ReplacingFile: ~Copyable {
  /// Where it will be; a symbolic link is followed.
  let path: String
  /// Where it is written.
  let temporaryPath: String
  private let descriptor: Int32
  private var isCommitted = false

  /// Creates the temporary file, so that a folder that cannot be written is known before the work.
  init(_ path: String) throws(WriteError) {
    let target = Self.resolved(path)
    self.path = target
    let (folder, name) = Self.split(target)
    var status = stat()
    var mode: mode_t?
    if unsafe stat(target, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG: mode = status.st_mode & 0o777
      case S_IFDIR: throw .isFolder(path: path)
      default: throw .notAFile(path: path)
      }
    }
    if name.isEmpty { throw .isFolder(path: path) }
    var attempt = 0
    // A long name is cut: the file system allows 255 bytes.
    let (begin, end) = (".\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).", ".partial")
    while true {
      let temporary = "\(folder)/\(begin)\(getpid())-\(attempt)\(end)"
      let opened = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if opened >= 0 {
        descriptor = opened
        temporaryPath = temporary
        break
      }
      guard errno == EEXIST, attempt < 1000 else { throw .from(errno: errno, path: path) }
      attempt += 1
    }
    Leftovers.sweep(writing: descriptor, folder: folder, begin: begin, end: end)
    // An overwritten file keeps its permissions.
    if let mode { _ = fchmod(descriptor, mode) }
  }

  /// Puts the file in its place and returns its size in bytes.
  consuming func commit() throws(WriteError) -> Int {
    var status = stat()
    guard fsync(descriptor) == 0, unsafe fstat(descriptor, &status) == 0,
      unsafe rename(temporaryPath, path) == 0
    else { throw .from(errno: errno, path: path) }
    isCommitted = true
    // Without this the name could be lost with the power. A folder that cannot be synced (some network disks) is no
    // reason to take the file away again.
    let folder = unsafe open(Self.split(path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      _ = fsync(folder)
      close(folder)
    }
    return Int(status.st_size)
  }

  /// Writes bytes at the end.
  func write(_ bytes: [UInt8]) throws(WriteError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw .from(errno: errno, path: path)
      }
      rest = rest.dropFirst(written)
    }
  }

  deinit {
    close(descriptor)
    if !isCommitted { unsafe unlink(temporaryPath) }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
  }
}
