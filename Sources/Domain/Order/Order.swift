import FoundationEssentials

/// One piece of work that somebody must do and can be late with, as its events have made it.
public struct Order: Sendable, Equatable, Codable {
  /// The number people say aloud.
  public let no: OrderNumber
  /// How it moves.
  public let process: ProcessKey
  /// The version of the process it opened with, until a published map moves it.
  public private(set) var processVersion: Int
  /// When it was opened.
  public let openedAt: Date
  /// How it came in.
  public let channel: String?
  /// What it is about.
  public private(set) var category: String?
  /// Its number in the system it came from.
  public let key: String?
  /// Whom it is for.
  public private(set) var party: PartyID?
  /// The campaign it belongs to.
  public let campaign: String?
  /// When it was promised.
  public let promise: Date?
  /// The order that it follows from.
  public let parent: OrderNumber?
  /// What it is to its parent.
  public let relation: RelationKey?
  /// The unit at which it was taken in.
  public let intake: UnitKey?
  /// When work on it begins, and its clocks start: never before the opening.
  public let beginsAt: Date
  /// How urgent it is.
  public private(set) var priority: OrderPriority
  /// Where it lies, as a code of the region table.
  public private(set) var area: String?
  /// Only named readers see its words.
  public private(set) var isSecret: Bool
  /// Values of the form that are codes, by field.
  public private(set) var form: [String: String]
  /// What was said, as it reads now; without what was erased.
  public private(set) var words: OrderWords?
  /// Where it is.
  public private(set) var state: StateKey
  /// What that means.
  public private(set) var kind: StateKind
  /// The unit that answers for it.
  public private(set) var main: UnitKey?
  /// The member of staff.
  public private(set) var staff: String?
  /// The clocks that ever started, in the order of the process.
  public private(set) var clocks: [ClockRun] = []
  /// When it first came into a state of kind done, closed or cancelled, unless reopened since.
  public private(set) var finishedAt: Date?
  /// The due time that held when it was finished.
  public private(set) var dueWhenFinished: Date?
  /// Who has it to call, and until when; `nil` where nobody took it since the last result.
  public private(set) var reservation: OrderReserved?
  /// Its import was undone: it stands on no list.
  public private(set) var isWithdrawn = false
  /// How often each action was done, for actions that may be done only so often.
  public private(set) var actionCounts: [String: Int] = [:]
  /// When somebody asked to be reminded of it, in the order in which they asked.
  public private(set) var reminders: [Date] = []
  /// The names of the timers that are done with.
  public private(set) var fired: Set<String> = []
  /// Units that help or helped, in the order in which they were asked; one that was asked again stands twice.
  public private(set) var assists: [Assist] = []
  /// Other orders it has to do with, in the order in which they were linked.
  public private(set) var links: [Link] = []
  /// The state it was in when it was merged, to go back to; `nil` while it is not merged.
  public private(set) var stateBeforeMerge: StateKey?
  /// The last move, for what takes it back; `nil` before the first.
  public private(set) var lastMove: OrderMoved?
  /// A unit gave it back by the last move, and nobody else got it since.
  public private(set) var isReturned = false
  /// How often it was opened again after it was finished.
  public private(set) var reopenCount = 0
  /// How often the matter was reported beside the first time.
  public private(set) var repeatCount = 0
  /// Parts, work and fees, by line from 1.
  public private(set) var lines: [Line] = []
  /// The files put to it and not taken off, in that order.
  public private(set) var files: [OrderFileAttached] = []
  /// More time that was asked for and not decided on.
  public private(set) var askedExtension: AskedExtension?
  /// How often each clock got more time.
  public private(set) var extensionCounts: [ClockName: Int] = [:]

  /// The order that an opening makes; `nil` where its process is not published.
  public init?(_ opened: OrderOpened, at instant: Date, in definitions: Definitions) {
    guard let process = definitions.process(opened.process, version: opened.processVersion) else { return nil }
    no = opened.no
    self.process = opened.process
    processVersion = opened.processVersion
    openedAt = instant
    channel = opened.channel
    category = opened.category
    key = opened.key
    party = opened.party
    campaign = opened.campaign
    promise = opened.promise
    parent = opened.parent
    relation = opened.relation
    intake = opened.intake
    beginsAt = max(instant, opened.notBefore ?? instant)
    priority = opened.priority ?? .normal
    area = opened.area
    isSecret = opened.isSecret ?? false
    form = opened.form ?? [:]
    words = opened.words
    state = opened.state
    kind = opened.kind
    turnClocks(at: beginsAt, process: process, in: definitions)
  }

