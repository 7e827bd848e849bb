import Domain
import FoundationEssentials
import Testing

/// Orders of the shipped processes in memory, and what commands make of them: what the office does in its log, without one.
struct Bureau {
  static let definitions = {
    var definitions = Definitions()
    for shipped in ShippedProcesses.all {
      // A broken text shows as a process that is not there.
      try? definitions.evolve(
        .published(
          DefinitionPublished(kind: .process, key: shipped.key.rawValue, version: 1, body: shipped.yaml)),
        at: .distantPast)
    }
    return definitions
  }()

  private(set) var orders: [OrderNumber: Order] = [:]
  private(set) var histories: [OrderNumber: [OrderHistory.Entry]] = [:]
  /// What was to follow for other orders and was not possible.
  private(set) var unfollowed: [(OrderNumber, ActionKey, OrderRefusal)] = []
  var now = Job.hour(0)
  private var sequence = 0

  subscript(_ no: OrderNumber) -> Order {
    get throws { try #require(orders[no]) }
  }

  func process(_ no: OrderNumber) throws -> Domain.Process {
    let order = try self[no]
    return try #require(Self.definitions.process(order.process, version: order.processVersion))
  }

  /// Every order, by number.
  var numbers: [OrderNumber] { orders.keys.sorted() }

  @discardableResult
  mutating func open(_ key: ProcessKey, party: PartyID? = nil, title: String? = nil) throws -> OrderNumber {
    let process = try #require(Self.definitions.process(key))
    sequence += 1
    let no = OrderNumber(sequence: sequence)
    try begin(
      Order.open(
        no: no, process: process, channel: "phone", promise: now.addingTimeInterval(50 * 3600), party: party,
        words: OrderWords(title: title)))
    return no
  }

  private mutating func begin(_ opened: OrderOpened) throws {
    let order: Order = try #require(Order(opened, at: now, in: Self.definitions))
    orders[opened.no] = order
    histories[opened.no] = [OrderHistory.Entry(.opened(opened), at: now)]
    try follow(.opened(opened), on: opened.no, before: nil)
  }

  /// Does a command; throws what the order refuses, and nothing has happened then.
  mutating func perform(_ command: OrderCommand, on no: OrderNumber) throws {
    let order = try self[no]
    let events = try order.decide(command, process: process(no), at: now, children: children(of: no))
    for case .linked(let link) in events where link.relation == .mergedInto {
      try self[link.other].checkAsHead(process: process(link.other))
    }
    for event in events { try record(event, on: no) }
  }

  private mutating func record(_ event: OrderEvent, on no: OrderNumber) throws {
    let before = try self[no]
    add(event, to: no)
    if let side = before.otherSide(of: event), orders[side.other] != nil { add(side.event, to: side.other) }
    try follow(event, on: no, before: before)
  }

  private mutating func add(_ event: OrderEvent, to no: OrderNumber) {
    orders[no]?.evolve(event, at: now, in: Self.definitions)
    histories[no]?.append(OrderHistory.Entry(event, at: now))
  }

  private mutating func follow(_ event: OrderEvent, on no: OrderNumber, before: Order?) throws {
    let order = try self[no]
    for consequence in order.consequences(of: event, before: before, process: try process(no)) {
      switch consequence {
      case .open(let spawn):
        let process = try #require(Self.definitions.process(spawn.process))
        sequence += 1
        let child = OrderNumber(sequence: sequence)
        add(.linked(OrderLinked(other: child, relation: spawn.relation)), to: no)
        try begin(
          self[no].opening(spawn, as: child, process: process, key: nil, at: now, in: Self.definitions))
      case .children(let ending):
        for link in order.links {
          guard let child = orders[link.other], child.parent == no, !child.kind.isFinished else { continue }
          let end = try process(child.no).parentEnd
          if let action = ending == .finished ? end.finished : end.cancelled { try attempt(action, on: child.no, [:]) }
        }
      case .parent(let parent, let action, let words): try attempt(action, on: parent, words)
      }
    }
  }

  private mutating func attempt(_ key: ActionKey, on no: OrderNumber, _ words: [String: String]) throws {
    let needs = try process(no).action(key)?.needs.map(\.rawValue) ?? []
    let given = Dictionary(uniqueKeysWithValues: needs.map { ($0, words[$0] ?? "as before") })
    do {
      for event in try self[no].decide(
        .act(key, main: self[no].main, words: given), process: process(no), at: now, children: children(of: no))
      {
        try record(event, on: no)
      }
    } catch let refusal as OrderRefusal {
      unfollowed.append((no, key, refusal))
    }
  }

  private func children(of no: OrderNumber) -> [Order.Child] {
    orders.values.filter { $0.parent == no }.compactMap { child in
      child.relation.map { Order.Child(relation: $0, kind: child.kind, openedAt: child.openedAt) }
    }
  }
}

extension Bureau {
  /// What an action takes, filled in.
  static func answers(_ action: Action, head: OrderNumber?) -> [String: String] {
    var given: [String: String] = [:]
    for need in action.needs where need != .main { given[need.rawValue] = "words" }
    if let head { given["head"] = head.description }
    while true {
      guard let field = action.asks.prompts(given: given).first(where: \.isRequired) else { return given }
      given[field.name.rawValue] = answer(field)
    }
  }

  private static func answer(_ field: Field) -> String {
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
}
