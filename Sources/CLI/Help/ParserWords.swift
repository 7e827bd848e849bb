import Foundation

/// What the parser says of a command line that it cannot read, in Chinese, with the usage of the command below.
enum ParserWords {
  /// - Parameter english: all it has to say, without `Error: `; what is not known stays as it is.
  static func chinese(_ english: String) -> String {
    // Without any argument where one is needed, the whole page follows.
    guard let page = english.range(of: "\nOVERVIEW: ") else { return lines(english) }
    let help = HelpPage(parser: String(english[page.lowerBound...].dropFirst())).map { $0.text(width: 80) }
    return lines(String(english[..<page.lowerBound])) + "\n\n" + (help ?? "")
  }

  private static func lines(_ english: String) -> String {
    english.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }.joined(separator: "\n")
  }

  private static func line(_ line: String) -> String {
    if let known = line.wholeMatch(of: #/Unknown option '(.+)'\. Did you mean '(.+)'\?/#) {
      return "没有选项 \(known.1)；是不是 \(known.2)？"
    }
    if let known = line.wholeMatch(of: #/Unknown option '(.+)'/#) { return "没有选项 \(known.1)；请核对拼写" }
    if let known = line.wholeMatch(of: #/Missing value for '(.+)'/#) { return "\(known.1) 后面缺少值" }
    if let known = line.wholeMatch(of: #/Unexpected argument '(.+)'/#) { return "多余的参数“\(known.1)”" }
    if let known = line.wholeMatch(of: #/\d+ unexpected arguments: '(.+)'/#) {
      return "多余的参数“\(known.1.replacing("', '", with: "”“"))”"
    }
    if let known = line.wholeMatch(of: #/Missing expected argument '(.+)'/#) { return "缺少 \(known.1)" }
    if let known = line.wholeMatch(of: #/Missing one of: '(.+)'/#) {
      return "缺少其中之一：\(known.1.replacing("', '", with: "、"))"
    }
    if let known = line.wholeMatch(of: #/The option '(.+)' does not take any value, but '(.*)' was specified\./#) {
      return "选项 \(known.1) 不带值，却写了“\(known.2)”"
    }
    if let known = line.wholeMatch(of: #/Value to be set with flag '(.+)' had already been set with flag '(.+)'/#) {
      return "\(known.1) 与 \(known.2) 不能同时使用"
    }
    if let known = line.wholeMatch(of: #/The value '(.*)' is invalid for '(.+?)'(.*)/#) {
      let better = UnreadableValue.reason(String(known.1), of: String(known.2)).map { "：\($0.zh)" }
      return "\(known.2) 不能是“\(known.1)”\(better ?? reason(String(known.3)))"
    }
    if let known = line.wholeMatch(of: #/Help:  (.*>)  (.*)/#) {
      return "说明：\(known.1)  \(OptionWords.chinese(String(known.2)))"
    }
    // Filters in one text are read as options are.
    if let known = line.wholeMatch(of: #/--where: (.+); write it as (.+)/#) {
      return "--where：\(self.line(String(known.1)))；请写成 \(known.2)"
    }
    if line.hasPrefix("Usage: ") { return "用法：\(line.dropFirst(7))" }
    if let known = line.wholeMatch(of: #/  See '(.+)' for more information\./#) { return "  详见：\(known.1)" }
    return line == "Missing required subcommand." ? "缺少子命令" : ProblemWords.chinese(ofOptions: line)
  }

  /// Why a value is none: the choices there are, or what the value's own type says.
  private static func reason(_ tail: String) -> String {
    if let known = tail.wholeMatch(of: #/\. Please provide one of (.+)\./#) {
      let choices = known.1.matches(of: #/'([^']*)'/#).map { String($0.1) }
      return "；可选：\(choices.joined(separator: "、"))"
    }
    if tail == ". Please provide one of the following:" { return "；可选：" }
    return tail.hasPrefix(": ") ? "：\(ProblemWords.chinese(ofOptions: String(tail.dropFirst(2))))" : tail
  }
}
