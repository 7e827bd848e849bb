import ArgumentParser
import BackOffice
import Domain
import Foundation
import Projections

/// Which orders a command is about, where it can be about many: by number, or by what a list would show.
struct WhereOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Instead of numbers: the filters of order list, as 'state=new unit=repairs' or 'overdue'.", valueName: "filters"))
  var filters: [String] = []
  @Flag(name: .customLong("yes"), help: "Do not ask before many orders change.") var isSure = false

  /// The numbers of the orders that a list with these filters shows now.
  func numbers(_ session: Session, _ workplace: Workplace, _ zone: TimeZone) async throws -> [OrderNumber] {
    let query = try await Self.query(filters, session, workplace, zone)
    return try await session.connection.run { connection in
      var numbers: [OrderNumber] = []
      try OrderBoard.list(query, on: connection) { numbers.append($0.no) }
      return numbers
    }
  }

  /// What a list with these filters would ask of the board, which is brought up to date.
  static func query(
    _ filters: [String], _ session: Session, _ workplace: Workplace, _ zone: TimeZone
  ) async throws -> BoardQuery {
    var arguments: [String] = []
    var isOverdue = false
    let pairs = filters.flatMap(Self.pairs)
    // An empty variable of a shell is no wish to change every order.
    guard !pairs.isEmpty else { throw ValidationError("--where is empty; write filters as 'state=new unit=repairs'") }
    for pair in pairs {
      if pair == "overdue" {
        isOverdue = true
        continue
      }
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      arguments.append("--\(parts[0])")
      if parts.count == 2 { arguments.append(String(parts[1])) }
    }
    let filter: BoardFilter
    do {
      filter = try BoardFilter.parse(arguments)
    } catch {
      throw ValidationError("--where: \(BoardFilter.message(for: error)); write it as 'state=new unit=repairs'")
    }
    try filter.check(try await session.definitions())
    var query = filter.query(in: zone, now: workplace.now, for: session, try await session.definitions())
    query.overdueOnly = isOverdue
    try await session.catchUpShowingProgress(filter.models, workplace.console)
    return query
  }

  /// `state=new unit=repairs` apart; what is searched for goes to the end of the text.
  private static func pairs(_ text: String) -> [String] {
    var text = Substring(text)
    var search: [String] = []
    if let range = text.range(of: "search=") {
      search = [String(text[range.lowerBound...])]
      text = text[..<range.lowerBound]
    }
    return text.split(whereSeparator: \.isWhitespace).map(String.init) + search
  }

  /// Does a command on each of the orders, or on those that the filters find, once somebody said yes to their number.
  func run(
    _ command: Domain.OrderCommand, on numbers: [OrderNumber], _ what: Text, _ change: ChangeOptions
  ) async throws {
    try await run(on: numbers, what, change) { session, workplace, no, bulk in
      try await session.perform(command, on: no, at: workplace.now, isRehearsal: change.isRehearsal, bulk: bulk)
    }
  }

  /// The same for more than a command.
  func run(
    on numbers: [OrderNumber], _ what: Text, _ change: ChangeOptions,
    _ body: @Sendable (Session, Workplace, OrderNumber, _ bulk: UUID) async throws -> Outcome
  ) async throws {
    let workplace = Workplace(change.output)
    try await workplace.sitting { session in
      let zone = change.output.zone(office: try await session.definitions().calendar.timeZone)
      var numbers = numbers
      if !filters.isEmpty {
        numbers = try await self.numbers(session, workplace, zone)
        if !change.isRehearsal { try confirm(numbers.count, what, workplace.console) }
      }
      try await OrderBulk(change: change, session: session, workplace: workplace, zone: zone).run(numbers) { no, bulk in
        try await body(session, workplace, no, bulk)
      }
    }
  }

  /// Shows how many it would be, and waits for a yes.
  func confirm(_ count: Int, _ what: Text, _ console: Console) throws {
    guard !isSure, count > 0 else { return }
    let question = Text(
      zh: "将对 \(count) 张工单做 \(what.zh)。继续吗？", en: "\(what.en): \(count) \(count == 1 ? "order" : "orders"). Go on?")
    guard try Confirmation.ask(question, option: "--yes", console) else {
      throw Failure(.failed, Text(zh: "没有做任何改动", en: "nothing was changed"))
    }
  }
}
