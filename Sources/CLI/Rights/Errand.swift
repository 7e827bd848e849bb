import ArgumentParser
import BackOffice
import Domain
import Foundation

/// What this process was started for: the command that runs, and what whoever runs it must be allowed.
struct Errand: Sendable {
  /// The command of this process.
  @TaskLocal static var current = Errand(path: [])

  /// The words behind `hotline`: `["order", "list"]`.
  let path: [String]

  /// The errand of a parsed command.
  init(_ command: any ParsableCommand.Type) {
    path = Self.path(to: command, from: Hotline.self) ?? []
  }

  init(path: [String]) { self.path = path }

  /// Whether `--as` says what rows become, too.
  var isImport: Bool { path == ["import", "run"] || path == ["import", "check"] }

  /// What it takes to run it. A command that nobody wrote down is an administrator's.
  var need: Need { Need.ofCommand[path.joined(separator: " ")] ?? .top(.roleEdit) }

  /// The part of the program that it belongs to, where that can be switched off.
  var function: OfficeFunction? { Need.function(of: path) }

  /// Refuses whoever may not run it, and what the office has switched off.
  ///
  /// This asks only whether the actor has the right somewhere; over which order or unit the use case asks.
  func admit(_ session: Session) throws {
    if let function { try session.require(function) }
    switch need {
    case .nothing: break
    case .staff: try session.requireStaff()
    case .somewhere(let right): try session.requireSomewhere(right)
    case .top(let right): try session.require(right)
    }
  }

  /// All commands with their paths; what a command only groups is left out.
  static var all: [(path: [String], command: any ParsableCommand.Type)] { leaves(of: Hotline.self, []) }

  /// The longest beginning of the words that names a command.
  static func path(in words: [String]) -> [String] {
    var (path, command): ([String], any ParsableCommand.Type) = ([], Hotline.self)
    for word in words {
      guard let below = command.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
      (path, command) = (path + [word], below)
    }
    return path
  }

  /// The command of these words, as far as they name one.
  static func command(_ path: [String]) -> any ParsableCommand.Type {
    path.reduce(Hotline.self as any ParsableCommand.Type) { command, word in
      command.configuration.subcommands.first { $0._commandName == word } ?? command
    }
  }

  private static func leaves(
    of command: any ParsableCommand.Type, _ path: [String]
  ) -> [(path: [String], command: any ParsableCommand.Type)] {
    let below = command.configuration.subcommands
    return below.isEmpty ? [(path, command)] : below.flatMap { leaves(of: $0, path + [$0._commandName]) }
  }

  private static func path(
    to wanted: any ParsableCommand.Type, from command: any ParsableCommand.Type
  ) -> [String]? {
    if wanted == command { return [] }
    for below in command.configuration.subcommands {
      if let path = path(to: wanted, from: below) { return [below._commandName] + path }
    }
    return nil
  }
}
