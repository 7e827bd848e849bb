import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Projections
import TestSeeds
import Testing

@testable import BackOffice

/// Random work at a real log: what the lists say is what the log says, at any instant.
@Suite struct DispatchHistoriesTests {
  private static let units = ["repairs", "roads", "survey"].compactMap { UnitKey($0) }

  @Test(arguments: UInt64(900)..<903) func listsAndLogAgreeAtAnyInstant(seed: UInt64) async throws {
    var random = Seeded(seed)
    let desk = try await Desk()
    let session = desk.session
    var numbers: [OrderNumber] = []
    for number in 0..<4 {
      numbers.append(
        try await desk.open("\(number)", process: random.pick(["complaint", "complaint", "repair", "consult"])))
    }
    var now = Desk.now
    for _ in 0..<60 {
      now += Double(random.next() % 400) * 60
      let no = random.pick(numbers)
      do {
        let outcome = try await Self.work(on: no, random.pick(numbers), session, at: now, &random)
        numbers = Array(Set(numbers + outcome.appends.compactMap(\.stream.orderNumber))).sorted()
      } catch OfficeError.refused {
        continue
      } catch OfficeError.cannotMerge {
        continue
      }
    }
    let events = try await desk.events()
    for (stream, stretch) in Dictionary(grouping: events, by: \.stream) {
      #expect(stretch.map(\.version) == Array(1...stretch.count), "seed \(seed): \(stream)")
    }
    for model in [OrderBoard(), OrderCounts(), Timers(), OrderFiles()] as [any Projection] {
      try await session.catchUp([model])
      let comparison = try await session.compare(model, rows: 3) { _ in }
      #expect(comparison.isEqual, "seed \(seed): \(model.name)")
    }
    // As of any instant the board shows what had happened by then.
    let definitions = try await session.definitions()
    for instant in (0..<5).map({ _ in random.pick(events).occurredAt }) {
      let rows = try await session.connection.run { connection in
        var rows: [BoardRow] = []
        try OrderBoard.list(BoardQuery(asOf: instant), on: connection) { rows.append($0) }
        return rows
      }
      for row in rows {
        let then = try await session.load(row.no, asOf: instant, in: definitions).order
        #expect(
          row.state == then.state && row.kind == then.kind && row.unit == then.main?.rawValue
            && row.finishedAt == then.finishedAt, "seed \(seed): \(row.no) as of \(instant)")
      }
    }
  }

  private static func work(
    on no: OrderNumber, _ other: OrderNumber, _ session: Session, at now: Date, _ random: inout Seeded
  ) async throws -> Outcome {
    let unit = random.pick(units)
    switch random.next() % 12 {
    case 0: return try await session.perform(.assign(main: unit, staff: nil), on: no, at: now)
    case 1: return try await session.perform(.assist(unit, budget: nil, task: "help"), on: no, at: now)
    case 2: return try await session.merge(no, into: other, at: now)
    case 3: return try await session.perform(.unmerge(reason: nil), on: no, at: now)
    case 4: return try await session.split(no, into: OrderPart(title: "part"), at: now)
    case 5: return try await session.perform(.link(other, .related), on: no, at: now)
    case 6:
      let undo = try await session.undo(command: "\(no)", at: now)
      return Outcome(no: no, appends: undo.appends, positions: nil)
    default:
      let loaded = try await session.load(no)
      let possible = loaded.process.actions(from: loaded.order.state).filter { !$0.isMerging }
      guard let action = possible.isEmpty ? nil : random.pick(possible) else {
        return try await session.perform(.note("nothing to do"), on: no, at: now)
      }
      return try await session.perform(.act(action.key, main: unit, words: answers(action)), on: no, at: now)
    }
  }

  private static func answers(_ action: Action) -> [String: String] {
    var given = Dictionary(uniqueKeysWithValues: action.needs.filter { $0 != .main }.map { ($0.rawValue, "words") })
    while let field = action.asks.prompts(given: given).first(where: \.isRequired) {
      given[field.name.rawValue] =
        switch field.kind {
        case .text, .long: "words"
        case .choice: field.choices.first?.key.rawValue ?? ""
        case .number, .money: field.min?.description ?? "1"
        case .date: "2026-05-01"
        case .time: "14:30"
        case .flag: "true"
        case .phone: "13900001234"
        }
    }
    return given
  }
}
