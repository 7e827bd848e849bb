/// One way in which a party is reached.
public struct ContactPoint: Sendable, Equatable, Codable {
  /// The sort of way.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A telephone, mobile or not.
    case phone
    /// A fax machine.
    case fax
    /// An e-mail address.
    case mail
    /// An account of a messenger.
    case messenger
    /// A page, or an account at one.
    case web
    /// Where letters go, if not to the address.
    case postal

    /// Dialled, so its value is a number in the one spelling of numbers.
    public var isNumber: Bool { self == .phone || self == .fax }
  }

  /// Tells it from the party's other ones, from 1; the numbers of a registration come first, in their order.
  public var contact: Int
  /// The sort of way.
  public var kind: Kind
  /// The number in E.164 or as dialled, the address, the account.
  public var value: String
  /// Digits to dial after the answer.
  public var `extension`: String?
  /// What is said of it: home, office, evenings.
  public var label: String?

  /// A way to reach a party.
  public init(contact: Int, kind: Kind, value: String, extension: String? = nil, label: String? = nil) {
    self.contact = contact
    self.kind = kind
    self.value = value
    self.extension = `extension`
    self.label = label
  }

  /// What tells two apart: number and extension, not the label.
  public var dialled: String { `extension`.map { "\(value)#\($0)" } ?? value }

  /// The same as the number of a card; `nil` for what nobody answers, a fax machine too.
  public var phone: PartyCard.Phone? {
    kind == .phone ? PartyCard.Phone(number: value, extension: `extension`, label: label) : nil
  }
}

/// The erasable part of a way to reach somebody.
public struct ContactWords: Sendable, Equatable, Codable {
  /// See ``ContactPoint/value``.
  public var value: String
  /// See ``ContactPoint/extension``.
  public var `extension`: String?
  /// See ``ContactPoint/label``.
  public var label: String?

  /// The words of a way.
  public init(value: String, extension: String? = nil, label: String? = nil) {
    self.value = value
    self.extension = `extension`
    self.label = label
  }
}

/// A party is reached in one more way.
public struct PartyContactAdded: Sendable, Equatable, Codable {
  /// See ``ContactPoint/contact``.
  public var contact: Int
  /// The sort of way.
  public var kind: ContactPoint.Kind
  /// What it is: erasable.
  public var words: ContactWords?

  private enum CodingKeys: CodingKey { case contact, kind }

  /// An addition.
  public init(contact: Int, kind: ContactPoint.Kind, words: ContactWords?) {
    self.contact = contact
    self.kind = kind
    self.words = words
  }
}

/// A party is not reached in some way any more.
public struct PartyContactRemoved: Sendable, Equatable, Codable {
  /// See ``ContactPoint/contact``.
  public var contact: Int
  /// The sort of way.
  public var kind: ContactPoint.Kind
  /// What it was: erasable.
  public var words: ContactWords?

  private enum CodingKeys: CodingKey { case contact, kind }

  /// A removal.
  public init(contact: Int, kind: ContactPoint.Kind, words: ContactWords?) {
    self.contact = contact
    self.kind = kind
    self.words = words
  }
}
