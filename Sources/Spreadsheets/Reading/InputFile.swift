import Glibc

/// An open regular file, read from its start in chunks; closed when it goes.
@safe struct InputFile: ~Copyable {
  /// What identifies the state of a file: the same values, the same bytes.
  struct Fingerprint: Sendable, Equatable {
    let device: UInt
    let inode: UInt
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  static let chunkSize = 65_536

  let path: String
  let fingerprint: Fingerprint
  private let descriptor: Int32

  init(_ path: String) throws(SpreadsheetError) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      guard code != ENOENT, code != ENOTDIR else { throw .notFound(path) }
      throw .unreadable(path, reason: Self.reason(code))
    }
    var status = stat()
    let result = unsafe fstat(descriptor, &status)
    let code = errno
    do throws(SpreadsheetError) {
      guard result == 0 else { throw .unreadable(path, reason: Self.reason(code)) }
      switch status.st_mode & S_IFMT {
      case S_IFREG: break
      case S_IFDIR: throw .isDirectory(path)
      default:
        throw .unreadable(
          path, reason: Wording(zh: "它是管道或设备，请先存成文件", en: "it is a pipe or a device; save it to a file first"))
      }
    } catch {
      close(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
    fingerprint = Fingerprint(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  deinit {
    close(descriptor)
  }

  /// The next bytes, none at the end.
  func next() throws(SpreadsheetError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.chunkSize) { buffer, count in
      let result = unsafe Glibc.read(descriptor, buffer.baseAddress, Self.chunkSize)
      failure = result < 0 ? errno : 0
      count = max(0, result)
    }
    guard failure == 0 else { throw .unreadable(path, reason: Self.reason(failure)) }
    return bytes
  }

  func rewind() {
    lseek(descriptor, 0, SEEK_SET)
  }

  private static func reason(_ code: Int32) -> Wording {
    switch code {
    case EACCES, EPERM:
      Wording(
        zh: "没有权限；请找文件所有者，或检查文件夹的权限",
        en: "permission denied; ask its owner, or check the folder's permissions")
    default: Wording(unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)")
    }
  }
}
