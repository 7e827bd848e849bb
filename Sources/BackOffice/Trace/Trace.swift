import Domain
import EventStore
import FoundationEssentials
import Projections

/// One matter from its beginning to its end, across all streams that it touched, in the order of time.
public struct Trace: Sendable {
  /// What one command did: its events lie together in the log and happened for one reason.
  public struct Step: Sendable {
    /// The events of the matter, in the order of the log; at least one.
    public let events: [Entry]
    /// How many steps led to it, one through the other: the depth in the tree of causes.
    public fileprivate(set) var depth: Int
    /// The event that it came of, where it says so.
    public let cause: UUID?
    /// The step that it came of, by its place in ``Trace/steps``; `nil` for what came from outside.
    public fileprivate(set) var parent: Int?

    /// The command's id; `nil` for an event that tells none.
    public var command: UUID? { events.first?.recorded.authorship.correlation }
  }

  /// One event of the line.
  public struct Entry: Sendable {
    /// The event.
    public let recorded: RecordedEvent
    /// What became of the message that it made, for a reminder.
    public let delivery: Outbox.Delivery?
  }

  /// What was asked for, as it was found: `order-10000012`.
  public let matter: String
  /// The event that was asked for, where it was one.
  public let asked: UUID?
  /// What was done, in the order in which it happened.
  public let steps: [Step]
  /// How many events of the same commands were left out, for they are about other orders and people.
  public let others: Int

  init(matter: String, asked: UUID?, _ entries: [Entry], others: Int) {
    self.matter = matter
    self.asked = asked
    self.others = others
    var byCommand: [UUID: [Entry]] = [:]
    for entry in entries {
      byCommand[entry.recorded.authorship.correlation ?? entry.recorded.id, default: []].append(entry)
    }
    var steps = byCommand.values.map { events in
      Step(events: events, depth: 0, cause: events.lazy.compactMap(\.recorded.authorship.cause).first, parent: nil)
    }
    steps.sort { ($0.happenedAt, $0.position) < ($1.happenedAt, $1.position) }
    // A cause names an event or the command that wrote it.
    var home: [UUID: Int] = [:]
    for (index, step) in steps.enumerated() {
      if let command = step.command { home[command] = index }
      for event in step.events { home[event.recorded.id] = index }
    }
    for index in steps.indices {
      guard let cause = steps[index].cause, let parent = home[cause], parent != index else { continue }
      steps[index].parent = parent
    }
    for index in steps.indices {
      // No further than there are steps: causes that go round in a circle are a caller's mistake, and no reason to
      // hang.
      var (depth, next) = (0, steps[index].parent)
      while let parent = next, depth < steps.count {
        depth += 1
        next = steps[parent].parent
      }
      steps[index].depth = depth
    }
    self.steps = steps
  }
}

extension Trace.Step {
  /// When the first of it happened.
  public var happenedAt: Date { events.map(\.recorded.occurredAt).min() ?? .distantPast }
  fileprivate var position: Int64 { events.first?.recorded.position ?? 0 }
}
