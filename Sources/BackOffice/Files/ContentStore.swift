import Domain
import EventStore
import FoundationEssentials
import Glibc

/// The contents of files, each under its SHA-256: `ab/abcd…`. The same content lies there once.
///
/// A content is written under another name, made durable, and then gets its own: under a digest there is the whole content
/// or nothing. Contents never change; who reads one checks it.
public struct ContentStore: Sendable {
  /// Where they lie.
  public let folder: String

  /// A store in a folder, which is made when the first content comes.
  public init(folder: String) { self.folder = folder }

  /// What became of a content.
  public enum Condition: String, Sendable {
    case whole, missing, damaged
  }

  /// The digest of a file, which is only read.
  public static func digest(of path: String) throws(ContentError) -> (content: ContentDigest, byteCount: Int) {
    let file = try ReadFile(path)
    var digest = SHA256Digest.Running()
    var count = 0
    while true {
      let bytes = try file.next()
      if bytes.isEmpty { break }
      digest.update(bytes)
      count += bytes.count
    }
    return (Self.content(digest.finish()), count)
  }

  /// Takes a file in, and returns its digest; one that is there already is left as it is.
  @discardableResult
  public func put(_ path: String) throws(ContentError) -> (content: ContentDigest, byteCount: Int) {
    let file = try ReadFile(path)
    return try put { () throws(ContentError) in try file.next() }
  }

  /// Takes a content in piece by piece.
  ///
  /// - Parameter source: the next bytes; none at the end.
  @discardableResult
  public func put<Failure: Error>(
    from source: () throws(Failure) -> [UInt8], failure: (Failure) -> ContentError
  ) throws(ContentError) -> (content: ContentDigest, byteCount: Int) {
    try put { () throws(ContentError) in
      do throws(Failure) {
        return try source()
      } catch {
        throw failure(error)
      }
    }
  }

  private func put(_ source: () throws(ContentError) -> [UInt8]) throws(ContentError) -> (
    content: ContentDigest, byteCount: Int
  ) {
    try Self.makeFolder(folder)
    let temporary = "\(folder)/incoming.\(getpid()).\(UInt64.random(in: 0 ... .max))"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .notWritten(path: folder, code: errno) }
    // Gone already where it got its name.
    defer { unsafe unlink(temporary) }
    var digest = SHA256Digest.Running()
    var count = 0
    do throws(ContentError) {
      while true {
        let bytes = try source()
        if bytes.isEmpty { break }
        digest.update(bytes)
        count += bytes.count
        try Self.write(bytes, to: descriptor, temporary)
      }
      guard fsync(descriptor) == 0 else { throw .notWritten(path: temporary, code: errno) }
    } catch {
      close(descriptor)
      throw error
    }
    close(descriptor)
    let content = Self.content(digest.finish())
    if condition(of: content) == .whole { return (content, count) }
    let place = path(of: content)
    try Self.makeFolder(String(place.prefix(upTo: place.lastIndex(of: "/") ?? place.endIndex)))
    guard unsafe rename(temporary, place) == 0 else { throw .notWritten(path: place, code: errno) }
    Self.makeDurable(place)
    return (content, count)
  }

  /// Reads a content through, and says whether it is what its digest says.
  public func condition(of content: ContentDigest) -> Condition {
    guard unsafe access(path(of: content), F_OK) == 0 else { return .missing }
    let found = try? Self.digest(of: path(of: content)).content
    return found == content ? .whole : .damaged
  }

  /// Copies a content out, checked before a byte of it is handed on.
  ///
  /// - Parameter body: takes the next bytes.
  public func read(_ content: ContentDigest, _ body: ([UInt8]) throws -> Void) throws {
    switch condition(of: content) {
    case .missing: throw ContentError.missing(content, folder: folder)
    case .damaged: throw ContentError.damaged(content, folder: folder)
    case .whole: break
    }
    let file = try ReadFile(path(of: content))
    while true {
      let bytes = try file.next()
      if bytes.isEmpty { break }
      try body(bytes)
    }
  }

  /// Removes a content; one that is not there is fine.
  public func remove(_ content: ContentDigest) throws(ContentError) {
    let place = path(of: content)
    guard unsafe unlink(place) == 0 || errno == ENOENT else { throw .notWritten(path: place, code: errno) }
    Self.makeDurable(place)
  }

  /// Every content there is, by digest.
  public func all() throws(ContentError) -> [ContentDigest] {
    var found: [ContentDigest] = []
    for part in try Self.names(in: folder) where part.utf8.count == 2 {
      found += try Self.names(in: "\(folder)/\(part)").compactMap { ContentDigest($0) }
    }
    return found.sorted { $0.rawValue < $1.rawValue }
  }

  /// Where a content lies.
  func path(of content: ContentDigest) -> String {
    "\(folder)/\(content.rawValue.prefix(2))/\(content.rawValue)"
  }

  private static func content(_ digest: [UInt8]) -> ContentDigest {
    guard let content = ContentDigest(SHA256Digest.hex(digest)) else {
      preconditionFailure("a SHA-256 has 64 hexadecimal digits")
    }
    return content
  }

  private static func names(in folder: String) throws(ContentError) -> [String] {
    guard unsafe access(folder, F_OK) == 0 else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .notRead(path: folder, code: EIO)
    }
  }

  private static func makeFolder(_ folder: String) throws(ContentError) {
    var status = stat()
    if unsafe stat(folder, &status) == 0 { return }
    if let slash = folder.lastIndex(of: "/"), slash > folder.startIndex { try makeFolder(String(folder[..<slash])) }
    // They hold personal data.
    guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw .notWritten(path: folder, code: errno) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(ContentError) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .notWritten(path: path, code: count < 0 ? errno : ENOSPC) }
      sent += count
    }
  }

  /// Without this a name could be lost with the power; some file systems sync no folder, and need not.
  private static func makeDurable(_ path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}

/// A file that is read from its beginning to its end.
private final class ReadFile {
  private let path: String
  private let descriptor: Int32

  init(_ path: String) throws(ContentError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .notRead(path: path, code: errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .notRead(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
  }

  deinit { close(descriptor) }

  /// The next bytes; none at the end.
  func next() throws(ContentError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .notRead(path: path, code: errno) }
      bytes.removeLast(bytes.count - count)
      return bytes
    }
  }
}
