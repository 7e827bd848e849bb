import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// A small mail server on the loopback for one test (RFC 5321): takes letters one after the other and keeps them, or does
/// what goes wrong with one.
final class LetterBox: Sendable {
  /// What becomes of a letter.
  enum Behaviour: Sendable {
    case take
    /// The receiver is refused, in these words.
    case refuse(String)
    /// The connection breaks in the middle of the letter.
    case breakOff
    /// The letter is taken, and the connection breaks before that is said.
    case loseTheAnswer
    /// The letter is taken, and nothing is said until the other end is gone.
    case keepSilent
  }

  /// For `HOTLINE_SMTP`.
  let address: String
  /// Gets a byte when a letter came that is not answered.
  let silence: Int32
  private let silenceEnd: Int32
  private let listener: Loopback
  private let state = Mutex<(letters: [String], script: [Behaviour])>(([], []))

  init() throws {
    listener = try Loopback()
    address = "smtp://127.0.0.1:\(listener.port)"
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw Loopback.Failure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (silence, silenceEnd) = (ends[0], ends[1])
    DispatchQueue(label: "letter-box").async { [self] in listener.serve { speak(on: $0) } }
  }

  /// The letters that came whole, also those that were not answered.
  var letters: [String] { state.withLock { $0.letters } }

  /// What becomes of the next letter; all others are taken.
  func next(_ behaviour: Behaviour) { state.withLock { $0.script.append(behaviour) } }

  /// Ends it.
  func stop() { listener.stop() }

  private func speak(on connection: Int32) {
    let behaviour = state.withLock { $0.script.isEmpty ? Behaviour.take : $0.script.removeFirst() }
    var line = Line(connection)
    line.say("220 localhost ready")
    while let command = line.read(upTo: "\r\n") {
      switch command.prefix(4).uppercased() {
      case "EHLO": line.say("250-localhost\r\n250 8BITMIME")
      case "RCPT":
        if case .refuse(let words) = behaviour { line.say(words) } else { line.say("250 ok") }
      case "DATA":
        line.say("354 go on")
        if case .breakOff = behaviour { return line.breakOff() }
        guard let letter = line.read(upTo: "\r\n.\r\n") else { return }
        state.withLock { $0.letters.append(letter) }
        switch behaviour {
        case .take, .refuse, .breakOff: line.say("250 taken")
        case .loseTheAnswer: return
        case .keepSilent:
          _ = unsafe write(silenceEnd, [0], 1)
          return line.waitForTheEnd()
        }
      case "QUIT": return line.say("221 bye")
      default: line.say("250 ok")
      }
    }
  }

  /// One connection, read by what ends a piece.
  private struct Line {
    private let connection: Int32
    private var bytes: [UInt8] = []

    init(_ connection: Int32) { self.connection = connection }

    func say(_ words: String) {
      let bytes = Array("\(words)\r\n".utf8)
      _ = unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What comes before an end; `nil` where the other one is gone.
    mutating func read(upTo end: String) -> String? {
      let end = Array(end.utf8)
      var start = 0
      while true {
        if let found = bytes.indices.dropFirst(start).first(where: { bytes[$0...].starts(with: end) }) {
          let piece = String(decoding: bytes[..<found], as: UTF8.self)
          bytes.removeFirst(found + end.count)
          return piece
        }
        start = max(0, bytes.count - end.count)
        guard receive() else { return nil }
      }
    }

    /// Takes some of a letter, and breaks with a reset.
    mutating func breakOff() {
      _ = receive()
      var hard = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(connection, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    }

    mutating func waitForTheEnd() { while receive() {} }

    private mutating func receive() -> Bool {
      var chunk = [UInt8](repeating: 0, count: 8192)
      let count = unsafe recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return false }
      bytes += chunk.prefix(count)
      return true
    }
  }
}
