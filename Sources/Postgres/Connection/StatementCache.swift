/// Which statements a connection has prepared on the server, by text and bind types.
///
/// A statement is prepared when it comes a second time: one that runs once then costs one round trip, not two.
struct StatementCache {
  struct Key: Hashable {
    var text: String
    var types: [UInt32]
  }

  private struct Entry {
    var name: String?
    var lastUse: UInt64
  }

  enum Plan: Equatable {
    case unprepared
    case prepare(name: String)
    case prepared(name: String)
  }

  private var entries: [Key: Entry] = [:]
  private var uses: UInt64 = 0
  private let limit: Int

  /// - Parameter limit: 0 prepares nothing at all.
  init(limit: Int = 256) {
    self.limit = limit
  }

  /// How to run the statement now; counts as a use.
  mutating func plan(for key: Key) -> Plan {
    guard limit > 0 else { return .unprepared }
    uses += 1
    guard let entry = entries[key] else {
      entries[key] = Entry(name: nil, lastUse: uses)
      return .unprepared
    }
    entries[key]?.lastUse = uses
    if let name = entry.name { return .prepared(name: name) }
    return .prepare(name: "hotline_\(uses)")
  }

  /// The server has prepared it.
  mutating func remember(_ key: Key, name: String) {
    entries[key]?.name = name
  }

  /// Forgets one statement; the name, if any, is to be deallocated on the server.
  mutating func forget(_ key: Key) -> String? {
    entries.removeValue(forKey: key)?.name
  }

  /// Forgets a statement with any bind types; what the server still has of it ends with the session.
  mutating func removeAll(text: String) {
    entries = entries.filter { $0.key.text != text }
  }

  /// Forgets what was not used for longest until there is room; returns the names to deallocate.
  mutating func shrink() -> [String] {
    guard entries.count > limit else { return [] }
    // A quarter at once: finding the oldest costs a sort.
    let oldest = entries.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(entries.count - limit * 3 / 4)
    return oldest.compactMap { forget($0.key) }
  }
}
