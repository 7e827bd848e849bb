import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension Session {
  /// Publishes what a role allows. The text that is in force already is not published again.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line.
  /// - Returns: the role as published, and whether it is new.
  public func publishRole(_ yaml: String, at instant: Date) async throws -> (role: RoleDefinition, isNew: Bool) {
    try require(.roleEdit)
    let checked = try RoleDefinition.compile(yaml, version: 1)
    let (version, isNew) = try await publish(.role, checked.key.rawValue, body: yaml, at: instant)
    return (try RoleDefinition.compile(yaml, key: checked.key, version: version), isNew)
  }

  /// The text of a role as it was published; `nil` for a shipped one that nobody changed.
  public func roleText(_ key: RoleKey) async throws -> String? {
    guard let last = try await store.readLast(of: .definition(.role, key.rawValue)),
      case .definition(.published(let definition)) = try codec.decode(last)
    else { return nil }
    return definition.body
  }

  /// Switches a part of the program on or off for the whole office.
  public func set(_ function: OfficeFunction, isOn: Bool, at instant: Date) async throws {
    try require(.definitionPublish)
    var off = access.functions.off
    if isOn { off.remove(function) } else { off.insert(function) }
    _ = try await publish(.functions, "office", body: OfficeFunctions(off: off).yaml, at: instant)
  }
}
