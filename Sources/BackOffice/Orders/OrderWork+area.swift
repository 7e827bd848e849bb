import Domain
import FoundationEssentials
import Postgres
import Projections

extension OrderWork {
  /// The command with the unit of the order's area, for an action that goes there by itself.
  func completed(_ command: OrderCommand, on no: OrderNumber) async throws -> OrderCommand {
    guard case .act(let key, nil, let words) = command, let sheet = sheets[no],
      sheet.process.action(key)?.assigns == .area
    else { return command }
    return .act(key, main: try await area(of: sheet.order).unit, words: words)
  }

  /// The area of an order: as recorded, by its address, else by the telephone of whom it is for.
  ///
  /// - Throws: ``OfficeError/noAreaOf(_:known:)`` where no region table knows it: a person has to look at it.
  func area(of order: Order) async throws -> RegionTable.Area {
    if let code = order.area, let area = definitions.regionTables.lazy.compactMap({ $0.area(code) }).first {
      return area
    }
    if let address = order.words?.address, let area = definitions.area(forAddress: address) { return area }
    if let party = order.party, order.words?.address == nil {
      try await session.catchUp([Parties()])
      let card = try await session.connection.run { try Parties.card(of: party, on: $0) }
      if let address = card?.address, let area = definitions.area(forAddress: address) { return area }
      for phone in card?.phones ?? [] {
        if let area = definitions.area(forPhone: phone.number) { return area }
      }
    }
    throw OfficeError.noAreaOf(order.no, known: definitions.regionTables.flatMap(\.areas).map(\.key))
  }
}

extension Session {
  /// Sends an order to a unit by the action of its process that does so, or to the unit of its area; an order whose state
  /// has no such action is assigned.
  ///
  /// - Parameter unit: who gets it; the unit of its area where none is given.
  public func dispatch(
    _ no: OrderNumber, to unit: UnitKey?, words: [String: String] = [:], at instant: Date, isRehearsal: Bool = false,
    bulk: UUID? = nil
  ) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: isRehearsal, bulk: bulk) { work in
      let sheet = try await work.take(no)
      let possible = sheet.process.actions(from: sheet.order.state)
      let sending = possible.first { $0.key == "dispatch" } ?? possible.first { $0.needs == [.main] }
      var receiver = unit
      if receiver == nil, sending?.assigns == nil {
        let area = try await work.area(of: sheet.order)
        receiver = area.unit
        if sheet.order.area != area.key {
          // What the tables made of it is recorded, so that lists and reports can ask for it.
          let change = OrderEdited.Change(from: sheet.order.area, to: area.key)
          work.add(.edited(OrderEdited(codes: ["area": change])), to: no)
        }
      }
      if let sending {
        try await work.perform(.act(sending.key, main: receiver, words: words), on: no)
      } else if let receiver {
        try await work.perform(.assign(main: receiver, staff: nil, reason: words["reason"]), on: no)
      }
      return no
    }
  }
}
