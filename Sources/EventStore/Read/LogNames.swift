import Postgres
import Synchronization

/// The names behind the numbers in the log's rows, as far as they were met: of all types, and of the streams met lately.
///
/// A number never changes its name, so what was read once holds for ever. Keep one for as long as you read one log. Of
/// streams it holds at most 2 × 32,768 names, some 8 MB: when one half is full, what was not met since the last time goes.
public final class LogNames: Sendable {
  private struct Known {
    var types: [Int16: String] = [:]
    var recent: [Int64: StreamName] = [:]
    var older: [Int64: StreamName] = [:]
    let half: Int

    init(half: Int) { self.half = half }

    mutating func stream(_ number: Int64) -> StreamName? {
      if let name = recent[number] { return name }
      guard let name = older[number] else { return nil }
      remember(number, name)
      return name
    }

    mutating func remember(_ number: Int64, _ name: StreamName) {
      if recent.count >= half {
        older = recent
        recent.removeAll(keepingCapacity: true)
      }
      recent[number] = name
    }
  }

  private let known: Mutex<Known>

  /// Knows nothing yet.
  public convenience init() { self.init(half: 32_768) }

  /// With room for `2 * half` names of streams.
  init(half: Int) { known = Mutex(Known(half: half)) }

  /// The name of each of these streams, `nil` for one that there is not; asks the database for those that are not known, in
  /// one statement, and runs the body while it waits.
  func streams<Value>(
    _ numbers: [Int64], on connection: isolated Connection, meanwhile body: () throws -> Value
  ) throws -> (names: [StreamName?], value: Value) {
    var names = known.withLock { known in numbers.map { known.stream($0) } }
    let missing = zip(numbers, names).compactMap { number, name in name == nil ? number : nil }
    guard let first = missing.min(), let last = missing.max() else { return (names, try body()) }
    // What was opened together lies together: a range of the index costs a fifth of as many look-ups.
    let isDense = last - first < 2 * Int64(missing.count)
    let condition: SQL = isDense ? "stream_no between \(first) and \(last)" : "stream_no = any(\(missing))"
    let (answers, value) = try connection.pipeline(
      ["select stream_no, name from log.streams where \(condition)"], meanwhile: body)
    var read: [Int64: StreamName] = [:]
    for row in answers[0] {
      var fields = row.fields
      read[try fields.int64()] = StreamName(try fields.text())
    }
    for index in names.indices where names[index] == nil { names[index] = read[numbers[index]] }
    let learned = read
    known.withLock { known in
      for (number, name) in learned { known.remember(number, name) }
    }
    return (names, value)
  }

  /// The names of all types, among them these; asks the database when one is not known.
  func types(_ numbers: Set<Int16>, on connection: isolated Connection) throws -> [Int16: String] {
    let types = known.withLock { $0.types }
    if numbers.allSatisfy({ types[$0] != nil }) { return types }
    var all: [Int16: String] = [:]
    for row in try connection.query("select type_no, name from log.event_types") {
      let (number, name) = try row.decode(Int16.self, String.self)
      all[number] = name
    }
    let read = all
    known.withLock { $0.types = read }
    return all
  }
}
