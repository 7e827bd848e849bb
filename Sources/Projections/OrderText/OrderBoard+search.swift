import Domain
import FoundationEssentials
import Postgres

extension OrderBoard {
  /// The orders in whose words something is found, the newest number first.
  ///
  /// Needs ``OrderTexts`` and the board up to date. Reads as many rows of the board as it returns, and the index of words;
  /// other conditions of the query are asked of every order that has the words.
  public static func search(
    _ text: TextQuery, _ query: BoardQuery, on connection: isolated Connection, _ body: (BoardRow) throws -> Void
  ) throws {
    if query.isOfFewOrders {
      // Their spans have an index of their own; words that every second order has would all be looked up else.
      var narrow = query
      narrow.text = text
      narrow.sort = .no
      narrow.isDescending = true
      return try list(narrow, on: connection, body)
    }
    if let limit = query.limit {
      // A common word is found often enough among the newest orders, and not looked up everywhere. Of a rare one this costs
      // a look at so many rows, and the index then says the rest.
      var rows: [BoardRow] = []
      try connection.forEachRow(statement(text, query, among: newestRows)) { row in
        rows.append(try BoardRow(row, asOf: query.asOf).seen(by: query.sight))
      }
      if rows.count == limit { return try rows.forEach(body) }
    }
    try connection.forEachRow(statement(text, query, among: nil)) { row in
      try body(try BoardRow(row, asOf: query.asOf).seen(by: query.sight))
    }
  }

  /// They hold fifty orders with a word that one order of two hundred has; of a rarer one the index has no more than some
  /// ten thousand in two million, which are looked up in a few hundredths of a second.
  private static let newestRows = 10_000

  /// - Parameter newest: only among so many of the newest orders; `nil` for all of them.
  private static func statement(_ text: TextQuery, _ query: BoardQuery, among newest: Int?) -> SQL {
    let limit: SQL = query.limit.map { "limit \(Int64($0))" } ?? ""
    let texts: SQL =
      newest.map { "(select no, words from order_text order by no desc limit \(Int64($0)))" } ?? "order_text"
    // The inner order keeps the planner on the numbers, newest first, so that a limit stops the look-ups behind them.
    return """
      select \(columns)
        from (select t.no from \(texts) t where t.words @@ \(text.tsquery)::text::tsquery
            order by t.no desc offset 0) t
          join order_span s using (no) join order_card c using (no)
        where (s.until_at is null or s.until_at > \(query.asOf)) and \(conditions(query))
          and \(query.sight.wordsCondition ?? "true")
        order by t.no desc \(limit)
      """
  }
}

extension BoardQuery {
  /// Asks for open orders only: a hundredth of all, in an office that closes what it opens.
  fileprivate var isOfFewOrders: Bool { kind == .open || cell != nil || overdueOnly }
}
