import FoundationEssentials

/// What taking an import back does to somebody of the book whom it changed: everything that it changed and nobody changed
/// since says again what it said before.
public struct PartyUndo: Sendable, Equatable {
  /// One event of the party, and where it came from.
  public struct Step: Sendable {
    /// Where an event came from.
    public enum Origin: Sendable {
      /// The run that is taken back.
      case run
      /// Taking it back, before that was cut off.
      case undo
      /// Somebody else, before or after.
      case other
    }

    /// What happened.
    public let event: PartyEvent
    /// When.
    public let at: Date
    /// Where it came from.
    public let origin: Origin

    /// A step.
    public init(_ event: PartyEvent, at instant: Date, _ origin: Origin) {
      self.event = event
      at = instant
      self.origin = origin
    }
  }

  /// What restores the party; none where nothing is to be restored, or it was already.
  public private(set) var events: [PartyEvent] = []
  /// What stays, as codes, since somebody changed it later.
  public private(set) var conflicts: [String] = []

  /// One thing that can be changed by itself.
  private enum Thing: Hashable {
    case field(PartyField)
    case contact(Int, ContactPoint.Kind)
    case mark(PartyMark.Kind, service: String?)

    var code: String {
      switch self {
      case .field(let field): field.rawValue
      case .contact(_, let kind): kind.rawValue
      case .mark(let kind, _): kind.rawValue
      }
    }

    var order: String {
      switch self {
      case .field(let field): "1\(field.rawValue)"
      case .contact(let number, _): "2\(String(repeating: " ", count: max(0, 9 - "\(number)".count)))\(number)"
      case .mark(let kind, let service): "3\(kind.rawValue)\(service ?? "")"
      }
    }
  }

  /// Plans it from all that ever happened to the party, oldest first.
  public init(_ id: PartyID, _ steps: [Step]) {
    var before: Party?
    var now = Party(id)
    var open: Set<Thing> = []
    var changedSince: Set<Thing> = []
    var after = now
    for step in steps {
      let things = Self.things(step.event)
      switch step.origin {
      case .run:
        if before == nil { before = now }
        open.formUnion(things)
      case .undo: open.subtract(things)
      case .other:
        changedSince.formUnion(open.intersection(things))
        // Nothing of somebody who was forgotten may come back.
        if case .forgotten = step.event { open = [] }
      }
      now.evolve(step.event, at: step.at)
      if case .run = step.origin { after = now }
    }
    // What a later import changed and its undo restored says what this one made it say.
    changedSince = changedSince.filter { !Self.isSame($0, in: now, as: after) }
    guard let before, !open.isEmpty else { return }
    guard now.mergedInto == nil else {
      conflicts = Array(Set(open.map(\.code))).sorted()
      return
    }
    conflicts = Array(Set(open.intersection(changedSince).map(\.code))).sorted()
    restore(open.subtracting(changedSince).sorted { $0.order < $1.order }, from: now, to: before)
  }

  private static func things(_ event: PartyEvent) -> [Thing] {
    switch event {
    case .corrected(let corrected): corrected.fields.map(Thing.field)
    case .contactAdded(let added): [.contact(added.contact, added.kind)]
    case .contactRemoved(let removed): [.contact(removed.contact, removed.kind)]
    case .marked(let marked): [.mark(marked.mark, service: marked.service)]
    case .unmarked(let unmarked): [.mark(unmarked.mark, service: unmarked.service)]
    case .registered, .merged, .mergeUndone, .related, .unrelated, .forgotten, .withdrawn: []
    }
  }

  private static func isSame(_ thing: Thing, in one: Party, as other: Party) -> Bool {
    switch thing {
    case .field(let field): return one.values[field] == other.values[field]
    case .contact(let number, _):
      let (a, b) = [one, other].map { party in
        party.contacts.first { $0.contact == number }.map { [$0.kind.rawValue, $0.value, $0.extension, $0.label] }
      }.pair
      return a == b
    case .mark(let kind, let service):
      let (a, b) = [one, other].map {
        $0.marks.first { $0.marked.mark == kind && $0.marked.service == service }?.marked
      }.pair
      return a == b
    }
  }

  private mutating func restore(_ things: [Thing], from now: Party, to before: Party) {
    var changes: [PartyField: FieldChange] = [:]
    var others: [PartyEvent] = []
    for thing in things {
      switch thing {
      case .field(let field):
        if now.values[field] != before.values[field] {
          changes[field] = FieldChange(old: now.values[field], new: before.values[field])
        }
      case .contact(let number, _):
        let (old, new) = [before, now].map { $0.contacts.first { $0.contact == number } }.pair
        guard old != new else { continue }
        if let new { others.append(.contactRemoved(PartyContactRemoved(new))) }
        if let old {
          let words = ContactWords(value: old.value, extension: old.extension, label: old.label)
          others.append(.contactAdded(PartyContactAdded(contact: number, kind: old.kind, words: words)))
        }
      case .mark(let kind, let service):
        let (old, new) = [before, now].map {
          $0.marks.first { $0.marked.mark == kind && $0.marked.service == service }?.marked
        }.pair
        guard old != new else { continue }
        others.append(old.map { .marked($0) } ?? .unmarked(PartyUnmarked(kind, service: service)))
      }
    }
    events = (changes.isEmpty ? [] : [.corrected(PartyCorrected(changes))]) + others
  }
}

extension Array {
  /// The two of it.
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
