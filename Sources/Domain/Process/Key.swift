/// The name of a `Thing` in a process: lower-case letters, digits, `-` and `_`, starting with a letter.
///
/// A key of one thing is never taken for a key of another. The letters are checked where a key enters the system, by
/// `ProcessCompiler` for a process; stored keys are taken as they are.
public struct Key<Thing>: RawRepresentable, Hashable, Sendable {
  /// The name as written.
  public let rawValue: String

  /// Takes the name as it is, unchecked.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Whether the name keeps the rule: `[a-z][a-z0-9_-]*`, at most 64 bytes.
  public var isWellFormed: Bool {
    guard let first = rawValue.utf8.first, rawValue.utf8.count <= 64, isLower(first) else { return false }
    return rawValue.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}

extension Key: Codable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// Takes the literal as it is, unchecked.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The name as written.
  public var description: String { rawValue }

  /// By bytes, the same in every locale.
  public static func < (a: Key, b: Key) -> Bool { a.rawValue < b.rawValue }
}

private func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Names a process: `complaint`.
public typealias ProcessKey = Key<Process>

/// Names a state of one process: `working`.
public typealias StateKey = Key<State>

/// Names an action of one process: `sign`.
public typealias ActionKey = Key<Action>

/// Names a clock of one process: `resolve`.
public typealias ClockName = Key<Clock>

/// Names a time rule of one process: `resolve-late`. Every firing records it, so a published rule keeps its name.
public typealias RuleName = Key<Rule>

/// Names a field of a form, or a word that an action needs: `reason`.
public typealias FieldKey = Key<Field>

/// Names a role: `dispatcher`.
public typealias RoleKey = Key<Role>

/// Names who is told when a rule fires: `unit.head`.
public typealias RecipientKey = Key<Recipient>

/// What a person or program is allowed to do.
public enum Role {
  /// The roles that come with Hotline.
  public static let known: [RoleKey] = [
    "dispatcher", "unit", "supervisor", "approver", "agent", "system", "clerk", "caller", "analyst", "scheduler",
    "auditor", "admin",
  ]
}

/// Who is told when a rule fires.
public enum Recipient {
  /// The recipients a rule may name: a person's role, `assignee` (who has the order), `unit.head` (the head of its unit).
  public static let known = known(among: Role.known)

  /// The recipients a rule may name where those are the roles.
  static func known(among roles: [RoleKey]) -> [RecipientKey] {
    ["assignee", "unit.head"] + roles.filter { $0 != "system" }.map { RecipientKey(rawValue: $0.rawValue) }
  }
}
