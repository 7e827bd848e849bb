/// How an order moves, as data: states, actions, clocks and time rules. Made only by `ProcessCompiler`, so a value is valid.
///
/// Files that import all of Foundation must say `Domain.Process`; `FoundationEssentials` has no type of that name.
public struct Process: Sendable, Equatable {
  /// The name orders refer to.
  public let key: ProcessKey
  /// From 1; an order stays on the version it opened with.
  public let version: Int
  /// What people call it.
  public let labels: Labels
  /// What must be said before an order opens; a table of history is taken in without.
  public let needs: [FieldKey]
  /// Where an order opens.
  public let initial: StateKey
  /// In the order written.
  public let states: [State]
  /// In the order written.
  public let actions: [Action]
  /// In the order written.
  public let clocks: [Clock]
  /// The rules on clocks, in the order written; names are unique.
  public let rules: [Rule]
  /// The rules on events and on idleness, in the order written.
  public let reactions: [Reaction]
  /// What is filled in at the opening, beside what every order has.
  public let form: Form
  /// The orders that every order of this process opens with.
  public let opens: [Spawn]
  /// What an order does when its parent ends.
  public let parentEnd: ParentEnd
  /// The roles that alone read the words of its orders; `nil` for a process without secrets.
  public let readers: [RoleKey]?
  /// The numbers of its documents; where there is none, a key comes from outside or not at all.
  public let series: NumberSeries?
  /// The channels that its orders can come in by; any where nothing is said.
  public let channels: [String]
  /// The tree that its categories come from; any category goes where nothing is said.
  public let categories: CategoriesKey?
  /// What its orders can have lines for.
  public let lines: [OrderLineAdded.Kind]
  /// Whether and by whom its orders get more time; not at all where nothing is said.
  public let extensions: ExtensionPolicy?

  /// The state of that name, if the process has one.
  public func state(_ key: StateKey) -> State? { states.first { $0.key == key } }

  /// The action of that name, if the process has one.
  public func action(_ key: ActionKey) -> Action? { actions.first { $0.key == key } }

  /// The clock of that name, if the process has one.
  public func clock(_ name: ClockName) -> Clock? { clocks.first { $0.name == name } }

  /// What may be done in a state, in the order written.
  public func actions(from state: StateKey) -> [Action] { actions.filter { $0.from.contains(state) } }

  /// Only named readers see the words of its orders.
  public var isSecret: Bool { readers != nil }

  /// Everything that its orders can open: at their opening, by actions and by rules; in that order.
  public var spawns: [Spawn] {
    opens + actions.flatMap(\.spawns) + rules.compactMap(\.spawn) + reactions.compactMap(\.spawn)
  }

  /// The action by which a duplicate goes into another order, if the process has one.
  public var merging: Action? { actions.first(where: \.isMerging) }
}

/// What a state means to boards and reports.
public enum StateKind: String, Sendable, Codable, CaseIterable {
  /// Somebody must still do something.
  case open
  /// The work is done; something small follows (a callback, a close).
  case done
  /// Over.
  case closed
  /// Over without being done.
  case cancelled

  /// An order in such a state is never overdue.
  public var isFinished: Bool { self != .open }

  /// No clock runs in such a state, and none need lead out of it.
  public var isFinal: Bool {
    switch self {
    case .open, .done: false
    case .closed, .cancelled: true
    }
  }
}

/// Where an order can stand.
public struct State: Sendable, Equatable {
  /// The name stored in events.
  public let key: StateKey
  /// What it means to reports.
  public let kind: StateKind
  /// The clocks that run here; all others pause.
  public let clocks: [ClockName]
  /// How long an order may stay here, counted from each entry; nil is for as long as it takes.
  public let maxStay: Budget?
  /// What people call it.
  public let labels: Labels
}

/// What moves an order from one state to another, or is recorded within one.
public struct Action: Sendable, Equatable {
  /// The name stored in events.
  public let key: ActionKey
  /// The states it is allowed in; at least one.
  public let from: [StateKey]
  /// Where it leads; may be where the order already is.
  public let to: StateKey
  /// Who may do it; at least one.
  public let by: [RoleKey]
  /// The fields that must be given.
  public let needs: [FieldKey]
  /// How often an order may take it, from 1; nil is without limit.
  public let max: Int?
  /// What to do instead once `max` is used up.
  public let then: ActionKey?
  /// What is filled in with it, beside `needs`.
  public let asks: Form
  /// The orders that it opens.
  public let spawns: [Spawn]
  /// The relations of which a finished child must be there first.
  public let with: [RelationKey]
  /// What is done on the parent with it, where there is a parent that allows it.
  public let onParent: ActionKey?
  /// Where it puts the order.
  public let assigns: Assignment?
  /// What people call it.
  public let labels: Labels
}

extension Action {
  /// Whether it makes the order a duplicate of another.
  public var isMerging: Bool { needs.contains(.head) }
}

/// Time that an order can run out of.
public struct Clock: Sendable, Equatable {
  /// Where the due time comes from.
  public enum Target: Sendable, Equatable {
    /// The promise comes with the order.
    case given
    /// Counted from where the clock starts.
    case budget(Budget)
  }

  /// The name stored in events.
  public let name: ClockName
  /// Where the due time comes from.
  public let target: Target
  /// How long before due the board turns yellow.
  public let warn: Budget?
  /// The calendar it counts in; `nil` for that of the unit that has the order, else of the office.
  public var calendar: CalendarKey? = nil
  /// Where the counting of its working days begins.
  public var countsFrom = CountsFrom.moment
}

/// Who is told at what distance from a clock's due time.
public struct Rule: Sendable, Equatable {
  /// As written, or `resolve-after-1wd` from clock and offset; unique in the process.
  public let name: RuleName
  /// Whose due time.
  public let clock: ClockName
  /// Before, at or after due.
  public let offset: Offset
  /// How high it goes, from 0.
  public let level: Int
  /// At least one.
  public let to: [RecipientKey]
  /// The order it opens. Checked and kept: what makes it open comes with the rules that fire by themselves.
  public let spawn: Spawn?
}

/// What people call a thing that events know by its key.
public struct Labels: Sendable, Equatable, Codable {
  /// Chinese.
  public let zh: String?
  /// English.
  public let en: String?

  /// Either may be missing: the caller shows the key then.
  public init(zh: String? = nil, en: String? = nil) {
    self.zh = zh
    self.en = en
  }
}
