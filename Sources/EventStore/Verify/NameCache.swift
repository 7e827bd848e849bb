import Postgres

/// The names of types and streams as the chain hashes them, each after its length; of streams at most so many.
struct NameCache {
  /// What is known of a stream while its events pass.
  struct Stream {
    let name: [UInt8]
    /// The version of its last event that passed; `nil` where that is not known.
    var version: Int32?
  }

  /// As many streams are held; about 150 bytes each.
  static let limit = 30_000

  private(set) var types: [Int16: [UInt8]] = [:]
  var streams: [Int64: Stream] = [:]
  /// All events from the first on have passed, and none of their streams was dropped: an unknown one begins at 1.
  private var hasSeenAll: Bool

  init(fromFirstEvent: Bool) { hasSeenAll = fromFirstEvent }

  /// What is held no longer follows what passes next.
  mutating func skip() {
    hasSeenAll = false
    for key in streams.keys { streams[key]?.version = nil }
  }

  /// Looks up what the rows need and is not held yet.
  mutating func complete(for rows: [EventRow], on connection: isolated Connection) throws {
    if rows.contains(where: { types[$0.type] == nil }) {
      for row in try connection.query("select type_no, name from log.event_types") {
        let (number, name) = try row.decode(Int16.self, String.self)
        types[number, default: []].setField(name)
      }
    }
    if streams.count > Self.limit {
      streams.removeAll(keepingCapacity: true)
      hasSeenAll = false
    }
    var missing = Set<Int64>()
    for row in rows where streams[row.stream] == nil { missing.insert(row.stream) }
    guard !missing.isEmpty else { return }
    let version: Int32? = hasSeenAll ? 0 : nil
    var isFirst = true
    try connection.copyOut(
      """
      copy (select stream_no, name from log.streams where stream_no = any(\(literal: missing.sorted())))
        to stdout (format binary)
      """
    ) { message in
      if var fields = CopyFields(message, isFirst: isFirst, columnCount: 2),
        let number = fields.next(message, Int64.self), let name = fields.next(message)
      {
        var field: [UInt8] = []
        field.append(message, name.lowerBound - 4..<name.upperBound)
        streams[number] = Stream(name: field, version: version)
      }
      isFirst = false
    }
  }
}

extension [UInt8] {
  fileprivate mutating func setField(_ text: String) {
    removeAll()
    appendField(text)
  }
}
