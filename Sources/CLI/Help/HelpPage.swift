import ArgumentParser
import Foundation
import Spreadsheets

/// A page of `--help` in Chinese, made of what the parser knows of the command; its own pages are English alone.
///
///     概述：列出可制作的报表。
///
///     用法：hotline report list [--format <format>] …
///
///     选项：
///       --format <format>       结果的格式；不写则为表格（或按文件名）。（可选：table、json …）
struct HelpPage: Equatable {
  private static let labelWidth = 26

  /// The words behind `hotline`.
  let path: [String]
  private let usage: String

  /// From the parser's own page; `nil` for anything else it has to say, as the version.
  init?(parser page: String) {
    guard page.hasPrefix("OVERVIEW: "), let usage = page.firstRange(of: "USAGE: ") else { return nil }
    let lines = page[usage.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    self.usage = lines.prefix { !$0.isEmpty }.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    path = Errand.path(in: self.usage.split(separator: " ").dropFirst().map(String.init))
  }

  /// - Parameter width: columns of the terminal.
  func text(width: Int) -> String {
    let command = Errand.command(path)
    let configuration = command.configuration
    let arguments = Self.arguments(of: command)
    let overview = CommandWords.abstract(path) ?? configuration.abstract
    let sections = [
      Self.section("参数", arguments.filter { $0.kind == .positional }.map(\.line), width),
      Self.section("选项", arguments.filter { $0.kind != .positional }.map(\.line), width),
      Self.section("子命令", below(configuration), width),
    ]
    let name = (["hotline", "help"] + path).joined(separator: " ")
    let more = configuration.subcommands.isEmpty ? nil : "  详见：\(name) <子命令>"
    return
      ([LineWrap.lines("概述：\(overview)", width).joined(separator: "\n")]
      + discussion(configuration.discussion, width)
      + [LineWrap.lines("用法：\(usage)", width - 6).joined(separator: "\n      ")] + sections.compactMap(\.self)
      + [more].compactMap(\.self)).joined(separator: "\n\n")
  }

  private func below(_ configuration: CommandConfiguration) -> [(label: String, text: String)] {
    configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { command in
      let name = command._commandName
      return (name, CommandWords.abstract(path + [name]) ?? command.configuration.abstract)
    }
  }

  private static func section(_ title: String, _ lines: [(label: String, text: String)], _ width: Int) -> String? {
    guard !lines.isEmpty else { return nil }
    let indent = String(repeating: " ", count: labelWidth)
    return
      (["\(title)："]
      + lines.flatMap { label, text in
        let texts = LineWrap.lines(text, max(20, width - labelWidth))
        let missing = labelWidth - 2 - displayWidth(label)
        guard missing > 0, let first = texts.first else { return ["  \(label)"] + texts.map { indent + $0 } }
        return ["  \(label)\(String(repeating: " ", count: missing))\(first)"] + texts.dropFirst().map { indent + $0 }
      }).joined(separator: "\n")
  }

  /// The paragraphs that want translating: examples are the same in every language.
  static func prose(of text: String) -> [String] {
    text.split(separator: "\n").map(String.init).filter(isProse)
  }

  private static func isProse(_ line: String) -> Bool {
    !line.isEmpty && !line.hasPrefix(" ") && !line.hasPrefix("Example")
  }

  private func discussion(_ text: String, _ width: Int) -> [String] {
    guard !text.isEmpty else { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let prose = Self.prose(of: text)
    var paragraphs = (CommandProse.paragraphs(path, count: prose.count) ?? prose)[...]
    return [
      lines.flatMap { line -> [String] in
        if line.hasPrefix("Example") { return ["示例："] }
        return Self.isProse(line) ? LineWrap.lines(paragraphs.popFirst() ?? line, width) : [line]
      }.joined(separator: "\n")
    ]
  }
}

extension HelpPage {
  /// What the parser tells of an argument.
  private struct Argument: Decodable {
    enum Kind: String, Decodable { case positional, option, flag }
    struct Name: Decodable {
      let kind: String
      let name: String
      var dashed: String { (kind == "long" ? "--" : "-") + name }
    }

    let kind: Kind
    let shouldDisplay: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let allValues: [String]?
    let abstract: String?

    var line: (label: String, text: String) {
      let value = valueName.map { "<\($0)>" } ?? ""
      let named = (names ?? []).map(\.dashed).sorted { $0.count < $1.count }.joined(separator: ", ")
      let label =
        switch kind {
        case .positional: value
        case .option: "\(named) \(value)"
        case .flag: named
        }
      let choices = (allValues ?? []).isEmpty ? nil : "可选：\((allValues ?? []).joined(separator: "、"))"
      let preset = defaultValue.map { "默认：\($0)" }
      let tail = [choices, preset].compactMap(\.self).joined(separator: "；")
      return (label, OptionWords.chinese(abstract ?? "") + (tail.isEmpty ? "" : "（\(tail)）"))
    }
  }

  /// Those that the parser would show; none where its description cannot be read, which a test would notice.
  private static func arguments(of command: any ParsableCommand.Type) -> [Argument] {
    struct Tool: Decodable { let command: Command }
    struct Command: Decodable { let arguments: [Argument]? }
    let tool = try? JSONDecoder().decode(Tool.self, from: Data(command._dumpHelp().utf8))
    return (tool?.command.arguments ?? []).filter(\.shouldDisplay)
  }
}
