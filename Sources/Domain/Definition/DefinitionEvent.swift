/// What can have happened to something configured.
public enum DefinitionEvent: Sendable, Equatable {
  /// A version of it came into force.
  case published(DefinitionPublished)
}

/// A version of a definition came into force.
public struct DefinitionPublished: Sendable, Equatable, Codable {
  /// What is defined.
  public enum Kind: String, Sendable, Codable {
    /// How orders of a kind move.
    case process
    /// The office itself: its time zone.
    case office
    /// An outbound campaign.
    case campaign
    /// What a role allows.
    case role
    /// Which functions are switched off.
    case functions
  }

  /// What is defined.
  public var kind: Kind
  /// Its key within the kind.
  public var key: String
  /// From 1, without gaps.
  public var version: Int
  /// YAML text, as a person wrote it.
  public var body: String

  /// A version of a definition.
  public init(kind: Kind, key: String, version: Int, body: String) {
    self.kind = kind
    self.key = key
    self.version = version
    self.body = body
  }
}
