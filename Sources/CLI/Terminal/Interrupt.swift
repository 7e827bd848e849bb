@unsafe @preconcurrency import Dispatch  // its sources are thread-safe, and not marked so
import Foundation

/// SIGINT and SIGTERM: the first cancels the running command, so that the database is told too; the second ends the
/// process at once, because the first puts the default action back.
enum Interrupt {
  /// The command was asked to stop by this signal.
  struct Received: Error {
    let signal: Int32
  }

  /// Runs the work; cancels it and throws `Received` on the first signal. A second signal kills without further ado.
  static func heeding(_ work: @escaping @Sendable () async throws -> Void) async throws {
    let signals = received()
    try await withThrowingTaskGroup(of: Int32?.self) { group in
      group.addTask {
        try await work()
        return nil
      }
      group.addTask {
        for await signal in signals { return signal }
        return nil
      }
      defer { group.cancelAll() }
      guard let signal = try await group.next() ?? nil else { return }
      group.cancelAll()
      do {
        // Work that ends well in spite of the signal has been done.
        _ = try await group.next()
      } catch {
        throw Received(signal: signal)
      }
    }
  }

  /// Ends the process the way the signal would have, so that a shell sees why.
  static func die(of signal: Int32) -> Never {
    _ = Glibc.signal(signal, SIG_DFL)
    // Dispatch's threads block signals, and we may be on one.
    var set = sigset_t()
    _ = unsafe sigemptyset(&set)
    _ = unsafe sigaddset(&set, signal)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(signal)
    exit(128 + signal)
  }

  /// Writing to a pipe whose reader went away is then an error we see (`EPIPE`), not a kill in the middle of something.
  /// A handler that does nothing, because "ignore" would be inherited by the programs we start.
  static func surviveClosedPipes() {
    _ = Glibc.signal(SIGPIPE) { _ in }
  }

  private static func received() -> AsyncStream<Int32> {
    AsyncStream { continuation in
      // A handler may do next to nothing (signal-safety(7)): it writes the number into a pipe that Dispatch watches.
      _ = pipeEnds
      let source = DispatchSource.makeReadSource(fileDescriptor: Interrupt.pipeEnds.read)
      source.setEventHandler {
        var number: UInt8 = 0
        if unsafe read(Interrupt.pipeEnds.read, &number, 1) == 1 { continuation.yield(Int32(number)) }
      }
      continuation.onTermination = { _ in source.cancel() }
      source.activate()
      for number in [SIGINT, SIGTERM] {
        _ = Glibc.signal(number) { number in
          _ = Glibc.signal(SIGINT, SIG_DFL)
          _ = Glibc.signal(SIGTERM, SIG_DFL)
          var byte = UInt8(truncatingIfNeeded: number)
          _ = unsafe write(Interrupt.pipeEnds.write, &byte, 1)
        }
      }
    }
  }

  /// Made before the handlers are installed; closed with the process.
  private static let pipeEnds: (read: Int32, write: Int32) = {
    var ends: [Int32] = [-1, -1]
    _ = unsafe pipe(&ends)
    // Not for the programs we start.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()
}
