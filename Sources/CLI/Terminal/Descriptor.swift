import Foundation

/// A file descriptor as the kernel sees it: whole writes, and the reason when one fails.
struct Descriptor: Sendable, Equatable {
  let number: Int32

  static let standardOutput = Descriptor(number: 1)
  static let standardError = Descriptor(number: 2)

  var isTerminal: Bool { isatty(number) == 1 }

  /// Columns of the terminal; nil when it is none or does not know (`TIOCGWINSZ`).
  var columns: Int? {
    var size = winsize()
    guard unsafe ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all bytes, however many calls it takes; the errno of the one that failed, or nil.
  func write(_ bytes: [UInt8]) -> Int32? {
    unsafe bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = unsafe Glibc.write(number, buffer.baseAddress?.advanced(by: sent), buffer.count - sent)
        if count >= 0 {
          sent += count
        } else if errno == EAGAIN {
          // Somebody made the terminal non-blocking; wait until it takes more.
          var poll = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
          _ = unsafe Glibc.poll(&poll, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }
}
