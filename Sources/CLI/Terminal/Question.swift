import Foundation

/// A question at the terminal that one line answers.
enum Question {
  /// Whether somebody sits there who could answer.
  static func canBeAsked(_ console: Console) -> Bool { Descriptor(number: 0).isTerminal && console.errorIsTerminal }

  /// Asks, and waits for a line; `nil` where the input ends. Looks up from waiting ten times a second, so that an
  /// interrupt is heeded.
  static func ask(_ words: Text, _ console: Console) throws -> String? {
    console.statusLine.write(console.styled(words(console.language), .bold) + " ")
    var bytes: [UInt8] = []
    while true {
      try Task.checkCancellation()
      var poll = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard unsafe Glibc.poll(&poll, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      guard unsafe read(0, &byte, 1) == 1 else { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
  }
}
