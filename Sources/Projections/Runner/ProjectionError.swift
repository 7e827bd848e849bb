import EventStore

/// Why a read model cannot be used.
public enum ProjectionError: Error, Sendable, Equatable {
  /// Its tables were made by a newer program, which may mean something else by them: use that one, or rebuild it here.
  case newer(name: String, stored: Int, known: Int)
  /// It met an event that it cannot take in. All before that is in it; it goes on from there once it can.
  case stopped([ProjectionStop])
  /// Its checkpoint is not where this program left it: somebody changed it by hand, or drives it without its lock.
  case moved(names: [String], from: Int64)
  /// The live tables are of another version, or there are none: nothing to hold a rebuild against.
  case notComparable(name: String, stored: Int, known: Int)
  /// There is nothing to go back to.
  case noPrevious(name: String)
  /// The tables to go back to are of a version that this program does not know.
  case previousUnknown(name: String, stored: Int, known: Int)
}

/// A read model that stands still before an event.
public struct ProjectionStop: Error, Sendable, Equatable {
  /// The read model.
  public let name: String
  /// The event's place in the log.
  public let position: Int64
  /// Its stored name and shape.
  public let type: EventType
  /// What went wrong.
  public let reason: String
}

extension ProjectionError: CustomStringConvertible {
  /// One sentence for a person.
  public var description: String {
    switch self {
    case .newer(let name, let stored, let known):
      "the read model \(name) was made by a newer hotline (version \(stored), this one knows \(known)); use that one, or `hotline projection rebuild \(name)` to go back"
    case .stopped(let stops):
      stops.map { stop in
        "the read model \(stop.name) stands still before event \(stop.position) (\(stop.type)), which it cannot take in: \(stop.reason); all before it is there, and it goes on by itself once the event can be read: `hotline log verify` tells whether it was altered; if not, use the newest hotline, or report this"
      }.joined(separator: "\n")
    case .moved(let names, let from):
      "the checkpoint of \(names.joined(separator: ", ")) was moved from \(from) by something else; `hotline projection compare \(names.first ?? "")` tells whether its tables are right"
    case .notComparable(let name, let stored, let known):
      stored == 0
        ? "\(name) has no tables yet, so there is nothing to compare; it makes them at its first use"
        : "the tables of \(name) are of version \(stored), this hotline knows version \(known), so they cannot be compared"
    case .noPrevious(let name):
      "no previous tables of \(name) are kept; the last rebuild is what `hotline projection rollback` takes back"
    case .previousUnknown(let name, let stored, let known):
      "the previous tables of \(name) are of version \(stored), this hotline knows version \(known); go back with the hotline that made them"
    }
  }
}
