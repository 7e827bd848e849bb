import Postgres

/// An event as COPY sent it: the columns that the chain writes otherwise than COPY as numbers, the others as their bytes.
struct EventRow {
  let position: Int64
  let stream: Int64
  let version: Int32
  let type: Int16
  let schema: Int16
  /// In microseconds since 1970.
  let occurredAt, recordedAt: Int64
  /// `nil` where it has no erasable part.
  let personalHash: ChainHash?
  let hash: ChainHash
  /// The field of the id, then those from the actor to the personal hash, in ``EventRows/bytes``.
  fileprivate let start, end: Int
}

/// Consecutive events of the log, in the order of their positions.
///
/// COPY's binary format writes a field as the chain does: its length in four bytes, FF FF FF FF for none, and the value. So
/// the fields that need no conversion are hashed in the bytes in which they came.
struct EventRows {
  private(set) var rows: [EventRow] = []
  private var bytes: [UInt8] = []
  /// The position of a row that has a null or a length that no event can have.
  private(set) var unreadable: Int64?

  /// What they take in memory.
  var byteCount: Int { bytes.count + rows.count * MemoryLayout<EventRow>.stride }

  /// Reads the events from a position to another; the former ones are dropped.
  mutating func read(_ positions: ClosedRange<Int64>, on connection: isolated Connection) throws {
    rows.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    unreadable = nil
    var isFirst = true
    try connection.copyOut(
      """
      copy (
        select position, id, stream_no, version, type_no, schema, occurred_at, recorded_at, actor, cause, correlation,
            batch, data, personal_hash, hash
          from log.events where position between \(literal: positions.lowerBound) and \(literal: positions.upperBound)
          order by position
      ) to stdout (format binary)
      """
    ) { message in
      if unreadable == nil, var fields = CopyFields(message, isFirst: isFirst, columnCount: 15) {
        if !add(message, &fields) {
          unreadable = rows.last.map { $0.position + 1 } ?? positions.lowerBound
        }
      }
      isFirst = false
    }
  }

  private mutating func add(_ message: Span<UInt8>, _ fields: inout CopyFields) -> Bool {
    guard let position = fields.next(message, Int64.self), let id = fields.next(message), id.count == 16,
      let stream = fields.next(message, Int64.self), let version = fields.next(message, Int32.self),
      let type = fields.next(message, Int16.self), let schema = fields.next(message, Int16.self),
      let occurredAt = fields.next(message, Int64.self), let recordedAt = fields.next(message, Int64.self),
      let actor = fields.next(message), fields.next(message) != nil, fields.next(message) != nil,
      fields.next(message) != nil, fields.next(message) != nil, let personalHash = fields.next(message),
      let hash = fields.next(message), let hash = ChainHash(message.extracting(hash))
    else { return false }
    let start = bytes.count
    bytes.append(message, id.lowerBound - 4..<id.upperBound)
    bytes.append(message, actor.lowerBound - 4..<personalHash.upperBound)
    rows.append(
      EventRow(
        position: position, stream: stream, version: version, type: type, schema: schema,
        occurredAt: occurredAt &+ Self.year2000, recordedAt: recordedAt &+ Self.year2000,
        personalHash: ChainHash(message.extracting(personalHash)), hash: hash, start: start, end: bytes.count))
    return true
  }

  /// From 1970 to 2000, in microseconds: PostgreSQL counts from there.
  private static let year2000: Int64 = 946_684_800_000_000

  /// The hash that a row would have at a position after a hash.
  ///
  /// - Parameters:
  ///   - stream: the field of the stream's name.
  ///   - type: the field of the type's name.
  func hash(
    of row: EventRow, at position: Int64, after previous: ChainHash, stream: [UInt8], type: [UInt8],
    _ hasher: inout ChainHasher
  ) -> ChainHash {
    hasher.message.removeAll(keepingCapacity: true)
    hasher.message.append(previous)
    hasher.message.appendField(position)
    hasher.message.append(bytes.span, row.start..<row.start + 20)
    hasher.message.append(contentsOf: stream)
    hasher.message.appendField(Int64(row.version))
    hasher.message.append(contentsOf: type)
    hasher.message.appendField(Int64(row.schema))
    hasher.message.appendField(row.occurredAt)
    hasher.message.appendField(row.recordedAt)
    hasher.message.append(bytes.span, row.start + 20..<row.end)
    return hasher.digest()
  }
}
