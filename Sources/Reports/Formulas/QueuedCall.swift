import FoundationEssentials

/// How a call that asked for a person left: exactly one for each.
public enum QueueOutcome: String, Sendable, Hashable, CaseIterable {
  /// Somebody spoke to the caller.
  case answered
  /// The caller left before.
  case abandoned
  /// It left the queue another way: a callback was taken, voice mail, another queue, a key, no agent.
  case flowedOut = "flowed-out"
  /// It never got into the queue: closed, full, blacklisted.
  case blocked
  /// The system failed; closed when the books were compared.
  case lost
}

/// Something that happened to a call in a queue, as the telephone side will record it.
public enum QueueEvent: Sendable, Equatable {
  /// It waits for a person from now on: the choice of a person, or the arrival where there is no menu.
  case queued
  /// It rings at an agent; waiting goes on.
  case offered
  /// An agent speaks.
  case answered
  /// The caller hung up.
  case abandoned
  /// It left for something else, as a code: `callback`, `voicemail`, `queue`, `key`, `timeout`, `no-agent`.
  case flowedOut(String)
  /// It was not let in, as a code: `closed`, `full`, `blocked`.
  case blocked(String)
  /// It was never heard of again.
  case lost
}

/// A call that asked for a person: how it ended, and how long that took.
public struct QueuedCall: Sendable, Equatable {
  /// When it got into the queue, or was not let in; the interval it counts in.
  public let queuedAt: Date
  /// How it left.
  public let outcome: QueueOutcome
  /// From the queue to the answer or to leaving, ringing included.
  public let wait: Duration

  /// A call that was over.
  public init(queuedAt: Date, outcome: QueueOutcome, wait: Duration) {
    self.queuedAt = queuedAt
    self.outcome = outcome
    self.wait = wait
  }

  /// What became of a call, by its events in the order in which they happened; `nil` while it waits, and for one that never
  /// asked for a person. The first end counts: what is talked about or where it goes on is another's matter.
  public init?(_ events: [(at: Date, event: QueueEvent)]) {
    var begin: Date?
    for (instant, event) in events {
      let outcome: QueueOutcome
      switch event {
      case .queued:
        begin = begin ?? instant
        continue
      case .offered: continue
      case .answered: outcome = .answered
      case .abandoned: outcome = .abandoned
      case .flowedOut: outcome = .flowedOut
      case .blocked: outcome = .blocked
      case .lost: outcome = .lost
      }
      if outcome == .blocked { begin = instant }
      guard let begin else { return nil }
      // Time stamps are of milliseconds; a difference of doubles is not.
      let milliseconds = (instant.timeIntervalSince(begin) * 1000).rounded()
      self.init(queuedAt: begin, outcome: outcome, wait: .milliseconds(Int64(milliseconds)))
      return
    }
    return nil
  }
}
