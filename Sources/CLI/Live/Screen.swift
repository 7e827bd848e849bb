import Foundation

/// A terminal that is drawn on as a whole: its other screen, keys as they are typed, everything put back at the end.
final class Screen {
  private let saved: termios?

  /// Takes the terminal over. `nil` where standard output is none.
  init?() {
    guard Descriptor.standardOutput.isTerminal else { return nil }
    var settings = termios()
    if unsafe tcgetattr(0, &settings) == 0 {
      saved = settings
      // Keys come one by one and are not shown; interrupts stay what they are. A read never waits.
      settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
      unsafe withUnsafeMutableBytes(of: &settings.c_cc) { keys in
        unsafe keys[Int(VMIN)] = 0
        unsafe keys[Int(VTIME)] = 0
      }
      _ = unsafe tcsetattr(0, TCSANOW, &settings)
    } else {
      saved = nil
    }
    // The other screen, no wrapping, no cursor (xterm control sequences, "Private Mode Set").
    Self.write("\u{1B}[?1049h\u{1B}[?7l\u{1B}[?25l")
  }

  deinit {
    Self.write("\u{1B}[?25h\u{1B}[?7h\u{1B}[?1049l")
    if var saved { _ = unsafe tcsetattr(0, TCSANOW, &saved) }
  }

  /// Columns and lines as they are now; 80 × 24 where the terminal does not know.
  var size: (columns: Int, lines: Int) {
    var size = winsize()
    guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// The keys typed since the last look.
  func keys() -> [UInt8] {
    guard saved != nil else { return [] }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = unsafe read(0, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Shows lines from the top; each must fit.
  func draw(_ lines: [String]) {
    Self.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
  }

  private static func write(_ text: String) { _ = Descriptor.standardOutput.write(Array(text.utf8)) }
}
