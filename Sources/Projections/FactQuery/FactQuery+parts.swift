import Domain
import FoundationEssentials
import Postgres

extension FactSource {
  /// What it is read from; all of them must stand at one position.
  public var models: [any Projection] { [OrderBoard(), OrderFacts(), OrderAnswers()] }
}

extension FactQuery {
  /// The parts and their figures, in one pass and no order; only parts that something is in.
  ///
  /// Needs the read models of ``FactSource/models`` at one position. Without dimensions it is one part, the whole.
  public func parts(on connection: isolated Connection) throws -> [Part] {
    let columns = dimensions.indices.map { "k.\(identifier: "k\($0)")" as SQL } + figures.map(sql)
    guard !columns.isEmpty else { return [] }
    var statement: SQL = "select \(columns.joined(separator: ", ")) from \(look)\(keys) where \(conditions(filters))"
    if !dimensions.isEmpty {
      statement += " group by \(dimensions.indices.map { "k.\(identifier: "k\($0)")" as SQL }.joined(separator: ", "))"
    }
    var parts: [Part] = []
    try connection.forEachRow(statement) { row in
      parts.append(
        Part(
          keys: try dimensions.indices.map { try row[$0, as: String?.self] },
          figures: try figures.indices.map { try row[dimensions.count + $0, as: Double?.self] }))
    }
    return parts
  }

  /// An order behind a figure.
  public struct Item: Sendable {
    /// The values of the dimensions; `nil` for none.
    public let keys: [String?]
    /// The order.
    public let no: OrderNumber
    /// Its process and state.
    public let process: ProcessKey
    public let state: StateKey
    /// Its times.
    public let openedAt: Date
    public let dueAt: Date?
    public let finishedAt: Date?
  }

  /// Everything that a figure is taken of, one line each, by order number: as many as the figure counts. Not of parties, which
  /// are no orders.
  public func items(
    of figure: FactFigure, on connection: isolated Connection, _ body: (Item) throws -> Void
  ) throws {
    guard source != .parties else { return }
    let columns =
      dimensions.indices.map { "k.\(identifier: "k\($0)")" as SQL } + [
        "o.no, o.process, o.state, o.opened_at, o.due_at, o.finished_at"
      ]
    let count = dimensions.count
    try connection.forEachRow(
      """
      select \(columns.joined(separator: ", ")) from \(look)\(keys)
        where \(conditions(filters)) and \(conditions(figure.conditions)) order by o.no
      """
    ) { row in
      try body(
        Item(
          keys: try dimensions.indices.map { try row[$0, as: String?.self] },
          no: OrderNumber(stored: try row[count, as: Int64.self]),
          process: ProcessKey(rawValue: try row[count + 1, as: String.self]),
          state: StateKey(rawValue: try row[count + 2, as: String.self]),
          openedAt: try row[count + 3, as: Date.self], dueAt: try row[count + 4, as: Date?.self],
          finishedAt: try row[count + 5, as: Date?.self]))
    }
  }
}
