/// What can have happened to a person or organisation in the book.
public enum PartyEvent: Sendable, Equatable {
  /// It came into the book.
  case registered(PartyRegistered)
  /// What the book says of it was mended, or learned.
  case corrected(PartyCorrected)
  /// It is reached in one more way.
  case contactAdded(PartyContactAdded)
  /// It is not reached so any more.
  case contactRemoved(PartyContactRemoved)
  /// It is treated otherwise than others.
  case marked(PartyMarked)
  /// It is treated like others again.
  case unmarked(PartyUnmarked)
  /// It is the same as another one, to which it leads from now on.
  case merged(PartyMerged)
  /// It was not the same after all.
  case mergeUndone(PartyMergeUndone)
  /// It has to do with another one.
  case related(PartyRelated)
  /// It has nothing to do with another one any more.
  case unrelated(PartyUnrelated)
  /// All that was known of it was erased; what is learned later is kept again.
  case forgotten(Forgotten)
  /// The import that brought it was taken back: it is not in the book, until it is registered again.
  case withdrawn(PartyWithdrawn)
}

/// A party came by an import that was taken back, and nothing else ever happened to it.
public struct PartyWithdrawn: Sendable, Equatable, Codable {
  /// Which run of the import was undone.
  public var generation: Int

  /// A withdrawal.
  public init(generation: Int) { self.generation = generation }
}

/// A party came into the book.
public struct PartyRegistered: Sendable, Equatable, Codable {
  /// Person or organisation, where known.
  public enum Kind: String, Sendable, Codable {
    /// A human being.
    case person
    /// A firm, an office.
    case organisation
  }

  /// What it is.
  public var kind: Kind
  /// Name, numbers, address: erasable.
  public var card: PartyCard?

  private enum CodingKeys: CodingKey { case kind }

  /// A registration.
  public init(kind: Kind = .person, card: PartyCard?) {
    self.kind = kind
    self.card = card
  }
}

/// The erasable part of a party.
public struct PartyCard: Sendable, Equatable, Codable {
  /// As written in the list.
  public var name: String?
  /// At least one number, the preferred first.
  public var phones: [Phone]
  /// As written in the list.
  public var address: String?

  /// A number under which the party is reached.
  public struct Phone: Sendable, Equatable, Hashable, Codable {
    /// E.164, or a service number as dialled.
    public var number: String
    /// Digits to dial after the answer.
    public var `extension`: String?
    /// What the list says of it: home, office.
    public var label: String?

    /// A number.
    public init(number: String, extension: String? = nil, label: String? = nil) {
      self.number = number
      self.extension = `extension`
      self.label = label
    }

    /// What tells two numbers apart: number and extension, not the label.
    public var dialled: String { `extension`.map { "\(number)#\($0)" } ?? number }
  }

  /// A card.
  public init(name: String? = nil, phones: [Phone], address: String? = nil) {
    self.name = name
    self.phones = phones
    self.address = address
  }
}
