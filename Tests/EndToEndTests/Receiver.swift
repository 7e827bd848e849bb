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

  struct Failure: Error { let code: Int32 }

  /// Where it listens.
  let address: String
  private let listener: Int32
  private let state: Mutex<State>

  private struct State {
    var posts: [Post] = []
    var statuses: [Int]
  }

  /// Answers the first posts with these statuses, all others with 200.
  init(answering statuses: [Int]) throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(code: errno) }
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = unsafe withUnsafeMutablePointer(to: &place) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(socket, pointer, size) == 0 && listen(socket, 64) == 0 && getsockname(socket, pointer, &size) == 0
      }
    }
    guard isListening else { throw Failure(code: errno) }
    listener = socket
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))/reminders"
    state = Mutex(State(statuses: statuses))
    DispatchQueue(label: "receiver").async { [self] in serve() }
  }

  /// What came so far.
  var posts: [Post] { state.withLock { $0.posts } }

  /// Answers the next posts with these statuses.
  func answer(_ statuses: [Int]) { state.withLock { $0.statuses = statuses } }

  /// Ends it.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve() {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      answerAll(connection)
      close(connection)
    }
    close(listener)
  }

  /// The posts of one kept-alive connection, until the other end is gone.
  private func answerAll(_ connection: Int32) {
    var bytes: [UInt8] = []
    while true {
      while let (post, length) = Self.post(in: bytes) {
        bytes.removeFirst(length)
        let status = state.withLock { state in
          state.posts.append(post)
          return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
        }
        let answer = Array("HTTP/1.1 \(status) Answer\r\nContent-Length: 2\r\n\r\nok".utf8)
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
