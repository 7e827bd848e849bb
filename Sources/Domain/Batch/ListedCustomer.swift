import FoundationEssentials

/// What to do with a row of a list whose customer the book has already.
public enum MatchPolicy: String, Sendable, Codable, CaseIterable {
  /// Leave the customer as it is.
  case skip
  /// Correct what the list says otherwise, and nothing else.
  case update
  /// Fill what is empty and add numbers; what is there stays.
  case append
}

/// What one row of a list says of a customer. What its cells do not say is not here: an empty cell never erases.
public struct ListedCustomer: Sendable, Equatable {
  /// One way to reach the customer.
  public struct Way: Sendable, Equatable {
    /// The sort of way.
    public var kind: ContactPoint.Kind
    /// In the spelling in which it is stored.
    public var words: ContactWords

    /// A way.
    public init(_ kind: ContactPoint.Kind, _ words: ContactWords) {
      self.kind = kind
      self.words = words
    }

    var point: ContactPoint {
      ContactPoint(contact: 0, kind: kind, value: words.value, extension: words.extension, label: words.label)
    }
  }

  /// What the book shall say, by field; every value is one that the field allows.
  public var values: [PartyField: String] = [:]
  /// How it is reached, the preferred first; no two alike.
  public var ways: [Way] = []
  /// Whether it is served with particular care.
  public var isVIP: Bool?
  /// Who of the staff looks after it.
  public var manager: String?

  /// Nothing yet.
  public init() {}

  /// Its number with the office or in another system.
  public var key: String? { values[.customerNumber] }
  /// The number that is called first.
  public var firstNumber: String? { ways.first { $0.kind == .phone }?.point.dialled }

  /// Adds a way unless it is there.
  public mutating func add(_ way: Way) {
    guard !ways.contains(where: { $0.kind == way.kind && $0.point.dialled == way.point.dialled }) else { return }
    ways.append(way)
  }

  /// What brings it into the book.
  public var registration: [PartyEvent] {
    let phones = ways.compactMap { $0.kind == .phone ? $0.point.phone : nil }
    let card = PartyCard(name: values[.name], phones: phones, address: values[.address])
    let kind = values[.kind].flatMap(PartyRegistered.Kind.init) ?? .person
    var events: [PartyEvent] = [
      .registered(PartyRegistered(kind: kind, card: card == PartyCard(phones: []) ? nil : card))
    ]
    let rest = values.filter { ![.kind, .name, .address].contains($0.key) }
    if !rest.isEmpty {
      events.append(.corrected(PartyCorrected(rest.mapValues { FieldChange(old: nil, new: $0) })))
    }
    for (offset, way) in ways.filter({ $0.kind != .phone }).enumerated() {
      events.append(
        .contactAdded(PartyContactAdded(contact: phones.count + offset + 1, kind: way.kind, words: way.words)))
    }
    if isVIP == true { events.append(.marked(PartyMarked(.vip))) }
    if let manager { events.append(.marked(PartyMarked(.manager, manager: manager))) }
    return events
  }
}

extension Party {
  /// What a row of a list changes of a customer of the book; none where the book says so already.
  public func decide(_ listed: ListedCustomer, _ policy: MatchPolicy, at instant: Date) -> [PartyEvent] {
    guard policy != .skip else { return [] }
    var changes: [PartyField: FieldChange] = [:]
    for (field, new) in listed.values where values[field] != new {
      guard policy == .update || values[field] == nil else { continue }
      changes[field] = FieldChange(old: values[field], new: new)
    }
    var events: [PartyEvent] = changes.isEmpty ? [] : [.corrected(PartyCorrected(changes))]
    var next = nextContact
    for kind in ContactPoint.Kind.allCases {
      events += ways(listed.ways.filter { $0.kind == kind }, of: kind, policy, &next)
    }
    return events + marks(listed, policy, at: instant)
  }

