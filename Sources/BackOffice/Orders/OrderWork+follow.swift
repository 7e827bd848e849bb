import Domain
import EventCodec
import EventStore
import FoundationEssentials

extension OrderWork {
  /// How far what follows may lead to what follows: a process that goes round in a circle ends there.
  private static let depthLimit = 16

  /// Does what the processes let follow from an event for other orders.
  mutating func follow(_ event: OrderEvent, on no: OrderNumber, before: Order?) async throws {
    guard depth < Self.depthLimit else { return }
    depth += 1
    defer { depth -= 1 }
    let sheet = try await take(no)
    for consequence in sheet.order.consequences(of: event, before: before, process: sheet.process) {
      switch consequence {
      case .children(let ending): try await end(childrenOf: no, ending)
      case .open(let spawn): try await open(spawn, from: no)
      case .parent(let parent, let action, let words): try await act(action, onParent: parent, words, from: no)
      }
    }
  }

  /// The orders that follow from one.
  mutating func children(of no: OrderNumber) async throws -> [OrderNumber] {
    var children: [OrderNumber] = []
    for link in try await take(no).order.links where !children.contains(link.other) {
      guard !link.relation.isBetweenEquals, try await take(link.other).order.parent == no else { continue }
      children.append(link.other)
    }
    return children
  }

  private mutating func end(childrenOf no: OrderNumber, _ ending: Order.ParentEnding) async throws {
    for child in try await children(of: no) {
      let sheet = try await take(child)
      guard !sheet.order.isWithdrawn, !sheet.order.kind.isFinished else { continue }
      let action = ending == .finished ? sheet.process.parentEnd.finished : sheet.process.parentEnd.cancelled
      guard let action else { continue }
      try await attempt(action, on: child, words: ["reason": "\(no)"])
    }
  }

  private mutating func open(_ spawn: Spawn, from no: OrderNumber) async throws {
    guard let process = definitions.process(spawn.process) else {
      throw OfficeError.noSuchProcess(spawn.process.rawValue, known: definitions.all.map(\.key.rawValue))
    }
    let parent = try await take(no)
    let number = try await newNumber()
    let key = try await newKey(of: process)
    let opened = parent.order.opening(
      spawn, as: number, process: process, key: key, at: parent.at, in: definitions)
    add(.linked(OrderLinked(other: number, relation: spawn.relation)), to: no)
    let unit = parent.order.receiver(of: spawn)
    try await open(opened, at: parent.at, with: unit.map { [.assigned(OrderAssigned(main: $0))] } ?? [])
  }

  private mutating func act(
    _ action: ActionKey, onParent parent: OrderNumber, _ words: [String: String], from no: OrderNumber
  ) async throws {
    try await attempt(action, on: parent, words: words.merging(["note": "\(no)"]) { given, _ in given })
  }

  /// Does an action that follows, with what the action it follows from was given; where it is not possible, the command
  /// goes on without, and tells.
  private mutating func attempt(_ key: ActionKey, on no: OrderNumber, words: [String: String]) async throws {
    let sheet = try await take(no)
    let action = sheet.process.action(key)
    var taken = words.filter { word in
      action?.needs.contains(FieldKey(rawValue: word.key)) ?? false || action?.asks.field(word.key) != nil
    }
    // Whoever follows says why where no reason was given: by the order that it follows from.
    for need in action?.needs ?? [] where need != .main && need != .head && taken[need.rawValue] == nil {
      taken[need.rawValue] = words["reason"] ?? words["note"] ?? "\(no)"
    }
    let children = try await childrenAsked(by: action, of: no)
    let events: [OrderEvent]
    do throws(OrderRefusal) {
      events = try sheet.order.decide(
        .act(key, main: sheet.order.main, words: taken), process: sheet.process, at: sheet.at, children: children)
    } catch {
      unfollowed.append(Outcome.Unfollowed(no: no, action: key, refusal: error))
      return
    }
    for event in events { try await record(event, on: no) }
  }

  /// The children that an action looks at; none where it looks at none.
  mutating func childrenAsked(by action: Action?, of no: OrderNumber) async throws -> [Order.Child] {
    guard let action, !action.with.isEmpty else { return [] }
    var found: [Order.Child] = []
    for child in try await children(of: no) {
      let order = try await take(child).order
      guard !order.isWithdrawn, let relation = order.relation else { continue }
      found.append(Order.Child(relation: relation, kind: order.kind, openedAt: order.openedAt))
    }
    return found
  }

  /// The next number of the documents of a process; `nil` for a process without a series.
  mutating func newKey(of process: Domain.Process) async throws -> String? {
    guard let series = process.series else { return nil }
    if let (reserved, version) = documents[process.key] {
      documents[process.key] = (NumbersReserved(first: reserved.first, count: reserved.count + 1), version)
      return series.key(reserved.first + reserved.count)
    }
    let next = try await session.nextNumbers(1, of: .documentNumbers(process.key))
    documents[process.key] = next
    return series.key(next.reserved.first)
  }
}

extension RelationKey {
  /// Such a link never leads to a child: the other need not be read.
  fileprivate var isBetweenEquals: Bool {
    [.related, .duplicate, .mergedInto, .splitFrom, .splitOff, .parent].contains(self)
  }
}
