import FoundationEssentials

/// What taking an import back does to a part or an article that it brought or changed: what it brought goes, and what it
/// changed and nobody changed since says again what it said before.
public struct EntryUndo: Sendable {
  /// One event of the entry, and where it came from.
  public struct Step: Sendable {
    /// What happened.
    public let event: DomainEvent
    /// When.
    public let at: Date
    /// Who did it.
    public let actor: String
    /// Where it came from, as seen from the run that is taken back.
    public let origin: PartyUndo.Step.Origin

    /// A step.
    public init(_ event: DomainEvent, at instant: Date, by actor: String, _ origin: PartyUndo.Step.Origin) {
      self.event = event
      at = instant
      self.actor = actor
      self.origin = origin
    }
  }

  /// What it comes to, also where it was done before the undo was cut off.
  public enum Result: Sendable {
    /// Nothing of the run is left to take back.
    case nothing
    /// It came with the import and is out of its catalogue.
    case takenOut
    /// Something of it says again what it said before.
    case restored
  }

  /// What it comes to.
  public private(set) var result = Result.nothing
  /// What restores the entry; none where nothing is to be restored, or it was already.
  public private(set) var events: [DomainEvent] = []
  /// Whether something stays, since somebody changed it later.
  public private(set) var isLeft = false
  /// What stays, by field; none where all of a new entry does.
  public private(set) var conflicts: [String] = []

  /// Plans it from all that ever happened to the entry, oldest first.
  ///
  /// - Parameter generation: the run that is taken back.
  public init(_ kind: Entry.Kind, _ key: EntryKey, _ steps: [Step], generation: Int) {
    var (now, after) = (Entry(kind, key), Entry(kind, key))
    var before: Entry?
    var (open, since): (Set<String>, Set<String>) = ([], [])
    var (isTouched, isTakenBack) = (false, false)
    for step in steps {
      let old = now
      now.evolve(step.event, at: step.at, by: step.actor)
      let changed = Self.difference(old.texts, now.texts)
      switch step.origin {
      case .run:
        before = before ?? old
        after = now
        open = Self.difference(before?.texts ?? [:], after.texts)
      case .undo:
        isTakenBack = true
        open.subtract(changed)
      case .other:
        isTouched = isTouched || before != nil
        since.formUnion(open.intersection(changed))
      }
    }
    guard let before else { return }
    guard before.standing == .listed else {
      if isTakenBack, now.standing == .undone {
        result = .takenOut
      } else if isTouched || now.standing != .listed {
        isLeft = true
      } else {
        result = .takenOut
        events = [now.withdrawal(generation: generation)]
      }
      return
    }
    if isTakenBack { result = .restored }
    // What a later import changed and its undo restored says what this one made it say.
    since = since.filter { now.texts[$0] != after.texts[$0] }
    // A text that somebody published since, or withdrew, is theirs as a whole.
    let isTheirs = now.texts[Entry.published] != nil && after.texts[Entry.published] == nil
    if now.standing != .listed || isTheirs || since.contains(Entry.published) { since = open }
    conflicts = Entry.fields(kind).filter(since.contains)
    isLeft = !conflicts.isEmpty
    let fields = open.subtracting(since)
    events = fields.isEmpty ? [] : now.restoration(of: fields, to: before, generation: generation)
    if !events.isEmpty { result = .restored }
  }

  private static func difference(_ one: [String: String], _ other: [String: String]) -> Set<String> {
    Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }
  }
}
