import Dispatch
import Glibc
import Synchronization

/// A small HTTP server on the loopback for one test: takes posts one after the other and keeps what came.
///
/// Ends with the listening socket, at the latest with the process.
final class Receiver: Sendable {
  /// One post.
  struct Post: Sendable {
    let headers: [String: String]
    let body: String
  }

  /// Where it listens.
  let address: String
  private let listener: Loopback
  private let state: Mutex<State>

  private struct State {
    var posts: [Post] = []
    var statuses: [Int]
    var words = "ok"
  }

  /// Answers the first posts with these statuses, all others with 200.
  init(answering statuses: [Int]) throws {
    listener = try Loopback()
    address = "http://127.0.0.1:\(listener.port)/reminders"
    state = Mutex(State(statuses: statuses))
    DispatchQueue(label: "receiver").async { [self] in serve() }
  }

  /// What came so far.
  var posts: [Post] { state.withLock { $0.posts } }

  /// Answers the next posts with these statuses, and all with these words below them.
  func answer(_ statuses: [Int], saying words: String = "ok") {
    state.withLock { ($0.statuses, $0.words) = (statuses, words) }
  }

  /// Ends it.
  func stop() { listener.stop() }

  private func serve() { listener.serve { answerAll($0) } }

  /// The posts of one kept-alive connection, until the other end is gone.
  private func answerAll(_ connection: Int32) {
    var bytes: [UInt8] = []
    while true {
      while let (post, length) = Self.post(in: bytes) {
        bytes.removeFirst(length)
        let (status, words) = state.withLock { state in
          state.posts.append(post)
          return (state.statuses.isEmpty ? 200 : state.statuses.removeFirst(), state.words)
        }
        let answer = Array(
          "HTTP/1.1 \(status) Answer\r\nContent-Length: \(words.utf8.count)\r\n\r\n\(words)".utf8)
        guard unsafe send(connection, answer, answer.count, Int32(MSG_NOSIGNAL)) == answer.count else {
          return
        }
      }
      var chunk = [UInt8](repeating: 0, count: 8192)
      let count = unsafe recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return }
      bytes += chunk.prefix(count)
    }
  }

  private static func post(in bytes: [UInt8]) -> (Post, length: Int)? {
    let end = Array("\r\n\r\n".utf8)
    guard let head = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
    var headers: [String: String] = [:]
    for line in String(decoding: bytes[..<head], as: UTF8.self).split(separator: "\r\n").dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    let start = head + end.count
    guard bytes.count >= start + length else { return nil }
    return (
      Post(headers: headers, body: String(decoding: bytes[start..<start + length], as: UTF8.self)), start + length
    )
  }
}
