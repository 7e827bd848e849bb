import Dispatch
import FoundationEssentials
import Glibc
import Postgres
import Synchronization

@testable import LogWorker

/// A Unix socket before a server that passes bytes on, and cuts both ends off at the byte it was told.
///
///     store ──toServer──▶ proxy ──▶ server      a cut after n bytes: the server gets n, then the end
///     store ◀──toStore── proxy ◀── server       a cut after n bytes: the store gets n; the server has done all it was told
///
/// It knows nothing of the protocol, so it cuts in the middle of any message, `COMMIT` and its answer among them.
final class CuttingProxy: Sendable {
  enum Direction: Sendable, CaseIterable { case toServer, toStore }

  private struct State {
    var latest = 0
    /// The connection that is counted and cut; the others, such as one that says goodbye, pass as they are.
    var armed = 0
    var passed: [Direction: Int] = [:]
    var cut: (direction: Direction, after: Int)?
  }

  /// Where it stands, for the same database.
  let address: Address
  private let server: String
  private let listener: Int32
  private let state = Mutex(State())

  /// Starts to pass on.
  init(before server: Address, folder: String) throws {
    self.server = (server.parameter("host") ?? "") + "/.s.PGSQL.5432"
    address = .socket(
      folder: folder, database: server.parameter("dbname") ?? "", user: server.parameter("user") ?? "")
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let path = folder + "/.s.PGSQL.5432"
    let isBound = unsafe Self.withSocketAddress(path) { unsafe bind(listener, $0, $1) }
    guard isBound == 0, listen(listener, 16) == 0 else { throw Failure("no socket at \(path) (errno \(errno))") }
    Self.onThread { self.acceptAll() }
  }

  /// Ends it; what was passed through it is cut.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// Counts the bytes of the connection that was made last from zero on, and cuts it after so many; never, where nothing
  /// is given.
  func arm(_ direction: Direction? = nil, after count: Int = 0) {
    state.withLock { state in
      state.armed = state.latest
      state.passed = [:]
      state.cut = direction.map { ($0, count) }
    }
  }

  /// The bytes since `arm`.
  func passed(_ direction: Direction) -> Int { state.withLock { $0.passed[direction] ?? 0 } }

  private func acceptAll() {
    while true {
      let store = accept(listener, nil, nil)
      guard store >= 0 else { break }
      _ = fcntl(store, F_SETFD, FD_CLOEXEC)
      let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      guard unsafe Self.withSocketAddress(server, { unsafe connect(upstream, $0, $1) }) == 0 else {
        close(store)
        close(upstream)
        continue
      }
      let number = state.withLock { state in
        state.latest += 1
        return state.latest
      }
      Self.onThread {
        self.pass(number, store, upstream)
        for end in [store, upstream] {
          // Before the close: a process that another test started in this moment may hold the end open, too.
          shutdown(end, Int32(SHUT_RDWR))
          close(end)
        }
      }
    }
    close(listener)
  }

  /// Until either end is closed, or cut.
  private func pass(_ number: Int, _ store: Int32, _ upstream: Int32) {
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    var sources = [
      pollfd(fd: store, events: Int16(POLLIN), revents: 0), pollfd(fd: upstream, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      guard unsafe poll(&sources, 2, -1) > 0 else { continue }
      // The server's side first: what it answered before the store goes on was sent.
      for (index, direction, target) in [(1, Direction.toStore, store), (0, .toServer, upstream)] {
        guard sources[index].revents != 0 else { continue }
        let count = unsafe read(sources[index].fd, &bytes, bytes.count)
        guard count > 0 else { return }
        let (allowed, isCut) = take(count, direction, of: number)
        var rest = bytes[..<allowed]
        while !rest.isEmpty {
          // Not a signal to the whole process where the other end is gone.
          let sent = unsafe rest.withUnsafeBytes {
            unsafe send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          guard sent > 0 else { return }
          rest = rest.dropFirst(sent)
        }
        if isCut { return }
      }
    }
  }

  /// How many of the bytes may pass, and whether that was the last of them.
  private func take(_ count: Int, _ direction: Direction, of number: Int) -> (allowed: Int, isCut: Bool) {
    state.withLock { state in
      guard number == state.armed else { return (count, false) }
      let passed = state.passed[direction] ?? 0
      guard let cut = state.cut, cut.direction == direction, passed + count >= cut.after else {
        state.passed[direction] = passed + count
        return (count, false)
      }
      state.passed[direction] = cut.after
      return (cut.after - passed, true)
    }
  }

  private static func onThread(_ body: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "proxy").async(execute: body)
  }

  private static func withSocketAddress<R>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8.prefix(MemoryLayout.size(ofValue: address.sun_path) - 1)) + [0]
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
