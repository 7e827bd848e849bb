import Domain

/// The parser guesses what option was meant; of a command or of one of some values, this does.
extension ParserWords {
  /// All that is to be said of a command line that cannot be read.
  ///
  /// - Parameter arguments: the words behind `hotline`.
  static func text(_ english: String, _ arguments: [String]) -> Text {
    if let slip = strangeCommand(arguments) {
      // Whatever the parser stumbled over, an option of the command that was meant perhaps, is not what is wrong.
      let usage = english.split(separator: "\n").filter { $0.hasPrefix("Usage: ") || $0.hasPrefix("  See ") }
        .joined(separator: "\n")
      let zh = slip.meant.map { "；是不是 \($0)？" } ?? ""
      let en = slip.meant.map { "; did you mean '\($0)'?" } ?? ""
      return Text(
        zh: "没有命令 \(slip.typed)\(zh)\n\(chinese(usage))", en: "there is no command '\(slip.typed)'\(en)\n\(usage)")
    }
    let words = Text(zh: chinese(english), en: UnreadableValue.pointed(english))
    guard let meant = choice(english) else { return words }
    return Text(
      zh: words.zh.replacing("；可选：", with: "；是不是 \(meant)？可选：", maxReplacements: 1),
      en: words.en.replacing(". Please provide", with: "; did you mean '\(meant)'? Please provide", maxReplacements: 1))
  }

  /// The first word that stands where a command must stand, and names none.
  private static func strangeCommand(_ arguments: [String]) -> (typed: String, meant: String?)? {
    let path = Errand.path(in: arguments)
    let names = Errand.command(path).configuration.subcommands.map { $0._commandName }
    guard !names.isEmpty, path.count < arguments.count else { return nil }
    let typed = arguments[path.count]
    guard !typed.hasPrefix("-"), typed != "help" else { return nil }
    return (typed, meant(typed, names))
  }

  /// The value that was meant, of those that an option takes.
  private static func choice(_ english: String) -> String? {
    guard let typed = english.firstMatch(of: #/^The value '(.*)' is invalid for '.+?'\. Please provide one of (.*)/#)
    else { return nil }
    let listed = english.split(separator: "\n").filter { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
    let quoted = typed.2.matches(of: #/'([^']*)'/#).map { String($0.1) }
    return meant(String(typed.1), listed + quoted)
  }

  private static func meant(_ typed: String, _ names: [String]) -> String? {
    Spelling.nearest(to: typed, in: names) ?? Spelling.near(typed, in: names, limit: 1).first
  }
}
