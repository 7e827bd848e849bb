import Glibc

/// A listening socket on the loopback, at a port that was free.
struct Loopback: Sendable {
  struct Failure: Error { let code: Int32 }

  let socket: Int32
  let port: UInt16

  init() throws {
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
    self.socket = socket
    port = UInt16(bigEndian: place.sin_port)
  }

  /// Hands over one connection after the other, until it is stopped.
  func serve(_ body: (Int32) -> Void) {
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { break }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      body(connection)
      close(connection)
    }
    close(socket)
  }

  /// Ends it.
  func stop() { shutdown(socket, Int32(SHUT_RDWR)) }
}
