import FoundationEssentials
import Glibc

/// Lines that outlive a SIGKILL: each is with the kernel before `note` returns.
final class Ledger: Sendable {
  private let descriptor: Int32

  /// Opens or makes it. A line that a kill cut short is taken away: what it was to say is not acknowledged.
  init(_ path: String) throws {
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Failure("\(path) cannot be opened (errno \(errno))") }
    let bytes = try Data(contentsOf: URL(filePath: path))
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard ftruncate(descriptor, whole) == 0 else { throw Failure("\(path) cannot be cut (errno \(errno))") }
    lines = Self.split(bytes.prefix(whole))
  }

  deinit { close(descriptor) }

  /// What it held when it was opened.
  let lines: [String]

  /// The whole lines of one that a worker may still write.
  static func read(_ path: String) -> [String] {
    guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return [] }
    return split(bytes.prefix(bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0))
  }

  private static func split(_ bytes: Data) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func note(_ lines: [String]) throws {
    var bytes = Array(lines.map { $0 + "\n" }.joined().utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure("the ledger cannot be written (errno \(errno))") }
      bytes = bytes.dropFirst(count)
    }
  }
}

extension Ledger {
  /// A line of a writer: the number of the command and where its events lie.
  struct Acknowledged: Equatable, Sendable {
    let command: Int
    let positions: [Int64]

    init(command: Int, positions: [Int64]) {
      self.command = command
      self.positions = positions
    }

    init?(_ line: String) {
      let numbers = line.split(separator: " ").compactMap { Int64($0) }
      guard let command = numbers.first, numbers.count > 1 else { return nil }
      self.init(command: Int(command), positions: Array(numbers.dropFirst()))
    }

    var line: String { ([Int64(command)] + positions).map(String.init).joined(separator: " ") }
  }

  /// A line of a follower: an event it was given.
  struct Followed: Equatable, Sendable {
    let position: Int64
    let id: UUID

    init(position: Int64, id: UUID) {
      self.position = position
      self.id = id
    }

    init?(_ line: String) {
      let words = line.split(separator: " ")
      guard words.count == 2, let position = Int64(words[0]), let id = UUID(uuidString: String(words[1])) else {
        return nil
      }
      self.init(position: position, id: id)
    }

    var line: String { "\(position) \(id.uuidString)" }
  }
}
