import Postgres

/// Computes the chain again over stretches of the log, one stretch after another; one scan a connection.
///
/// Each event is checked against the hash that is stored with the one before it, so stretches need nothing of each other.
struct RangeScan: ~Copyable {
  /// What was counted on the way.
  struct Tally {
    var events = 0
    var personalParts = 0
    var erasedParts = 0
    /// A sum over all events: the same for the same set of streams and versions, in whatever order they pass.
    var versions: UInt64 = 0
  }

  private(set) var tally = Tally()
  private var hasher = ChainHasher()
  private var names: NameCache
  private var events = EventRows()
  private var personal = PersonalRows()
  /// The last position that was looked at.
  private var last: Int64
  /// Events a read: fewer where they are large, so that memory stays flat.
  private var pageSize: Int64 = 50

  init(after position: Int64) {
    last = position
    names = NameCache(fromFirstEvent: position == 0)
  }

  /// Checks a stretch and returns the first fault in it.
  ///
  /// A missing event before the stretch is no fault of it.
  mutating func check(
    _ stretch: ClosedRange<Int64>, on connection: isolated Connection, progress: (Int) -> Void
  ) throws -> LogFault? {
    if stretch.lowerBound != last + 1 { names.skip() }
    last = stretch.lowerBound - 1
    var previous = try StoredHash.at(last, on: connection)
    while last < stretch.upperBound {
      let page = last + 1...min(last + pageSize, stretch.upperBound)
      try personal.read(page, &hasher, on: connection)
      try events.read(page, on: connection)
      try names.complete(for: events.rows, on: connection)
      if let fault = try checkPage(page, &previous) { return fault }
      last = page.upperBound
      tally.events += events.rows.count
      pageSize = max(1, min(2000, Int64(8 << 20) * Int64(events.rows.count) / Int64(max(1, events.byteCount))))
      progress(events.rows.count)
    }
    return nil
  }

  private mutating func checkPage(_ page: ClosedRange<Int64>, _ previous: inout ChainHash?) throws -> LogFault? {
    var expected = page.lowerBound
    var part = 0
    for row in events.rows {
      guard row.position == expected else {
        return row.position > expected
          ? LogFault(position: expected, reason: .missing) : LogFault(position: row.position, reason: .doubled)
      }
      guard let name = names.streams[row.stream]?.name else {
        return LogFault(position: row.position, reason: .noStream(row.stream))
      }
      guard let type = names.types[row.type] else {
        return LogFault(position: row.position, reason: .noType(row.type))
      }
      if let previous {
        let hash = events.hash(of: row, at: row.position, after: previous, stream: name, type: type, &hasher)
        guard hash == row.hash else { return LogFault(position: row.position, reason: .doesNotFollow) }
      }
      previous = row.hash
      if let fault = checkVersion(of: row) ?? checkPersonal(of: row, &part) { return fault }
      expected += 1
    }
    if let position = events.unreadable { return LogFault(position: position, reason: .unreadable) }
    if expected <= page.upperBound { return LogFault(position: expected, reason: .missing) }
    if let position = personal.unreadable { return LogFault(position: position, reason: .personalChanged) }
    return nil
  }

  private mutating func checkVersion(of row: EventRow) -> LogFault? {
    tally.versions &+= VersionSum.term(stream: row.stream, version: row.version)
    guard let index = names.streams.index(forKey: row.stream) else { return nil }
    let stream = names.streams.values[index]
    names.streams.values[index].version = row.version
    guard let before = stream.version, row.version != before &+ 1 else { return nil }
    let name = String(decoding: stream.name.dropFirst(4), as: UTF8.self)
    return LogFault(
      position: row.position, reason: .version(Int(row.version), expected: Int(before) + 1, stream: name))
  }

  /// - Parameter part: the next erasable part that was not looked at.
  private mutating func checkPersonal(of row: EventRow, _ part: inout Int) -> LogFault? {
    guard part < personal.rows.count, personal.rows[part].position <= row.position else {
      if row.personalHash != nil { tally.erasedParts += 1 }
      return nil
    }
    let (position, hash) = personal.rows[part]
    guard position == row.position else { return LogFault(position: position, reason: .personalAlone) }
    guard let recorded = row.personalHash else { return LogFault(position: position, reason: .personalAdded) }
    guard hash == recorded else { return LogFault(position: position, reason: .personalChanged) }
    part += 1
    tally.personalParts += 1
    return nil
  }
}