  /// Takes in what happened. Never fails: what happened, happened.
  ///
  /// - Parameter definitions: what is configured; the order's process in its version is among it, as at the opening.
  public mutating func evolve(_ event: OrderEvent, at instant: Date, in definitions: Definitions) {
    switch event {
    case .opened, .noted, .forgotten: break
    case .reserved(let reserved): reservation = reserved
    case .released: reservation = nil
    case .assigned(let assigned):
      main = assigned.main
      staff = assigned.staff
      isReturned = false
      followCalendars(at: instant, in: definitions)
    case .unassigned:
      main = nil
      staff = nil
      followCalendars(at: instant, in: definitions)
    case .moved(let moved): take(moved, at: instant, in: definitions)
    case .processChanged(let change):
      processVersion = change.toVersion
      for index in clocks.indices { clocks[index].changePolicy() }
      stand(in: change.to, change.kind, at: instant, in: definitions)
    case .reminderSet(let reminder): reminders.append(reminder.at)
    case .ruleFired(let firing): fired.insert(firing.timerName)
    case .withdrawn: isWithdrawn = true
    case .reinstated: isWithdrawn = false
    case .edited(let edited): take(edited)
    case .assistAsked, .assistEnded: takeAssist(event, at: instant, in: definitions)
    case .linked, .unlinked, .repeatReported: takeLink(event)
    case .lineAdded, .lineVoided, .fileAttached, .fileRemoved: takePart(event)
    case .extensionAsked, .dueExtended, .extensionRefused: takeExtension(event, at: instant, in: definitions)
    }
  }

  /// Takes away its words and whom it is for.
  mutating func mask() {
    words = nil
    party = nil
    form = [:]
    files = []
  }

  /// When it is due: the earliest of the clocks that run in this state; for a finished order what held at the finish.
  public var due: Date? {
    guard !kind.isFinished else { return dueWhenFinished }
    return runningClocks.compactMap(\.due).min()
  }

  /// The clocks that count now.
  public var runningClocks: [ClockRun] { clocks.filter(\.isRunning) }

  /// The help that is not over.
  public var openAssists: [Assist] { assists.filter { $0.endedAt == nil } }

  /// The order that this one was merged into.
  public var head: OrderNumber? { links.first { $0.relation == .mergedInto }?.other }

  // MARK: Moves

  private mutating func take(_ moved: OrderMoved, at instant: Date, in definitions: Definitions) {
    if let undone = moved.undoes {
      actionCounts[undone.rawValue] = max(0, actionCounts[undone.rawValue, default: 0] - 1)
    } else {
      actionCounts[moved.action.rawValue, default: 0] += 1
    }
    form.merge(moved.form ?? [:]) { _, new in new }
    reservation = nil
    let isBack = moved.action == .undo || moved.action == .unmerge
    if kind.isFinished, !moved.kind.isFinished, !isBack {
      reopenCount += 1
      for index in clocks.indices { clocks[index].spend(at: max(instant, beginsAt)) }
    }
    if moved.action == .unmerge { stateBeforeMerge = nil }
    lastMove = moved
    isReturned = definitions.process(process, version: processVersion)?.action(moved.action)?.isReturn ?? false
    stand(in: moved.to, moved.kind, at: instant, in: definitions)
  }

  private mutating func stand(
    in state: StateKey, _ kind: StateKind, at instant: Date, in definitions: Definitions
  ) {
    let due = due
    let wasFinished = self.kind.isFinished
    self.state = state
    self.kind = kind
    if kind.isFinished, !wasFinished {
      finishedAt = instant
      dueWhenFinished = due
    } else if !kind.isFinished {
      finishedAt = nil
      dueWhenFinished = nil
    }
    guard let process = definitions.process(process, version: processVersion) else { return }
    turnClocks(at: max(instant, beginsAt), process: process, in: definitions)
  }

