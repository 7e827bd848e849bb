import Postgres

/// The erasable parts of some consecutive events, each as the hash that its event should have of it.
struct PersonalRows {
  private(set) var rows: [(position: Int64, hash: ChainHash)] = []
  /// The position of a row that has a null.
  private(set) var unreadable: Int64?

  /// Reads those of the events from a position to another, in order; the former ones are dropped.
  mutating func read(
    _ positions: ClosedRange<Int64>, _ hasher: inout ChainHasher, on connection: isolated Connection
  ) throws {
    rows.removeAll(keepingCapacity: true)
    unreadable = nil
    var isFirst = true
    try connection.copyOut(
      """
      copy (
        select position, salt, subject, data from log.personal
          where position between \(literal: positions.lowerBound) and \(literal: positions.upperBound) order by position
      ) to stdout (format binary)
      """
    ) { message in
      if var fields = CopyFields(message, isFirst: isFirst, columnCount: 4),
        let position = fields.next(message, Int64.self)
      {
        if let salt = fields.next(message), let subject = fields.next(message), let data = fields.next(message) {
          hasher.message.removeAll(keepingCapacity: true)
          hasher.message.append(message, salt)
          // Both fields after their lengths, as the hash wants them.
          hasher.message.append(message, subject.lowerBound - 4..<data.upperBound)
          rows.append((position, hasher.digest()))
        } else {
          unreadable = unreadable ?? position
        }
      }
      isFirst = false
    }
  }
}
