import EventStore
import FoundationEssentials
import Glibc
import Synchronization

/// A backup on its way: a tar archive under a temporary name beside its place, until `commit` gives it its own.
///
/// The parts, in order: README.txt, log.dump, delivery.csv, delivery_mark.csv, files/…, seal.txt, log.pub, SHA256SUMS, and the
/// signature of that. So `tar xf`, `sha256sum -c SHA256SUMS` and `pg_restore log.dump` read it without hotline.
final class BackupWriter: Sendable {
  private struct State: ~Copyable {
    /// Of all that was written.
    var offset = 0
    var name = ""
    var start = 0
    var digest = SHA256Digest.Running()
    var sums = ""
    var isSettled = false
  }

  let path: String
  private let temporary: String
  private let descriptor: Int32
  private let date: Int
  private let replacing: Bool
  private let state = Mutex(State())

  /// Creates the temporary file, so that a folder that cannot be written is known before the work.
  ///
  /// - Parameter replacing: an existing file is replaced in the end, and refused without it.
  init(_ path: String, replacing: Bool, date: Int) throws(BackupError) {
    self.path = path
    self.date = date
    self.replacing = replacing
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw .notWritten(path: path, code: EISDIR) }
      if !replacing { throw .exists(path: path) }
    }
    temporary = "\(path).\(getpid()).part"
    // It holds personal data.
    descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .notWritten(path: path, code: errno) }
  }

  deinit {
    discard()
    Glibc.close(descriptor)
  }

  /// Takes the temporary file away, unless it has its place. At once, and not only at the end of the last closure that
  /// writes to it: the process may be gone before.
  func discard() {
    state.withLock { state in
      guard !state.isSettled else { return }
      state.isSettled = true
      unsafe unlink(temporary)
    }
  }

  /// Begins a part; its size is known at its end only.
  func begin(_ name: String) throws(BackupError) {
    try state.withLock { state throws(BackupError) in
      (state.name, state.start) = (name, state.offset)
      state.digest = SHA256Digest.Running()
      try write([UInt8](repeating: 0, count: TarHeader.blockSize), &state)
    }
  }

  /// Adds to the part.
  func append(_ bytes: [UInt8]) throws(BackupError) {
    try state.withLock { state throws(BackupError) in
      state.digest.update(bytes)
      try write(bytes, &state)
    }
  }

  /// Ends the part.
  func end() throws(BackupError) {
    try state.withLock { state throws(BackupError) in
      let size = state.offset - state.start - TarHeader.blockSize
      state.sums += "\(SHA256Digest.hex(state.digest.finish()))  \(state.name)\n"
      try write([UInt8](repeating: 0, count: TarHeader.padding(size)), &state)
      let header = TarHeader(name: state.name, size: size).block(date: date)
      guard unsafe pwrite(descriptor, header, header.count, state.start) == header.count else {
        throw .notWritten(path: path, code: errno)
      }
    }
  }

  /// A whole part.
  func add(_ name: String, _ text: String) throws(BackupError) {
    try begin(name)
    try append(Array(text.utf8))
    try end()
  }

  /// What is signed: the sums, and words that stand before no other text that the key signs.
  static func message(_ sums: String) -> [UInt8] { Array("hotline backup 1\n\(sums)".utf8) }

  /// Signs the sums of all parts, ends the archive, makes it durable and gives it its name; returns its size in bytes.
  func commit(_ key: SigningKey) throws -> Int {
    let sums = state.withLock { $0.sums }
    let signature = try key.signature(of: Self.message(sums))
    try add("SHA256SUMS", sums)
    try add("SHA256SUMS.signature", SHA256Digest.hex(signature) + "\n")
    return try close()
  }

  private func close() throws(BackupError) -> Int {
    return try state.withLock { state throws(BackupError) in
      try write([UInt8](repeating: 0, count: 2 * TarHeader.blockSize), &state)
      guard fsync(descriptor) == 0 else { throw .notWritten(path: path, code: errno) }
      if replacing {
        guard unsafe rename(temporary, path) == 0 else { throw .notWritten(path: path, code: errno) }
      } else {
        // Not a rename, which would replace the backup of another command that was faster.
        guard unsafe link(temporary, path) == 0 else {
          throw errno == EEXIST ? .exists(path: path) : .notWritten(path: path, code: errno)
        }
        unsafe unlink(temporary)
      }
      state.isSettled = true
      // Without this the name could be lost with the power; some file systems sync no folder, and need not.
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
      let open = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if open >= 0 {
        _ = fsync(open)
        Glibc.close(open)
      }
      return state.offset
    }
  }

  private func write(_ bytes: [UInt8], _ state: inout State) throws(BackupError) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .notWritten(path: path, code: count < 0 ? errno : ENOSPC) }
      sent += count
    }
    state.offset += sent
  }
}
