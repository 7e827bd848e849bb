import FoundationEssentials
import Projections

#if canImport(Glibc)
  import Glibc
#endif

/// Puts messages into a folder, one file for each run of them, a JSON object a line: for an office without a gateway, or
/// with a program of its own that picks them up.
///
/// A file is named for the first and the last place in the log that it covers and appears whole or not at all. After a
/// crash the messages of the last file come again with the same keys: in the same file, or in one of another name where
/// more have come since.
public struct SpoolGateway: MessageGateway {
  private let folder: String

  /// A spool in a folder, which is made when the first message comes.
  public init(folder: String) { self.folder = folder }

  /// Writes one file.
  public func deliver(_ messages: [Outbox.Message]) async throws -> Delivery {
    guard let first = messages.first, let last = messages.last else { return Delivery() }
    return try hand(
      over: messages.map { (key: $0.key, json: [UInt8](try MessageBody.json($0))) },
      as: "reminders-\(first.position)-\(last.position).ndjson")
  }

  /// The same for messages that are written already.
  func hand(over bodies: [(key: UUID, json: [UInt8])], as name: String) throws -> Delivery {
    guard let first = bodies.first else { return Delivery() }
    var lines = Data()
    for body in bodies {
      lines.append(contentsOf: body.json)
      lines.append(UInt8(ascii: "\n"))
    }
    do {
      try DurableFile.makeFolder(folder)
      try DurableFile.write(lines, to: "\(folder)/\(name)")
    } catch {
      return Delivery(failures: [(first.key, .other("\(error)"))], gaveUp: true)
    }
    return Delivery(delivered: bodies.map(\.key))
  }
}

/// A file that is there whole, also after a power cut, or not at all.
enum DurableFile {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Makes a folder and those above it, where they are not there.
  static func makeFolder(_ path: String) throws(Failure) {
    var status = stat()
    if unsafe stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw Failure(description: "\(path) is no folder (Not a directory); name another one, or move that file away")
      }
      return
    }
    let above = path.split(separator: "/").dropLast().joined(separator: "/")
    if errno == ENOENT || errno == ENOTDIR, !above.isEmpty {
      try makeFolder(path.hasPrefix("/") ? "/\(above)" : above)
    }
    // Another process may have been faster.
    guard unsafe mkdir(path, 0o777) == 0 || (errno == EEXIST && stat(path, &status) == 0) else {
      let reason = unsafe String(cString: strerror(errno))
      throw Failure(description: "cannot make the folder \(path): \(reason); make it, or name one that can be written")
    }
  }

  static func write(_ data: Data, to path: String) throws(Failure) {
    let temporary = "\(path).part"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure("cannot write", temporary) }
    defer { close(descriptor) }
    var rest = [UInt8](data)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
      }
      guard count > 0 else { throw failure("cannot write", temporary) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw failure("cannot write", temporary) }
    guard unsafe rename(temporary, path) == 0 else { throw failure("cannot name", path) }
    try syncFolder(of: path)
  }

  /// The name lives in the folder: without this a power cut can take it back, though the bytes are on the disk.
  private static func syncFolder(of path: String) throws(Failure) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot read", folder) }
    defer { close(descriptor) }
    // Some file systems sync no folder (EINVAL); they have nothing better to offer.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure("cannot write", folder) }
  }

  private static func failure(_ what: String, _ path: String) -> Failure {
    let reason = errno == ENOSPC ? "the disk is full" : unsafe String(cString: strerror(errno))
    return Failure(description: "\(what) \(path): \(reason)")
  }
}
