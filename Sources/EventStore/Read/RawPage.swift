import FoundationEssentials
import Postgres

/// A page of the log as it came from the server, not decoded yet; that can be done on another thread.
///
/// Two ranges of primary keys in one flight, and the names by number: a join for each row costs the server three times as
/// much as the rows themselves.
struct RawPage: Sendable {
  /// The page begins behind it.
  private let start: Int64
  private let eventRows: Rows
  private let personalRows: Rows
  private let streamNumbers: [Int64]
  private let types: [Int16: String]

  /// Reads the next events after a position, at most `limit`.
  ///
  /// - Throws: ``EventStoreError/hole(after:found:)`` where there is none although the log goes on.
  init(after position: Int64, limit: Int, names: LogNames, on connection: isolated Connection) throws {
    start = position
    let end = position + Int64(limit)
    // Each statement sees what was committed before it: an erasure between the two shows as one. The events come first:
    // one that they show has had its personal part written.
    let answers = try connection.pipeline([
      """
      select position, stream_no, version, type_no, schema, personal_hash is not null, id, occurred_at, recorded_at,
          actor, cause, correlation, batch, data
        from log.events where position > \(position) and position <= \(end) order by position
      """,
      """
      select position, subject, data from log.personal where position > \(position) and position <= \(end)
        order by position
      """,
    ])
    eventRows = answers[0]
    personalRows = answers[1]
    var streamNumbers: [Int64] = []
    streamNumbers.reserveCapacity(eventRows.count)
    var typeNumbers: Set<Int16> = []
    for row in eventRows {
      var fields = row.fields
      fields.skip()
      streamNumbers.append(try fields.int64())
      fields.skip()
      typeNumbers.insert(try fields.int16())
    }
    self.streamNumbers = streamNumbers
    types = try names.types(typeNumbers, on: connection)
    guard eventRows.isEmpty else { return }
    // At the head, or before a hole as long as the page: whoever takes it for the head waits for ever.
    let next = try connection.query("select min(position) from log.events where position > \(position)").only()
      .decode(Int64?.self)
    if let next, next != position + 1 { throw EventStoreError.hole(after: position, found: next) }
  }

  private static let noStream = StreamName("")

  /// How many events it has.
  var count: Int { eventRows.count }

  /// The events; the server looks for names of streams while they are decoded.
  ///
  /// - Throws: ``EventStoreError/hole(after:found:)`` where positions are not contiguous.
  func events(_ names: LogNames, on connection: isolated Connection) throws -> [RecordedEvent] {
    let (streams, events) = try names.streams(streamNumbers, on: connection) { try nameless() }
    return try Self.events(events, of: streams)
  }

  /// The names of the events' streams, for ``events(of:)``.
  func streams(_ names: LogNames, on connection: isolated Connection) throws -> [StreamName?] {
    try names.streams(streamNumbers, on: connection) {}.names
  }

  /// The events, without a session: wherever there is time.
  ///
  /// - Throws: ``EventStoreError/hole(after:found:)`` where positions are not contiguous.
  func events(of streams: [StreamName?]) throws -> [RecordedEvent] { try Self.events(nameless(), of: streams) }

  private static func events(_ events: [RecordedEvent], of streams: [StreamName?]) throws -> [RecordedEvent] {
    var events = events
    for (index, stream) in streams.enumerated() {
      guard let stream else {
        throw EventStoreError.unexpected("event \(events[index].position) is of a stream without a name")
      }
      events[index].stream = stream
    }
    return events
  }

  /// The events but for the names of their streams.
  private func nameless() throws -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    events.reserveCapacity(eventRows.count)
    var personal = PersonalParts(personalRows)
    var last = start
    for row in eventRows {
      let event = try event(row.fields, &personal)
      guard event.position == last + 1 else { throw EventStoreError.hole(after: last, found: event.position) }
      last = event.position
      events.append(event)
    }
    return events
  }

  private func event(_ row: FieldReader, _ parts: inout PersonalParts) throws -> RecordedEvent {
    var fields = row
    let position = try fields.int64()
    fields.skip()
    let version = try fields.int32()
    let typeNumber = try fields.int16()
    let schema = try fields.int16()
    let hadPersonal = try fields.bool()
    let personal = hadPersonal ? try parts.next(at: position) : nil
    guard let type = types[typeNumber] else {
      throw EventStoreError.unexpected("event \(position) is of a type without a name")
    }
    return RecordedEvent(
      position: position, id: try fields.uuid(), stream: Self.noStream, version: Int(version),
      type: EventType(type, schema: schema), occurredAt: try fields.date(), recordedAt: try fields.date(),
      authorship: Authorship(
        actor: try fields.text(), cause: try fields.optionalUUID(), correlation: try fields.optionalUUID(),
        batch: try fields.optionalUUID()),
      data: try fields.text(), personal: personal, isErased: hadPersonal && personal == nil)
  }
}

/// The erasable parts of a page in the order of their positions, taken one after another.
private struct PersonalParts {
  private let rows: Rows
  private var index = 0
  private var ahead: (position: Int64, fields: FieldReader)?

  init(_ rows: Rows) { self.rows = rows }

  /// The part of the event at a position; `nil` where it is gone. Positions only grow from call to call.
  mutating func next(at position: Int64) throws -> Personal? {
    while index < rows.count || ahead != nil {
      if ahead == nil {
        var fields = rows[index].fields
        ahead = (try fields.int64(), fields)
        index += 1
      }
      guard let (found, rest) = ahead, found <= position else { return nil }
      ahead = nil
      guard found == position else { continue }
      var fields = rest
      return Personal(subject: try fields.text(), data: try fields.text())
    }
    return nil
  }
}
