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

  /// - Parameter arguments: the words behind `hotline`, to name the command that was meant.
  init(_ error: any Error, arguments: [String] = []) {
    switch error {
    case let failure as Failure: self.init(.failure(failure.message), failure.status.rawValue)
    // Thrown before there was a session.
    case let error as OfficeError:
      self.init(office: error, arguments)
    case let status as ExitStatus: self.init(.nothing, status.rawValue)
    // Thrown while running; the parser would show the usage of the whole program beside it.
    case let error as ValidationError:
      self.init(.failure(ParserWords.text(error.message, [])), ExitStatus.usage.rawValue)
    // What a shell reports of a process that died of SIGPIPE.
    case is OutputClosed: self.init(.nothing, 128 + SIGPIPE)
    case let interrupt as Interrupt.Received:
      self.init(.failure(Text(zh: "已中断", en: "interrupted")), 128 + interrupt.signal, signal: interrupt.signal)
    default: self.init(parser: error, arguments)
    }
  }

  private init(office error: OfficeError, _ arguments: [String]) {
    if let failure = Explanation.of(error, server: nil) as? Failure {
      self.init(.failure(failure.message), failure.status.rawValue)
    } else {
      self.init(parser: error, arguments)
    }
  }

  /// The parser's own errors and requests, and errors that nobody below put into words.
  private init(parser error: any Error, _ arguments: [String]) {
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
        words.isEmpty ? .nothing : .failure(isUsage ? ParserWords.text(words, arguments) : Text(words)),
        isUsage ? ExitStatus.usage.rawValue : code.rawValue)
    }
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
