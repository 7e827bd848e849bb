import Domain
import FoundationEssentials
import Postgres

extension FactSource {
  /// What it is read from whatever is asked.
  var models: [any Projection] {
    switch self {
    case .orders: [OrderBoard(), OrderFacts()]
    case .steps: [OrderBoard(), OrderFacts(), OrderSteps()]
    case .answers: [OrderBoard(), OrderFacts(), OrderAnswers()]
    case .parties: [Parties(), PartyMarks()]
    case .imports: [Batches(), OrderFacts()]
    case .calls: [CallFacts()]
    }
  }
}

extension FactQuery {
  /// What a question is read from; all of them must stand at one position.
  public var models: [any Projection] {
    var models = source.models
    if asksForAnswers { models.append(OrderAnswers()) }
    if asksForParties { models += [Parties(), PartyMarks()] }
    if asksForSteps { models.append(OrderSteps()) }
    return models.reduce(into: []) { each, model in
      if !each.contains(where: { $0.name == model.name }) { each.append(model) }
    }
  }

  private var fields: [FactField] {
    dimensions.compactMap { if case .field(let field) = $0 { field } else { nil } }
      + (filters + figures.flatMap(\.conditions)).flatMap(\.fields)
  }

  private var values: [FactValue] {
    dimensions.compactMap { if case .bucket(let value, _) = $0 { value } else { nil } }
      + figures.compactMap { figure in
        switch figure.aggregate {
        case .count: nil
        case .sum(let value), .least(let value), .most(let value): value
        }
      }
  }

  private var asksForAnswers: Bool {
    fields.contains { if case .form = $0 { true } else { false } }
      || values.contains { if case .form = $0 { true } else { false } }
  }

  var asksForParties: Bool { fields.contains { [.partyClass, .partyKind, .region].contains($0) } }

  private var asksForSteps: Bool { (filters + figures.flatMap(\.conditions)).contains(where: \.asksForSteps) }
}

extension FactCondition {
  /// The fields that it looks at.
  fileprivate var fields: [FactField] {
    switch self {
    case .isOne(let field, _): [field]
    case .except(let others): others.flatMap(\.fields)
    case .opened, .finished, .isFinished, .overdue, .lateBy, .had, .followedBy, .registered, .once, .waited: []
    }
  }

  fileprivate var asksForSteps: Bool {
    switch self {
    case .had: true
    case .except(let others): others.contains(where: \.asksForSteps)
    case .isOne, .opened, .finished, .isFinished, .overdue, .lateBy, .followedBy, .registered, .once, .waited: false
    }
  }
}

extension FactQuery {
  /// The parts and their figures, in one pass and no order; only parts that something is in.
  ///
  /// Needs ``models`` at one position. Without dimensions it is one part, the whole.
  public func parts(on connection: isolated Connection) throws -> [Part] {
    let keyColumns = dimensions.indices.map { "k.\(identifier: "k\($0)")" as SQL }
    let columns = keyColumns + figures.map(sql)
    guard !columns.isEmpty else { return [] }
    let groups = keyColumns + (portions == nil ? [] : ["g.portion"])
    var statement: SQL = """
      select \(portions == nil ? "0" : "g.portion" as SQL), \(columns.joined(separator: ", "))
        from \(look)\(asked)\(parties)\(self.keys) where \(conditions(filters)) and \(touched)
      """
    if !groups.isEmpty { statement += " group by \(groups.joined(separator: ", "))" }
    var parts: [Part] = []
    try connection.forEachRow(statement) { row in
      parts.append(
        Part(
          keys: try dimensions.indices.map { try row[1 + $0, as: String?.self] },
          figures: try figures.indices.map { try row[1 + dimensions.count + $0, as: Double?.self] },
          portion: Int(try row[0, as: Int32.self])))
    }
    return parts
  }

  /// What counts in some figure: most orders of many years count in none of a month's.
  private var touched: SQL {
    guard figures.allSatisfy({ !$0.conditions.isEmpty }) else { return "true" }
    var each: [[FactCondition]] = []
    for figure in figures where !each.contains(figure.conditions) { each.append(figure.conditions) }
    return "(\(each.map { "(\(conditions($0)))" as SQL }.joined(separator: " or ")))"
  }

  /// An order behind a figure.
  public struct Item: Sendable {
    /// The values of the dimensions; `nil` for none.
    public let keys: [String?]
    /// The order.
    public let no: OrderNumber
    /// How it moves.
    public let process: ProcessKey
    /// How it stood at the end; of a step, right after it.
    public let state: StateKey
    /// When it was opened.
    public let openedAt: Date
    /// When it was due; of a step, right before it.
    public let dueAt: Date?
    /// When it was finished; of a step, nothing.
    public let finishedAt: Date?
  }

  /// Everything that a figure is taken of, one line each, by order number: as many as the figure counts. None of what is no
  /// order.
  public func items(
    of figure: FactFigure, on connection: isolated Connection, _ body: (Item) throws -> Void
  ) throws {
    guard source.isOfOrders else { return }
    let columns =
      dimensions.indices.map { "k.\(identifier: "k\($0)")" as SQL } + [
        "o.no, o.process, o.state, o.opened_at, o.due_at",
        source == .steps ? "null::timestamptz" : "o.finished_at",
      ]
    let count = dimensions.count
    var alone = self
    alone.figures = [figure]
    try connection.forEachRow(
      """
      select \(columns.joined(separator: ", ")) from \(alone.look)\(alone.parties)\(keys)
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
