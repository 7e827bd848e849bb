/// What a rebuild is doing.
public enum RebuildProgress: Sendable, Equatable {
  /// Somebody else rebuilds the same read model; the server process, as in `pg_stat_activity.pid`.
  case waiting(processID: Int)
  /// Somebody else looks back into the past, and one at a time does; the server process.
  case waitingToLookBack(processID: Int)
  /// The log is taken in: so many events of so many.
  case applying(done: Int64, total: Int64)
  /// The indexes of a read model are made.
  case indexing(name: String)
  /// A read model is held against the live one.
  case comparing(name: String)
  /// The new tables of a read model wait for those who read the old ones, then take their place.
  case switching(name: String)
}
