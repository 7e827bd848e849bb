import BackOffice
import Domain
import Foundation

/// A YAML file that defines something, and what is wrong with it.
enum DefinitionFile {
  /// The text of a file.
  static func read(_ file: String) throws -> String {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw Failure(
        .usage,
        Text(
          zh: "\(file)：无法读取；文件名是否正确，是否为 UTF-8？", en: "\(file) cannot be read; is the name right, and is it UTF-8 text?")
      )
    }
    return text
  }

  /// Every problem with file and line, behind a word of what it is.
  static func failure(_ error: ProcessError, in file: String, _ what: Text) -> Failure {
    failure([(file, error)], what)
  }

  /// The same for several files.
  static func failure(_ errors: [(file: String, error: ProcessError)], _ what: Text) -> Failure {
    let count = errors.map(\.error.problems.count).reduce(0, +)
    let lines = errors.map { $0.error.lines(in: $0.file) }
    return Failure(
      Text(
        zh: (["\(what.zh)有 \(count) 处问题"] + lines.map(\.zh)).joined(separator: "\n"),
        en: (["\(what.en) \(count) problem\(count == 1 ? "" : "s")"] + lines.map(\.en)).joined(separator: "\n")))
  }

  /// Writes a text to standard output as it is.
  static func write(_ yaml: String) throws {
    let sink = try ResultSink(path: nil)
    sink.buffer.append(contentsOf: yaml.utf8)
    try sink.finish()
  }

  /// Says that a version is in force: a new one, or the one that was.
  static func say(_ what: Text, _ key: String, _ version: Int, isNew: Bool, _ console: Console) {
    console.say(
      isNew
        ? Text(zh: "\(what.zh) \(key) 第 \(version) 版已发布", en: "\(what.en) \(key): version \(version) is published")
        : Text(
          zh: "\(what.zh) \(key) 第 \(version) 版已是此内容", en: "\(what.en) \(key): version \(version) says this already"))
  }
}

extension Labels {
  /// The label in one language, else in the other.
  func callAsFunction(_ language: Language) -> String? {
    switch language {
    case .zh: zh ?? en
    case .en: en ?? zh
    }
  }
}
