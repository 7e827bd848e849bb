import Domain
import FoundationEssentials
import Projections

/// What is to be known before an order is opened.
public struct IntakeFindings: Sendable {
  /// Who calls.
  public let caller: Caller
  /// Their last four contacts, newest first.
  public let last: [PartyContacts.Contact]
  /// Orders that this may be about, newest first; at most ten.
  public let similar: [SimilarOrder]
}

extension Session {
  /// Who calls, their last four contacts, and the orders that this may be about: of the same caller or the same place, of
  /// the same category where one is said, open or finished lately. Writes nothing.
  ///
  /// - Parameter days: how long ago a finished order may have been finished.
  public func findings(for new: NewOrder, within days: Int = 30, at instant: Date) async throws -> IntakeFindings {
    try await catchUp([Parties(), OrderBoard(), PartyContacts()])
    let caller = try await caller(of: new, at: instant)
    let sight = try await sight()
    let group = if let party = caller.party { try await group(of: party) } else { [PartyID]() }
    return try await connection.run { connection in
      var newest = ContactQuery(group)
      newest.limit = 4
      newest.sight = sight
      let question = SimilarOrders(
        parties: group, address: new.address, process: new.process, category: new.category,
        since: instant.addingTimeInterval(-Double(days) * 86_400))
      return IntakeFindings(
        caller: caller, last: group.isEmpty ? [] : try PartyContacts.list(newest, on: connection),
        similar: try question.find(seenBy: sight, on: connection))
    }
  }

  /// Notes that a matter was reported once more instead of opening it anew, with what was said.
  public func reportAgain(
    _ new: NewOrder, on no: OrderNumber, at instant: Date, isRehearsal: Bool = false
  ) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: isRehearsal) { work in
      let said = [new.title, new.text].compactMap(\.self).joined(separator: "\n")
      try await work.perform(.reportRepeat(channel: new.channel, text: said.isEmpty ? nil : said), on: no)
      return no
    }
  }
}
