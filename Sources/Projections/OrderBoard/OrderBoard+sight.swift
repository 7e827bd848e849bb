import Domain
import Postgres

// What a sight asks of a span `s` and a card `c`, or of whatever else has their columns.
extension OrderSight {
  /// The orders that are seen; `nil` where all are.
  var condition: SQL? { condition(span: "s", card: "c") }

  /// The orders whose words may be read; `nil` where all may. For what finds orders by words or by people: a secret one
  /// must not be found by what others may not read.
  var wordsCondition: SQL? { wordsCondition(span: "s", card: "c") }

  /// ``condition``, of what stands by these names in the statement.
  func condition(span: SQL, card: SQL) -> SQL? { scope.condition(span, card) }

  /// ``wordsCondition``, of what stands by these names in the statement.
  func wordsCondition(span: SQL, card: SQL) -> SQL? {
    guard let secret = secrets.condition(span, card) else { return nil }
    let byProcess = secretsByProcess.sorted { $0.key < $1.key }.map { process, scope -> SQL in
      let isOf: SQL = "\(card).process = \(process.rawValue)"
      return scope.condition(span, card).map { "(\(isOf) and \($0))" } ?? isOf
    }
    return "(not \(card).is_secret or \(([secret] + byProcess).joined(separator: " or ")))"
  }
}

extension UnitScope {
  /// The orders of these units, taken in by them or helped by them; `nil` for all.
  func condition(_ span: SQL, _ card: SQL) -> SQL? {
    codes.map { codes in
      "(\(span).unit = any(\(codes)) or \(card).intake = any(\(codes)) or \(card).assists && \(codes))"
    }
  }
}

extension BoardRow {
  /// The row as somebody may see it: a secret one without its words, where they may not read them.
  func seen(by sight: OrderSight) -> BoardRow {
    guard isSecret, sight != .everything else { return self }
    let place = OrderPlace(
      main: unit.flatMap(UnitKey.init), intake: intake.flatMap(UnitKey.init), assists: assists.compactMap(UnitKey.init))
    guard !sight.readsSecret(process, place) else { return self }
    var masked = self
    masked.title = nil
    masked.isMasked = true
    return masked
  }
}

extension OrderBoard {
  /// Which of some orders somebody sees, and reads where they are secret. Needs the board up to date; withdrawn ones are on
  /// nobody's list.
  public static func seen(
    _ numbers: [OrderNumber], by sight: OrderSight, on connection: isolated Connection
  ) throws -> Set<OrderNumber> {
    let conditions = [sight.condition, sight.wordsCondition].compactMap(\.self)
    guard !conditions.isEmpty else { return Set(numbers) }
    let rows = try connection.query(
      """
      select c.no from order_card c join order_span s on s.no = c.no and s.until_at is null
        where c.no = any(\(numbers.map { Int64($0.value) })) and \(conditions.joined(separator: " and "))
      """)
    return try Set(rows.map { OrderNumber(stored: try $0.decode(Int64.self)) })
  }
}
