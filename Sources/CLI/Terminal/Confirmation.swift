import Foundation

/// A question before what cannot be undone.
enum Confirmation {
  /// Waits for a line on the terminal; true for `yes` or its Chinese word. Where nobody sits at one it throws: the way
  /// out is then an option.
  ///
  /// - Parameter option: says yes beforehand: `--yes`.
  static func ask(_ question: Text, option: String, _ console: Console) throws -> Bool {
    let input = Descriptor(number: 0)
    guard input.isTerminal, console.errorIsTerminal else {
      throw Failure(
        .usage,
        Text(
          zh: "\(question.zh) 没有终端可供确认；确定要做请加 \(option)",
          en: "\(question.en) There is no terminal to confirm it at; if you mean it, add \(option)"))
    }
    console.statusLine.write(console.styled(question(console.language), .bold) + " [yes/no] ")
    let answer = try line(of: input).lowercased().filter { !$0.isWhitespace }
    return ["yes", "y", "是"].contains(answer)
  }

  /// Looks up from waiting ten times a second, so that an interrupt is heeded.
  private static func line(of input: Descriptor) throws -> String {
    var bytes: [UInt8] = []
    while bytes.last != UInt8(ascii: "\n") {
      try Task.checkCancellation()
      var poll = pollfd(fd: input.number, events: Int16(POLLIN), revents: 0)
      guard unsafe Glibc.poll(&poll, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      guard unsafe read(input.number, &byte, 1) == 1 else { break }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
