import Foundation
import Postgres

/// What is to become of the appends of a batch, seen against what the log holds.
struct AppendPlan {
  private enum Step {
    /// Written now, after so many events of the batch.
    case write(after: Int, count: Int)
    case answer(LogWriter.Outcome)
  }

  /// What is written, in order.
  private(set) var accepted: [Append] = []
  /// Appends that share an id with one that is written now: they are looked at again when that is there.
  private(set) var postponed: [Int] = []
  private var steps: [Step] = []

  init(_ appends: [Append], written rows: Rows, versions versionRows: Rows) throws {
    let written = try Self.written(rows)
    var versions: [StreamName: Int] = [:]
    for row in versionRows {
      let (name, version) = try row.decode(String.self, Int32.self)
      versions[StreamName(name)] = Int(version)
    }
    var ids: Set<UUID> = []
    var count = 0
    for (index, append) in appends.enumerated() {
      do throws(EventStoreError) {
        if append.lines.contains(where: { ids.contains($0.event.id) }) {
          postponed.append(index)
          steps.append(.answer(.failure(.unexpected("it was put off and forgotten"))))
        } else if let positions = try append.positions(in: written) {
          steps.append(.answer(.success(AppendResult(positions: positions, wasThere: true))))
        } else {
          try append.advance(&versions)
          ids.formUnion(append.lines.map(\.event.id))
          steps.append(.write(after: count, count: append.lines.count))
          accepted.append(append)
          count += append.lines.count
        }
      } catch {
        steps.append(.answer(.failure(error)))
      }
    }
  }

  /// The answers, once what is accepted lies after a position.
  func outcomes(after head: Int64) -> [LogWriter.Outcome] {
    steps.map { step in
      switch step {
      case .answer(let outcome): return outcome
      case .write(let before, let count):
        let first = head + Int64(before) + 1
        return .success(AppendResult(positions: Array(first..<first + Int64(count)), wasThere: false))
      }
    }
  }

  /// An event of the log that has the id of a new one.
  fileprivate struct Written {
    let position: Int64
    let stream: String
    let type: EventType
    let data: String
    let personalHash: ChainHash?
    let salt: [UInt8]?
  }

  private static func written(_ rows: Rows) throws -> [UUID: Written] {
    try rows.reduce(into: [:]) { written, row in
      let (id, position, stream, type, schema, data, personalHash, salt) = try row.decode(
        UUID.self, Int64.self, String.self, String.self, Int16.self, JSONText.self, ChainHash?.self, [UInt8]?.self)
      written[id] = Written(
        position: position, stream: stream, type: EventType(type, schema: schema), data: data.text,
        personalHash: personalHash, salt: salt)
    }
  }
}

extension Append {
  /// Where all events of this append lie, if they were written before; `nil` if none was.
  fileprivate func positions(in written: [UUID: AppendPlan.Written]) throws(EventStoreError) -> [Int64]? {
    let found = lines.compactMap { line in written[line.event.id].map { (line, $0) } }
    guard let first = found.first else { return nil }
    for (line, event) in found where !line.isSame(as: event) {
      throw .idTaken(line.event.id, position: event.position)
    }
    guard found.count == lines.count else { throw .partlyThere(first.0.event.id, position: first.1.position) }
    return found.map(\.1.position)
  }
}

extension Append.Line {
  fileprivate func isSame(as written: AppendPlan.Written) -> Bool {
    stream.rawValue == written.stream && event.type == written.type && event.data == written.data
      && hasPersonal(ofHash: written.personalHash, salt: written.salt)
  }

  /// Whether the erasable part is the one that was recorded. One that was erased since can no longer be told.
  private func hasPersonal(ofHash hash: ChainHash?, salt: [UInt8]?) -> Bool {
    guard let personal = event.personal, let hash else { return event.personal == nil && hash == nil }
    return salt.map { Chain.personalHash(salt: $0, personal) == hash } ?? true
  }
}
