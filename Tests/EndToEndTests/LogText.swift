import Glibc

/// The events of a log as `event list` tells them, without what rightly differs from run to run: when each was recorded,
/// and the instants of the imports themselves, which are told apart by their order.
struct LogText: Sendable, Equatable {
  private let bytes: [UInt8]

  init(_ text: String) {
    var bytes = Self.replacing(in: Array(text.utf8), after: "\"recordedAt\":\"") { _ in "-" }
    var runs: [String: String] = [:]
    for shape in ["v1", "v2"] {
      _ = Self.replacing(in: bytes, after: "\"type\":\"batch.started.\(shape)\",\"occurredAt\":\"") { instant in
        if runs[instant] == nil { runs[instant] = "run \(runs.count + 1)" }
        return ""
      }
    }
    bytes = Self.replacing(in: bytes, after: "\"occurredAt\":\"") { runs[$0] ?? $0 }
    self.bytes = bytes
  }

  /// How many events.
  var count: Int { bytes.count { $0 == UInt8(ascii: "\n") } }

  /// The first line that another log tells otherwise.
  func difference(from other: LogText) -> String? {
    guard self != other else { return nil }
    let (mine, theirs) = (lines, other.lines)
    let first = zip(mine, theirs).first { $0 != $1 }
    return "\(mine.count) events instead of \(theirs.count); \(first.map { "\($0)\ninstead of\n\($1)" } ?? "")"
  }

  private var lines: [Substring] { String(decoding: bytes, as: UTF8.self).split(separator: "\n") }

  /// Puts something else in the place of each JSON text that follows a mark. By libc's search: a regular expression takes
  /// seconds for the eight megabytes of five thousand requests.
  private static func replacing(in bytes: [UInt8], after mark: String, _ other: (String) -> String) -> [UInt8] {
    let text = bytes + [0]
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    unsafe text.withUnsafeBufferPointer { whole in
      guard let base = whole.baseAddress else { return }
      let start = unsafe UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
      var done = 0
      while let found = unsafe strstr(start + done, mark) {
        let value = unsafe UnsafePointer(found) - start + mark.utf8.count
        guard let end = unsafe strchr(start + value, 34) else { break }
        let valueEnd = unsafe UnsafePointer(end) - start
        unsafe result.append(contentsOf: whole[done..<value])
        unsafe result.append(contentsOf: other(String(decoding: whole[value..<valueEnd], as: UTF8.self)).utf8)
        done = valueEnd
      }
      unsafe result.append(contentsOf: whole[done..<bytes.count])
    }
    return result
  }
}
