import Foundation

/// What is known about the person at the other end: language, terminal, colours; and the way to speak to them.
///
/// Everything said here goes to standard error: standard output belongs to results.
struct Console: Sendable {
  let language: Language
  let outputIsTerminal: Bool
  let errorIsTerminal: Bool
  /// Columns a table may take: the terminal's, else `COLUMNS`, else 80.
  let width: Int
  private let colors: Bool
  /// Whether a line may be drawn over another: a terminal that knows how.
  let showsProgress: Bool
  let statusLine = StatusLine()
  /// Keeps notes to itself: where files are made along the way that nobody asked for by name.
  var isSilent = false

  init(
    language: Language, outputIsTerminal: Bool, errorIsTerminal: Bool, width: Int, colors: Bool, isDumb: Bool = false
  ) {
    self.language = language
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.width = width
    self.colors = colors && !isDumb
    showsProgress = errorIsTerminal && !isDumb
  }

  /// The console of this process.
  init(_ options: OutputOptions, environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.init(language: options.language, noColor: options.noColor, environment: environment)
  }

  /// The console of this process, for a command that shows no table.
  init(_ options: SpeechOptions, environment: [String: String]) {
    self.init(language: options.language, noColor: options.noColor, environment: environment)
  }

  /// The console for a command line that could not be read, or whose command has ended: looks for the two options alone.
  init(arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment) {
    let words = arguments.prefix { $0 != "--" }
    let apart = zip(words, words.dropFirst()).first { $0.0 == "--lang" }?.1
    let joined = words.first { $0.hasPrefix("--lang=") }?.dropFirst(7)
    let flag = (apart ?? joined.map(String.init)).flatMap(Language.init(rawValue:))
    self.init(language: flag, noColor: words.contains("--no-color"), environment: environment)
  }

  init(language: Language?, noColor: Bool, environment: [String: String]) {
    self.init(
      language: .chosen(flag: language, environment: environment),
      outputIsTerminal: Descriptor.standardOutput.isTerminal,
      errorIsTerminal: Descriptor.standardError.isTerminal,
      width: Descriptor.standardOutput.columns ?? environment["COLUMNS"].flatMap { Int($0) }.flatMap {
        $0 > 0 ? $0 : nil
      } ?? 80,
      // no-color.org: any value but the empty one counts.
      colors: !noColor && (environment["NO_COLOR"] ?? "").isEmpty, isDumb: environment["TERM"] == "dumb")
  }

  var outputHasColors: Bool { colors && outputIsTerminal }
  var errorHasColors: Bool { colors && errorIsTerminal }

  /// A note beside the result.
  func say(_ text: Text) { say(text(language)) }
  /// A note in words of its own.
  func say(_ text: String) { if !isSilent { statusLine.write(text + "\n") } }

  /// A line about the result, dim; over several lines where the terminal is narrower.
  func note(_ line: String) {
    let lines = errorIsTerminal ? LineWrap.lines(line, width) : [line]
    for line in lines { say(styled(line, .dim)) }
  }

  /// Something to look at that did not stop the command.
  func warn(_ text: Text) {
    write(Text(zh: "警告：", en: "warning: "), .warning, text)
  }

  /// `error: thing: reason; way out`. Says it and returns; who ends the process is `Hotline.main`.
  func fail(_ text: Text) {
    write(Text(zh: "错误：", en: "error: "), .overdue, text)
  }

  /// A styled piece for a message to standard error; plain where colours are not wanted.
  func styled(_ text: String, _ style: Style) -> String { errorHasColors ? style(text) : text }

  private func write(_ word: Text, _ style: Style, _ text: Text) {
    statusLine.write(styled(word(language), style) + text(language) + "\n")
  }
}
