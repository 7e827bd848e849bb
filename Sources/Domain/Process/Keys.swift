/// A name written in a process: lower-case letters, digits, `-` and `_`, starting with a letter.
///
/// The rule is checked once, where a name enters: by `ProcessCompiler` for a process, by `isWellFormed` for a command.
public protocol ProcessName: RawRepresentable<String>, Hashable, Comparable, Sendable, Codable,
  ExpressibleByStringLiteral, CustomStringConvertible
{
  /// Takes the name as it is, unchecked.
  init(rawValue: String)
}

extension ProcessName {
  /// Takes the literal as it is, unchecked.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The name as written.
  public var description: String { rawValue }

  /// By bytes, the same in every locale.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// Whether the name keeps the rule: `[a-z][a-z0-9_-]*`, at most 64 bytes.
  public var isWellFormed: Bool {
    guard let first = rawValue.utf8.first, rawValue.utf8.count <= 64, isLower(first) else { return false }
    return rawValue.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}

private func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Names a process: `complaint`.
public struct ProcessKey: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a state of one process: `working`.
public struct StateKey: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names an action of one process: `sign`.
public struct ActionKey: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a clock of one process: `resolve`.
public struct ClockName: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a time rule of one process: `resolve-late`. Recorded in every firing, so a published rule keeps its name.
public struct RuleName: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a field an action asks for: `reason`. Fields of forms are checked once forms exist; until then any name goes.
public struct FieldKey: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Names a role that may act: `dispatcher`.
public struct RoleKey: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The roles a process may name.
  public static let known: [RoleKey] = [
    "dispatcher", "unit", "supervisor", "approver", "agent", "system", "clerk", "caller",
  ]
}

/// Names who is told when a rule fires: a role, `assignee` (who has the order) or `unit.head` (the head of its unit).
public struct Recipient: ProcessName {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The recipients a rule may name.
  public static let known: [Recipient] =
    ["assignee", "unit.head"] + RoleKey.known.filter { $0 != "system" }.map { Recipient(rawValue: $0.rawValue) }
}
