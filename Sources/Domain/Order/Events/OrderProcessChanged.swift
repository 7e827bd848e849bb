/// An order went over to another version of its process, by a published map from state to state.
public struct OrderProcessChanged: Sendable, Equatable, Codable {
  /// The version before.
  public var fromVersion: Int
  /// The version after.
  public var toVersion: Int
  /// The state before.
  public var from: StateKey
  /// The state after, of the version after.
  public var to: StateKey
  /// What the state after means.
  public var kind: StateKind

  /// A change of versions.
  public init(fromVersion: Int, toVersion: Int, from: StateKey, to: StateKey, kind: StateKind) {
    self.fromVersion = fromVersion
    self.toVersion = toVersion
    self.from = from
    self.to = to
    self.kind = kind
  }
}
