import FoundationEssentials

/// One piece of work that somebody must do and can be late with, as its events have made it.
public struct Order: Sendable, Equatable, Codable {
  /// The number people say aloud.
  public let no: OrderNumber
  /// How it moves.
  public let process: ProcessKey
  /// The version of the process it opened with and stays on.
  public let processVersion: Int
  /// When it was opened.
  public let openedAt: Date
  /// How it came in.
  public let channel: String?
  /// What it is about.
  public let category: String?
  /// Its number in the system it came from.
  public let key: String?
  /// Whom it is for.
  public let party: PartyID?
  /// The campaign it belongs to.
  public let campaign: String?
  /// When it was promised.
  public let promise: Date?
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
  /// Its import was undone: it stands on no list.
  public private(set) var isWithdrawn = false
  /// How often each action was done, for actions that may be done only so often.
  public private(set) var actionCounts: [String: Int] = [:]
  /// When somebody asked to be reminded of it, in the order in which they asked.
  public private(set) var reminders: [Date] = []
  /// The names of the timers that are done with.
  public private(set) var fired: Set<String> = []

  /// The order that an opening makes.
  public init(_ opened: OrderOpened, at instant: Date, process: Process, calendar: OfficeCalendar) {
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
    state = opened.state
    kind = opened.kind
    turnClocks(at: instant, process: process, calendar: calendar)
  }

  /// Takes in what happened. Never fails: what happened, happened.
  public mutating func evolve(_ event: OrderEvent, at instant: Date, process: Process, calendar: OfficeCalendar) {
    switch event {
    case .opened, .noted, .forgotten:
      break
    case .assigned(let assigned):
      main = assigned.main
      staff = assigned.staff
    case .moved(let moved):
      let due = due
      let wasFinished = kind.isFinished
      state = moved.to
      kind = moved.kind
      actionCounts[moved.action.rawValue, default: 0] += 1
      if kind.isFinished, !wasFinished {
        finishedAt = instant
        dueWhenFinished = due
      } else if !kind.isFinished {
        finishedAt = nil
        dueWhenFinished = nil
      }
      turnClocks(at: instant, process: process, calendar: calendar)
    case .reminderSet(let reminder):
      reminders.append(reminder.at)
    case .ruleFired(let firing):
      fired.insert(firing.timerName)
    case .withdrawn:
      isWithdrawn = true
    case .reinstated:
      isWithdrawn = false
    }
  }

  /// When it is due: the earliest of the clocks that run in this state; for a finished order what held at the finish.
  public var due: Date? {
    guard !kind.isFinished else { return dueWhenFinished }
    return runningClocks.compactMap(\.due).min()
  }

  /// The clocks that count now.
  public var runningClocks: [ClockRun] { clocks.filter(\.isRunning) }

  /// Starts, pauses and resumes clocks as the state says.
  private mutating func turnClocks(at instant: Date, process: Process, calendar: OfficeCalendar) {
    let running = process.state(state)?.clocks ?? []
    for clock in process.clocks {
      let index = clocks.firstIndex { $0.clock == clock.name }
      switch (running.contains(clock.name), index) {
      case (true, nil):
        clocks.append(ClockRun(starting: clock, promise: promise, at: instant, in: calendar))
      case (true, let index?): clocks[index].resume(clock, at: instant)
      case (false, let index?): clocks[index].stop(at: instant)
      case (false, nil): break
      }
    }
  }
}