  /// Starts, pauses and resumes clocks as the state says.
  private mutating func turnClocks(at instant: Date, process: Process, in definitions: Definitions) {
    let running = process.state(state)?.clocks ?? []
    for clock in process.clocks {
      let index = clocks.firstIndex { $0.clock == clock.name }
      switch (running.contains(clock.name), index) {
      case (true, nil):
        clocks.append(ClockRun(starting: clock, promise: promise, unit: main, at: instant, in: definitions))
      case (true, let index?): clocks[index].resume(clock, unit: main, at: instant, in: definitions)
      case (false, let index?): clocks[index].stop(at: instant)
      case (false, nil): break
      }
    }
  }

  /// Lets the running clocks go on by the calendars that hold now: after a publication, and where another unit has the
  /// order.
  mutating func followCalendars(at instant: Date, in definitions: Definitions) {
    guard !kind.isFinal, let process = definitions.process(process, version: processVersion) else { return }
    for index in clocks.indices {
      guard let clock = process.clock(clocks[index].clock) else { continue }
      clocks[index].follow(clock, unit: main, at: max(instant, beginsAt), in: definitions)
    }
  }

  // MARK: Everything else

  private mutating func take(_ edited: OrderEdited) {
    for (name, change) in edited.codes {
      switch name {
      case "category": category = change.to
      case "priority": priority = change.to.flatMap(OrderPriority.init) ?? .normal
      case "area": area = change.to
      case "secret": isSecret = change.to == "true"
      default: if name.hasPrefix("form.") { form[String(name.dropFirst(5))] = change.to }
      }
    }
    guard let changes = edited.words else { return }
    var (title, address, fields) = (words?.title, words?.address, words?.fields ?? [:])
    for (name, change) in changes {
      switch name {
      case "title": title = change.to
      case "address": address = change.to
      default: fields[name] = change.to
      }
    }
    words = OrderWords(title: title, address: address, fields: fields)
  }

  private mutating func takeAssist(_ event: OrderEvent, at instant: Date, in definitions: Definitions) {
    if case .assistAsked(let asked) = event {
      let calendar = definitions.calendar(of: asked.unit, at: instant)
      let due = asked.budget?.added(to: instant, in: calendar).date
      assists.append(Assist(unit: asked.unit, askedAt: instant, due: due))
    }
    if case .assistEnded(let ended) = event,
      let index = assists.lastIndex(where: { $0.unit == ended.unit && $0.endedAt == nil })
    {
      assists[index].endedAt = instant
      assists[index].outcome = ended.outcome
    }
  }

  private mutating func takeLink(_ event: OrderEvent) {
    if case .linked(let linked) = event {
      links.append(Link(other: linked.other, relation: linked.relation))
      if linked.relation == .mergedInto { stateBeforeMerge = lastMove?.from }
    }
    if case .unlinked(let unlinked) = event {
      links.removeAll { $0.other == unlinked.other && $0.relation == unlinked.relation }
    }
    if case .repeatReported(let report) = event { repeatCount = max(repeatCount, report.count) }
  }

  private mutating func takePart(_ event: OrderEvent) {
    if case .lineAdded(let added) = event { lines.append(Line(added: added, isVoided: false)) }
    if case .lineVoided(let voided) = event,
      let index = lines.firstIndex(where: { $0.added.line == voided.line })
    {
      lines[index].isVoided = true
    }
    if case .fileAttached(let file) = event { files.append(file) }
    if case .fileRemoved(let removed) = event,
      let index = files.lastIndex(where: { $0.content == removed.content })
    {
      files.remove(at: index)
    }
  }

  private mutating func takeExtension(_ event: OrderEvent, at instant: Date, in definitions: Definitions) {
    if case .extensionAsked(let asked) = event {
      askedExtension = AskedExtension(clock: asked.clock, by: asked.by, askedAt: instant)
    }
    if case .extensionRefused = event { askedExtension = nil }
    if case .dueExtended(let extended) = event {
      askedExtension = nil
      extensionCounts[extended.clock, default: 0] += 1
      if let index = clocks.firstIndex(where: { $0.clock == extended.clock }),
        let clock = definitions.process(process, version: processVersion)?.clock(extended.clock)
      {
        clocks[index].extend(clock, by: extended.by, at: max(instant, beginsAt), in: definitions)
      }
    }
  }
}
