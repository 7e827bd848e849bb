/// The first thing in a log that is not as it was written, and where.
public struct LogFault: Error, Sendable, Equatable {
  /// What does not fit.
  public enum Reason: Sendable, Equatable {
    /// No event is at the position: it was deleted.
    case missing
    /// Two events are at the position: one was inserted.
    case doubled
    /// A column is null or of a length that it cannot have.
    case unreadable
    /// The content was changed: the event after it still follows from the hash it had.
    case changed
    /// The content is as it was, the hash beside it was changed.
    case hashChanged
    /// The event was recorded at another position: rows were swapped, or others inserted or removed between.
    case moved(from: Int64)
    /// The event was inserted: the one after it was recorded in its place.
    case inserted
    /// The event does not follow from the one before it: one of the two was replaced, or others were inserted or removed
    /// between them and the rest renumbered.
    case doesNotFollow
    /// The event names a stream, or a type, that is not there.
    case noStream(Int64)
    case noType(Int16)
    /// The event has another version than comes next in its stream.
    case version(Int, expected: Int, stream: String)
    /// The erasable part is not the one that was recorded.
    case personalChanged
    /// The event was recorded without an erasable part and has one now.
    case personalAdded
    /// An erasable part of no event.
    case personalAlone
    /// The head says that the log ends before this event.
    case afterHead(Int64)
    /// The head has another hash than the last event, which is at the position.
    case headChanged
    /// The row of the head is gone, or doubled.
    case noHead
    /// A stream says that its last event has one version, and it has another or a gap before it.
    case streamVersion(String, says: Int, last: Int, count: Int)
    /// The log ends before the event that was sealed at the position: events were removed at its end.
    case sealedIsGone(head: Int64)
    /// Another event than the sealed one is at the position: the log was written anew from there or before.
    case sealedIsAnother
  }

  /// Where it is found; what is before it was checked and fits, as far as the check began before it.
  public let position: Int64
  /// What does not fit.
  public let reason: Reason

  /// A fault at a position.
  public init(position: Int64, reason: Reason) {
    self.position = position
    self.reason = reason
  }
}

extension LogFault: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch reason {
    case .missing: "event \(position) is missing: it was deleted"
    case .doubled: "two events are at position \(position): one was inserted"
    case .unreadable: "event \(position) cannot be read: a column of it is empty or cut"
    case .changed: "event \(position) was changed after it was recorded: its own row, or the name of its stream or type"
    case .hashChanged: "the hash of event \(position) was changed; its content is as recorded"
    case .moved(let other):
      "at position \(position) is the event that was recorded at \(other): events were swapped, inserted or removed"
    case .inserted: "event \(position) was inserted: the one after it was recorded in its place"
    case .doesNotFollow:
      "event \(position) does not follow from the one before it: one was replaced, inserted or removed there"
    case .noStream(let number): "event \(position) belongs to stream no. \(number), which is missing"
    case .noType(let number): "event \(position) is of type no. \(number), which is missing"
    case .version(let found, let expected, let stream):
      "event \(position) has version \(found) of \(stream), where \(expected) comes next"
    case .personalChanged: "the personal part of event \(position) was changed after it was recorded"
    case .personalAdded: "event \(position) was recorded without a personal part and has one now"
    case .personalAlone: "there is a personal part of event \(position), and no such event"
    case .afterHead(let head): "the log should end at \(head), and there is an event \(position)"
    case .headChanged: "the head of the log has another hash than its last event, \(position)"
    case .noHead: "the head of the log is missing"
    case .streamVersion(let stream, let says, let last, let count):
      "\(stream) should be at version \(says); it has \(count) \(count == 1 ? "event" : "events"), the last of version \(last)"
    case .sealedIsGone(let head):
      "the log ends at \(head), and event \(position) was sealed: events were removed at the end"
    case .sealedIsAnother:
      "event \(position) is not the one that was sealed: the log was written anew from there or before"
    }
  }
}
