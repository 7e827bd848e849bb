import FoundationEssentials

/// How a party is treated otherwise than others.
public struct PartyMark: Sendable, Equatable {
  /// The sort of treatment.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Served with particular care.
    case vip
    /// Not served: by a service, or by none.
    case blocked
    /// Served free of charge.
    case free
    /// Has somebody of the staff who looks after it.
    case manager
  }

  /// What was said when it was set.
  public var marked: PartyMarked
  /// Since when.
  public var since: Date

  /// A mark as it was set.
  public init(marked: PartyMarked, since: Date) {
    self.marked = marked
    self.since = since
  }

  /// Whether it holds at an instant: not from its expiry on.
  public func holds(at instant: Date) -> Bool { since <= instant && marked.until.map { instant < $0 } != false }

  /// Whether it is about a service: its own, or all where it names none.
  public func concerns(_ service: String?) -> Bool { marked.service == nil || marked.service == service }
}

/// A party is treated otherwise than others. There is one mark of a kind and service; setting it again changes it.
public struct PartyMarked: Sendable, Equatable, Codable {
  /// The sort of treatment.
  public var mark: PartyMark.Kind
  /// The service that it is about, as the key of a process; `nil` for all.
  public var service: String?
  /// When it stops by itself; `nil` for never.
  public var until: Date?
  /// Who looks after the party, as a code of the staff.
  public var manager: String?
  /// Why, in words: erasable.
  public var note: String?

  private enum CodingKeys: CodingKey { case mark, service, until, manager }

  /// A mark.
  public init(
    _ mark: PartyMark.Kind, service: String? = nil, until: Date? = nil, manager: String? = nil, note: String? = nil
  ) {
    self.mark = mark
    self.service = service
    self.until = until
    self.manager = manager
    self.note = note
  }
}

/// A party is treated like others again.
public struct PartyUnmarked: Sendable, Equatable, Codable {
  /// The sort of treatment.
  public var mark: PartyMark.Kind
  /// The service that it was about; `nil` for the mark that named none.
  public var service: String?
  /// Why, in words: erasable.
  public var note: String?

  private enum CodingKeys: CodingKey { case mark, service }

  /// An end.
  public init(_ mark: PartyMark.Kind, service: String? = nil, note: String? = nil) {
    self.mark = mark
    self.service = service
    self.note = note
  }
}