  /// A number that the party does not have stands for the one that the book has in its place, unless the list has that
  /// one, too.
  private func ways(
    _ listed: [ListedCustomer.Way], of kind: ContactPoint.Kind, _ policy: MatchPolicy, _ next: inout Int
  ) -> [PartyEvent] {
    let there = contacts.filter { $0.kind == kind }
    let wanted = Set(listed.map(\.point.dialled))
    var events: [PartyEvent] = []
    for (place, way) in listed.enumerated() {
      let known = there.first { $0.dialled == way.point.dialled }
      var replaced: ContactPoint?
      if let known {
        guard policy == .update, let label = way.words.label, label != known.label else { continue }
        replaced = known
      } else if policy == .update, there.indices.contains(place), !wanted.contains(there[place].dialled) {
        replaced = there[place]
      }
      if let replaced { events.append(.contactRemoved(PartyContactRemoved(replaced))) }
      events.append(
        .contactAdded(PartyContactAdded(contact: replaced?.contact ?? next, kind: kind, words: way.words)))
      if replaced == nil { next += 1 }
    }
    return events
  }

  private func marks(_ listed: ListedCustomer, _ policy: MatchPolicy, at instant: Date) -> [PartyEvent] {
    var events: [PartyEvent] = []
    // Not only those that hold: one that has run out is set anew by its own event.
    let isVIP = !marks(.vip, at: instant).isEmpty
    if listed.isVIP == true, !isVIP { events.append(.marked(PartyMarked(.vip))) }
    if listed.isVIP == false, isVIP, policy == .update { events.append(.unmarked(PartyUnmarked(.vip))) }
    let manager = marks(.manager, at: instant).first?.marked.manager
    if let wanted = listed.manager, wanted != manager, policy == .update || manager == nil {
      events.append(.marked(PartyMarked(.manager, manager: wanted)))
    }
    return events
  }
}

extension PartyContactRemoved {
  /// The end of a way that a party has.
  init(_ point: ContactPoint) {
    self.init(
      contact: point.contact, kind: point.kind,
      words: ContactWords(value: point.value, extension: point.extension, label: point.label))
  }
}

/// One thing that a row changed, for people: what the book said before and what it says now.
public struct ListedChange: Sendable, Equatable {
  /// What, as a code: the name of a field, `phone`, `mail`, `vip`, `manager`.
  public let field: String
  /// Before; `nil` for nothing, or where it was forgotten.
  public let old: String?
  /// Now.
  public let new: String?

  /// A change.
  public init(field: String, old: String?, new: String?) {
    self.field = field
    self.old = old
    self.new = new
  }

  /// What some events changed of a party, in their order.
  ///
  /// - Parameter before: the party before the first of them.
  public static func all(of events: [PartyEvent], before party: Party) -> [ListedChange] {
    var changes: [ListedChange] = []
    var removed: [Int: ContactPoint] = [:]
    func shown(_ point: ContactPoint) -> String { point.label.map { "\(point.dialled) (\($0))" } ?? point.dialled }
    for event in events {
      switch event {
      case .corrected(let corrected):
        changes += corrected.fields.map { field in
          let change = corrected.changes[field]
          return ListedChange(field: field.rawValue, old: change?.old, new: change?.new)
        }
      case .contactRemoved(let gone):
        removed[gone.contact] = gone.words.map {
          ContactPoint(
            contact: gone.contact, kind: gone.kind, value: $0.value, extension: $0.extension, label: $0.label)
        }
      case .contactAdded(let added):
        let new = added.words.map {
          ContactPoint(
            contact: added.contact, kind: added.kind, value: $0.value, extension: $0.extension, label: $0.label)
        }
        changes.append(
          ListedChange(
            field: added.kind.rawValue, old: removed.removeValue(forKey: added.contact).map(shown), new: new.map(shown))
        )
      case .marked(let marked):
        let old = party.marks.first { $0.marked.mark == marked.mark && $0.marked.service == marked.service }
        changes.append(
          ListedChange(
            field: marked.mark.rawValue, old: old.map { $0.marked.manager ?? "yes" }, new: marked.manager ?? "yes"))
      case .unmarked(let unmarked): changes.append(ListedChange(field: unmarked.mark.rawValue, old: "yes", new: nil))
      case .registered, .merged, .mergeUndone, .related, .unrelated, .forgotten, .withdrawn: break
      }
    }
    for (_, point) in removed.sorted(by: { $0.key < $1.key }) {
      changes.append(ListedChange(field: point.kind.rawValue, old: shown(point), new: nil))
    }
    return changes
  }
}
