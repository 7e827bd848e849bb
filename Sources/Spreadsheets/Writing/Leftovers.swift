import Glibc

/// Files that programs were writing when they were killed: they lie beside the file that they were to become.
///
/// Whoever writes one holds a lock on it, which ends with the process whatever ends that.
public enum Leftovers {
  /// Seconds that a file has not been written to before it counts as left: between its making and its lock it has neither.
  private static let age = 60

  /// Takes away what is left of earlier tries at a file, and locks the one that is being written now.
  ///
  /// - Parameters:
  ///   - descriptor: of the file that is being written.
  ///   - folder: where it and the others lie.
  ///   - begin, end: what stands before and behind the process and attempt in their names.
  public static func sweep(writing descriptor: Int32, folder: String, begin: String, end: String) {
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    var now = stat()
    guard unsafe fstat(descriptor, &now) == 0, let names = unsafe opendir(folder) else { return }
    defer { unsafe closedir(names) }
    while let entry = unsafe readdir(names) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard isOne(name, begin, end) else { continue }
      remove("\(folder)/\(name)", before: now.st_mtim.tv_sec - age)
    }
  }

  /// `.march.xlsx.4711-0.partial`
  private static func isOne(_ name: String, _ begin: String, _ end: String) -> Bool {
    guard name.hasPrefix(begin), name.hasSuffix(end), name.utf8.count > begin.utf8.count + end.utf8.count else {
      return false
    }
    let middle = name.utf8.dropFirst(begin.utf8.count).dropLast(end.utf8.count)
    let parts = middle.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } }
  }

  private static func remove(_ path: String, before second: Int) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mtim.tv_sec < second,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return }
    _ = unsafe unlink(path)
  }
}
