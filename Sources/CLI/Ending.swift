import ArgumentParser
import BackOffice
import Foundation

/// How the process ends when a command did not simply return: what it says, where, and with which status.
struct Ending: Equatable {
  enum Saying: Equatable {
    case nothing
    /// Version, completion script: asked for, so a result.
    case result(String)
    /// A page of help, and the parser's own for who reads English.
    case help(HelpPage, english: String)
    case failure(Text)
  }

  let saying: Saying
  let status: Int32
  /// The signal that stopped the command.
  let signal: Int32?

  private init(_ saying: Saying, _ status: Int32, signal: Int32? = nil) {
    self.saying = saying
    self.status = status
    self.signal = signal
  }

  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self.init(.failure(failure.message), failure.status.rawValue)
    // Thrown before there was a session.
    case let error as OfficeError:
      self.init(office: error)
    case let status as ExitStatus: self.init(.nothing, status.rawValue)
    // Thrown while running; the parser would show the usage of the whole program beside it.
    case let error as ValidationError: self.init(.failure(Self.usage(error.message)), ExitStatus.usage.rawValue)
    // What a shell reports of a process that died of SIGPIPE.
    case is OutputClosed: self.init(.nothing, 128 + SIGPIPE)
    case let interrupt as Interrupt.Received:
      self.init(.failure(Text(zh: "已中断", en: "interrupted")), 128 + interrupt.signal, signal: interrupt.signal)
    default: self.init(parser: error)
    }
  }

  private init(office error: OfficeError) {
    if let failure = Explanation.of(error, server: nil) as? Failure {
      self.init(.failure(failure.message), failure.status.rawValue)
    } else {
      self.init(parser: error)
    }
  }

  /// The parser's own errors and requests, and errors that nobody below put into words.
  private init(parser error: any Error) {
    let code = Hotline.exitCode(for: error)
    let message = Hotline.fullMessage(for: error)
    if code.isSuccess {
      let page = HelpPage(parser: message).map { Saying.help($0, english: message) }
      self.init(message.isEmpty ? .nothing : page ?? .result(message), ExitStatus.done.rawValue)
    } else {
      let words = message.hasPrefix("Error: ") ? String(message.dropFirst(7)) : message
      // The parser leaves with EX_USAGE (64), we promise 2.
      let isUsage = code == .validationFailure
      self.init(
        words.isEmpty ? .nothing : .failure(isUsage ? Self.usage(words) : Text(words)),
        isUsage ? ExitStatus.usage.rawValue : code.rawValue)
    }
  }

  /// The parser guesses what option was meant, and not what command.
  private static func usage(_ english: String) -> Text {
    let words = Text(zh: ParserWords.chinese(english), en: UnreadableValue.pointed(english))
    guard let meant = ParserWords.hint(english) else { return words }
    func hinted(_ text: String, _ hint: String) -> String {
      text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).enumerated()
        .map { $0.offset == 0 ? $0.element + hint : $0.element }.joined(separator: "\n")
    }
    return Text(zh: hinted(words.zh, "；是不是 \(meant)？"), en: hinted(words.en, "; did you mean '\(meant)'?"))
  }

  /// Says it and ends the process.
  func exit(_ console: Console) -> Never {
    switch saying {
    case .nothing: break
    case .result(let text): _ = Descriptor.standardOutput.write(Array((text + "\n").utf8))
    case .help(let page, let english):
      let text = console.language == .zh ? page.text(width: console.width) : english
      _ = Descriptor.standardOutput.write(Array((text + "\n").utf8))
    case .failure(let text): console.fail(text)
    }
    if let signal { Interrupt.die(of: signal) }
    Foundation.exit(status)
  }
}
