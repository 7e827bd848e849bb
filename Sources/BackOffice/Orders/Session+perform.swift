import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension Session {
  /// Does a command on an order, and all that follows from it for others, in one append; decides again when one of them
  /// moved on meanwhile.
  ///
  /// - Parameter bulk: the id that ties together the commands of a bulk, from ``newBulk(at:)``.
  public func perform(
    _ orderCommand: OrderCommand, on no: OrderNumber, at instant: Date, isRehearsal: Bool = false, bulk: UUID? = nil
  ) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: isRehearsal, bulk: bulk) { work in
      try await work.perform(orderCommand, on: no)
      return no
    }
  }

  /// The id for the commands of a bulk: one undo takes them all back.
  public func newBulk(at instant: Date) -> UUID { freshID(at: instant) }

  /// Merges an order into another one by the action of its process that does so.
  public func merge(
    _ no: OrderNumber, into head: OrderNumber, reason: String? = nil, at instant: Date, isRehearsal: Bool = false,
    bulk: UUID? = nil
  ) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: isRehearsal, bulk: bulk) { work in
      let sheet = try await work.take(no)
      try requireSight(of: sheet.order)
      try require(.orderLink, on: OrderPlace(sheet.order).responsible)
      let merging = sheet.process.actions.filter(\.isMerging)
      guard let first = merging.first else { throw OfficeError.cannotMerge(no, sheet.process.key) }
      let action = merging.first { $0.from.contains(sheet.order.state) } ?? first
      var words = ["head": head.description]
      if let reason { words["reason"] = reason }
      try await work.perform(.act(action.key, main: nil, words: words), on: no)
      return no
    }
  }

  /// Opens another order for a part of what one is about: for the same party, linked both ways.
  public func split(
    _ no: OrderNumber, into part: OrderPart, at instant: Date, isRehearsal: Bool = false
  ) async throws -> Outcome {
    try await work("order \(no)", at: instant, isRehearsal: isRehearsal, bulk: nil) { work in
      let sheet = try await work.take(no)
      try requireSight(of: sheet.order)
      try requireWords(of: sheet.order, work.definitions)
      try require(.orderLink, on: OrderPlace(sheet.order).responsible)
      if let unit = part.unit { try requireOpenUnit(unit) }
      do throws(OrderRefusal) {
        try sheet.order.checkAsHead(process: sheet.process)
      } catch {
        throw OfficeError.refused(no, error)
      }
      let new = try await work.newNumber()
      try await work.open(
        try part.opening(new, from: sheet.order, work.definitions), at: sheet.at,
        with: part.unit.map { [.assigned(OrderAssigned(main: $0))] } ?? [])
      try await work.record(.linked(OrderLinked(other: no, relation: .splitFrom)), on: new)
      return new
    }
  }

  /// Runs a piece of work until nobody is faster, and appends it.
  ///
  /// - Returns: the outcome for the order that the body names.
  func work(
    _ what: String, at instant: Date, isRehearsal: Bool, bulk: UUID? = nil,
    _ body: (inout OrderWork) async throws -> OrderNumber
  ) async throws -> Outcome {
    // In a bulk an id follows from the order's number: several orders may have the same parent.
    let command = bulk.map { EventID.derived(from: $0, what) } ?? freshID(at: instant)
    return try await retrying(what) {
      var work = try await OrderWork(self, command, bulk: bulk, at: instant)
      let named = try await body(&work)
      var outcome = try await finish(work.finished(), named, isRehearsal)
      outcome.unfollowed = work.unfollowed
      return outcome
    }
  }
}

/// What is split off an order.
public struct OrderPart: Sendable {
  /// One line.
  public var title: String
  /// What it is about; as the other order where nothing is said.
  public var category: String?
  /// How it moves; as the other order where nothing is said.
  public var process: ProcessKey?
  /// What was said.
  public var text: String?
  /// Who gets it.
  public var unit: UnitKey?

  /// A part by its one line.
  public init(title: String) { self.title = title }

  func opening(_ no: OrderNumber, from other: Order, _ definitions: Definitions) throws -> OrderOpened {
    let key = process ?? other.process
    guard let process = definitions.process(key) else {
      throw OfficeError.noSuchProcess(key.rawValue, known: definitions.all.map(\.key.rawValue))
    }
    var opened = Order.open(
      no: no, process: process, channel: other.channel, category: category ?? other.category, party: other.party,
      campaign: other.campaign,
      words: OrderWords(
        title: title, address: other.isSecret ? nil : other.words?.address, fields: text.map { ["text": $0] } ?? [:]))
    opened.priority = other.priority == .normal ? nil : other.priority
    opened.area = other.area
    opened.intake = other.intake
    opened.isSecret = other.isSecret ? true : nil
    return opened
  }
}
