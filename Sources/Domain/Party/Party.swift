import FoundationEssentials

/// A person or organisation in the book, as its own events have made it; what was erased of them is not there.
public struct Party: Sendable, Equatable {
  /// Which.
  public let id: PartyID
  /// What the book says of it, without what it does not.
  public private(set) var values: [PartyField: String] = [:]
  /// How it is reached, the preferred first.
  public private(set) var contacts: [ContactPoint] = []
  /// How it is treated, ended and expired ones left out as they end, those that expire by themselves kept.
  public private(set) var marks: [PartyMark] = []
  /// With whom it has to do, as far as said of this one.
  public private(set) var relations: [PartyRelated] = []
  /// The one that it is the same as.
  public private(set) var mergedInto: PartyID?
  /// When it was last forgotten. What stands here was learned later.
  public private(set) var forgottenAt: Date?
  /// Whether the import that brought it was taken back, so that it is not in the book.
  public private(set) var isWithdrawn = false
  /// The highest number that a contact had.
  private var lastContact = 0

  /// A party before anything happened.
  public init(_ id: PartyID) { self.id = id }

  /// Takes in what happened. Never fails: what happened, happened.
  public mutating func evolve(_ event: PartyEvent, at instant: Date) {
    switch event {
    case .registered(let registered):
      isWithdrawn = false
      values[.kind] = registered.kind.rawValue
      values[.name] = registered.card?.name
      values[.address] = registered.card?.address
      for phone in registered.card?.phones ?? [] {
        add(
          ContactPoint(
            contact: lastContact + 1, kind: .phone, value: phone.number, extension: phone.extension, label: phone.label)
        )
      }
    case .corrected(let corrected):
      for (field, change) in corrected.changes { values[field] = change.new }
    case .contactAdded(let added):
      guard let words = added.words else { return lastContact = max(lastContact, added.contact) }
      add(
        ContactPoint(
          contact: added.contact, kind: added.kind, value: words.value, extension: words.extension, label: words.label))
    case .contactRemoved(let removed):
      contacts.removeAll { $0.contact == removed.contact }
    case .marked(let marked):
      marks.removeAll { $0.marked.mark == marked.mark && $0.marked.service == marked.service }
      marks.append(PartyMark(marked: marked, since: instant))
    case .unmarked(let unmarked):
      marks.removeAll { $0.marked.mark == unmarked.mark && $0.marked.service == unmarked.service }
    case .merged(let merged): mergedInto = merged.into
    case .mergeUndone: mergedInto = nil
    case .related(let related):
      if !relations.contains(related) { relations.append(related) }
    case .unrelated(let unrelated):
      relations.removeAll { $0.other == unrelated.other && $0.relation == unrelated.relation }
    case .forgotten:
      values = values.filter { $0.key == .kind }
      contacts = []
      marks = []
      relations = []
      forgottenAt = instant
    case .withdrawn:
      values = [:]
      contacts = []
      marks = []
      relations = []
      lastContact = 0
      isWithdrawn = true
    }
  }

  private mutating func add(_ point: ContactPoint) {
    // One that was replaced keeps its place.
    let place = contacts.firstIndex { $0.contact > point.contact } ?? contacts.endIndex
    contacts.insert(point, at: place)
    lastContact = max(lastContact, point.contact)
  }

  /// Whether the book says of it what it says of another, by whatever way it came to that: contacts may have other numbers,
  /// marks another beginning.
  public func saysTheSame(as other: Party) -> Bool {
    func ways(_ party: Party) -> [ContactPoint] {
      party.contacts.map {
        ContactPoint(contact: 0, kind: $0.kind, value: $0.value, extension: $0.extension, label: $0.label)
      }
    }
    return values == other.values && ways(self) == ways(other) && marks.map(\.marked) == other.marks.map(\.marked)
      && relations == other.relations && mergedInto == other.mergedInto && isWithdrawn == other.isWithdrawn
  }

  /// The number that the next way to reach it gets.
  public var nextContact: Int { lastContact + 1 }

  /// Name, numbers and address; `nil` where nothing of them is known.
  public var card: PartyCard? {
    let card = PartyCard(name: values[.name], phones: contacts.compactMap(\.phone), address: values[.address])
    return card == PartyCard(phones: []) ? nil : card
  }

  /// The marks of a kind that hold at an instant, for a service, or for any where none is named.
  public func marks(_ kind: PartyMark.Kind, for service: String? = nil, at instant: Date) -> [PartyMark] {
    marks.filter { $0.marked.mark == kind && $0.holds(at: instant) && (service == nil || $0.concerns(service)) }
  }
}
