import Foundation
import Synchronization

/// Standard error with at most one passing line at its foot (progress); a message wipes the line first.
final class StatusLine: Sendable {
  private let isShown = Mutex(false)

  /// Replaces the passing line.
  func show(_ line: String) {
    isShown.withLock { isShown in
      isShown = true
      Self.write("\r\u{1B}[K" + line)
    }
  }

  /// Wipes the passing line, if there is one.
  func clear() { write("") }

  /// Writes a lasting text; ends it with the newline it needs.
  func write(_ text: String) {
    isShown.withLock { isShown in
      let wipe = isShown ? "\r\u{1B}[K" : ""
      isShown = false
      Self.write(wipe + text)
    }
  }

  private static func write(_ text: String) {
    // Nobody is left to be told when standard error itself cannot be written.
    _ = Descriptor.standardError.write(Array(text.utf8))
  }
}
