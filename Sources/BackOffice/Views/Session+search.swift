import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections

/// An order in whose words something was found.
public struct SearchHit: Sendable {
  /// As it stands.
  public let row: BoardRow
  /// The words around the first thing that was found; `nil` where they may not be shown.
  public let excerpt: String?
  /// The field that holds them: `title`, `text`, `note`, `result` …
  public let field: String?
}

extension Session {
  /// The orders in whose words something is found, the newest first, with the words around it.
  ///
  /// Cost: two catch-ups, one index look-up, and the events of the orders that are returned, for the excerpts.
  ///
  /// - Parameters:
  ///   - query: other conditions, and the most that are returned.
  ///   - excerptWidth: characters before and behind what was found.
  public func search(_ text: TextQuery, _ query: BoardQuery, excerptWidth: Int = 8) async throws -> [SearchHit] {
    let rows = try await connection.run { connection in
      var rows: [BoardRow] = []
      try OrderBoard.search(text, query, on: connection) { rows.append($0) }
      return rows
    }
    var excerpts: [OrderNumber: (field: String, text: String)] = [:]
    for stretch in rows.chunks(of: 100) {
      for event in try await store.read(stretch.map { StreamName.order($0.no) }) {
        guard let no = event.stream.orderNumber, excerpts[no] == nil, let personal = event.personal else { continue }
        // Later words are seldom what is looked for; the first that hold it are shown.
        for (field, words) in try Words(json: personal.data).texts where excerpts[no] == nil {
          if let excerpt = text.excerpt(of: words, width: excerptWidth) { excerpts[no] = (field, excerpt) }
        }
      }
    }
    return rows.map { SearchHit(row: $0, excerpt: excerpts[$0.no]?.text, field: excerpts[$0.no]?.field) }
  }
}

extension Array {
  /// One after the other, at most so many at once.
  func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
