import FoundationEssentials
import Glibc
import TestCluster

@testable import LogWorker

/// A small file system in memory, to be filled to the brim.
struct Volume: Sendable {
  let folder: String
  private var ballast: String { folder + "/ballast" }

  /// Whether we may mount one.
  static let isAllowed: Bool = {
    let folder = "/tmp/hotline-volume-\(getpid())"
    guard unsafe mkdir(folder, 0o700) == 0 else { return false }
    defer { _ = unsafe rmdir(folder) }
    guard unsafe mount("tmpfs", folder, "tmpfs", 0, "size=1m") == 0 else { return false }
    return unsafe umount2(folder, Int32(MNT_DETACH)) == 0
  }()

  init(mebibytes: Int) async throws {
    folder = try await TestCluster.folder()
    guard unsafe mount("tmpfs", folder, "tmpfs", 0, "size=\(mebibytes)m,mode=1777") == 0 else {
      throw Failure("no volume at \(folder) (errno \(errno))")
    }
  }

  /// Leaves not a byte to anybody else.
  func fill() throws {
    let file = unsafe open(ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Failure("no ballast (errno \(errno))") }
    defer { close(file) }
    let block = [UInt8](repeating: 0, count: 64 << 10)
    var size = block.count
    while size > 0 {
      let count = unsafe write(file, block, size)
      if count < 0 { size /= 2 }
    }
    guard errno == ENOSPC else { throw Failure("the volume cannot be filled (errno \(errno))") }
  }

  /// Makes room again.
  func empty() { unsafe unlink(ballast) }

  /// Takes it away, with all that is on it; a server there must be down.
  func remove() { unsafe umount2(folder, Int32(MNT_DETACH)) }
}
