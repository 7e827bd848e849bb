import Foundation
import Postgres

/// Why the store did not do as asked.
public enum EventStoreError: Error, Sendable {
  /// The stream moved on: load it again and decide again. `actual` is its version now, 0 where it has no event.
  case conflict(stream: StreamName, expected: ExpectedVersion, actual: Int)
  /// An event with this id is in the log with another stream, type, `data` or erasable part: the caller's ids are not
  /// unique. Another instant or author is no other content: a repeated command may come later, and from somebody else.
  case idTaken(UUID, position: Int64)
  /// Some of the events are in the log and some are not: an append is all or nothing, so these were not one command.
  case partlyThere(UUID, position: Int64)
  /// The same stream stands in one append twice, or an append holds nothing.
  case malformedAppend(String)
  /// A page of the log is not contiguous: the log was damaged. Nothing was read past `after`.
  case hole(after: Int64, found: Int64)
  /// The log does not hold the event that a follower had come to: it is another one, or came back from a backup. `head` is
  /// its last position.
  case otherLog(position: Int64, head: Int64)
  /// The database cannot be reached or went away in the middle: an append may have been committed or not. Repeat it with
  /// the same ids; it is then written once, whatever happened.
  case unreachable(PostgresError)
  /// The database refused it, and nothing was written: a full disk, text that is no JSON, a missing privilege.
  case refused(PostgresError)
  /// More events wait to be written than the queue takes: the disk does not keep up. Come again later.
  case busy(waiting: Int)
  /// Another session has idled with the log locked for longer than one of ours may, and nothing was written. It must end
  /// first, or be ended.
  case held(HeadHolder)
  /// The calling task was cancelled. Only where that met the commit itself can anything have been written.
  case cancelled
  /// Nobody foresaw it: a bug of ours, in its own words.
  case unexpected(String)
}

extension EventStoreError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .conflict(let stream, let expected, let actual):
      "\(stream) has moved on (expected \(expected), it is at version \(actual)); look at it again and repeat"
    case .idTaken(let id, let position):
      "event id \(id) was used before at position \(position) with other content"
    case .partlyThere(let id, let position):
      "a part of this command was recorded before (event \(id) at position \(position)); it cannot be repeated as a whole"
    case .malformedAppend(let reason): "the append cannot be written: \(reason)"
    case .hole(let after, let found):
      "the log is damaged: position \(found) follows \(after); look with `hotline log verify`, and restore the last backup"
    case .otherLog(let position, let head):
      "the log (of \(head) events) is not the one that was followed to position \(position); what was made from it must be made again from the start"
    case .unreachable(let error), .refused(let error): "\(error)"
    case .busy(let waiting):
      "\(waiting) \(waiting == 1 ? "event waits" : "events wait") to be written already; try again in a moment"
    case .held(let holder):
      "the log is held by another session (\(holder.application ?? "unnamed"), process \(holder.pid)); nothing was written; end that session and repeat"
    case .cancelled: "stopped before it was done; look at what is there before you repeat it"
    case .unexpected(let words): "the log met what it does not know: \(words); please report it with these words"
    }
  }
}

extension EventStoreError {
  /// Any error of a piece of work on the database, as one of ours.
  init(_ error: any Error) {
    self =
      switch error {
      case let error as EventStoreError: error
      case let error as PostgresError where error.isUnreachable: .unreachable(error)
      case let error as PostgresError: .refused(error)
      case is CancellationError: .cancelled
      default: .unexpected("\(error)")
      }
  }
}
