import Domain
import EventStore
import FoundationEssentials
import Glibc

/// A backup that is read: its parts, once all of them were found to be as they were written.
final class BackupReader: Sendable {
  private struct Part {
    let offset, size: Int
  }

  let path: String
  private let descriptor: Int32
  private let parts: [String: Part]

  /// The contents of files that are in it, by digest.
  var contents: [ContentDigest] {
    parts.keys.filter { $0.hasPrefix("files/") }.sorted().compactMap { ContentDigest(String($0.dropFirst(6))) }
  }

  /// Of the parts.
  var byteCount: Int { parts.values.reduce(0) { $0 + $1.size } }

  /// Opens a backup and checks the sum of each part: reads the file once.
  init(_ path: String) throws(BackupError) {
    self.path = path
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .notRead(path: path, code: errno) }
    self.descriptor = descriptor
    do throws(BackupError) {
      parts = try Self.parts(of: path, descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    try check()
  }

  deinit { close(descriptor) }

  private static func parts(of path: String, _ descriptor: Int32) throws(BackupError) -> [String: Part] {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .notRead(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .noBackup(path: path) }
    let end = Int(status.st_size)
    var parts: [String: Part] = [:]
    var offset = 0
    while true {
      let block = try read(path, descriptor, offset, TarHeader.blockSize)
      guard block.count == TarHeader.blockSize else {
        throw parts["README.txt"] == nil ? .noBackup(path: path) : .truncated(path: path)
      }
      if block.allSatisfy({ $0 == 0 }) { break }
      guard let header = TarHeader(block: block) else {
        throw parts.isEmpty ? .noBackup(path: path) : .altered(path: path, part: "the archive at byte \(offset)")
      }
      guard !parts.isEmpty || header.name == "README.txt" else { throw .noBackup(path: path) }
      offset += TarHeader.blockSize
      guard header.size <= end - offset else { throw .truncated(path: path) }
      parts[header.name] = Part(offset: offset, size: header.size)
      offset += header.size + TarHeader.padding(header.size)
    }
    return parts
  }

  private func check() throws(BackupError) {
    let lines = try text("SHA256SUMS").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let summed = Set(parts.keys).subtracting(["SHA256SUMS", "SHA256SUMS.signature"])
    guard lines.allSatisfy({ $0.count == 2 }), Set(lines.map { $0[1] }) == summed
    else { throw .altered(path: path, part: "SHA256SUMS") }
    for line in lines {
      var digest = SHA256Digest.Running()
      var piece = Pieces(self, line[1])
      while true {
        let bytes = try piece.next()
        if bytes.isEmpty { break }
        digest.update(bytes)
      }
      guard SHA256Digest.hex(digest.finish()) == line[0] else { throw .altered(path: path, part: line[1]) }
    }
  }

  /// Checks that the owner of the key wrote all of it.
  func check(_ key: SealPublicKey) throws(BackupError) {
    let digits = try text("SHA256SUMS.signature").compactMap(\.hexDigitValue)
    let signature = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    guard key.isValid(signature, of: BackupWriter.message(try text("SHA256SUMS"))) else {
      throw .altered(path: path, part: "SHA256SUMS.signature")
    }
  }

  /// Reads a part from its beginning to its end.
  struct Pieces {
    private let reader: BackupReader
    private var offset: Int
    private let end: Int

    init(_ reader: BackupReader, _ name: String) {
      self.reader = reader
      let part = reader.parts[name] ?? Part(offset: 0, size: 0)
      (offset, end) = (part.offset, part.offset + part.size)
    }

    /// The next bytes; empty at the end.
    mutating func next() throws(BackupError) -> [UInt8] {
      let count = min(256 << 10, end - offset)
      guard count > 0 else { return [] }
      let bytes = try BackupReader.read(reader.path, reader.descriptor, offset, count)
      guard !bytes.isEmpty else { throw .truncated(path: reader.path) }
      offset += bytes.count
      return bytes
    }
  }

  /// A part of some lines: the sums have one for each file.
  func text(_ name: String) throws(BackupError) -> String {
    guard let part = parts[name], part.size < 1 << 28 else { throw .altered(path: path, part: name) }
    return String(decoding: try Self.read(path, descriptor, part.offset, part.size), as: UTF8.self)
  }

  private static func read(
    _ path: String, _ descriptor: Int32, _ offset: Int, _ count: Int
  ) throws(BackupError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    while true {
      let count = unsafe pread(descriptor, &bytes, bytes.count, offset)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .notRead(path: path, code: errno) }
      bytes.removeLast(bytes.count - count)
      return bytes
    }
  }
}
