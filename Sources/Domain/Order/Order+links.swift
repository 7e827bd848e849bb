extension RelationKey {
  /// The other is what this one follows from.
  public static let parent: RelationKey = "parent"
  /// The other follows from this one.
  public static let child: RelationKey = "child"

  /// What this one is to the other: what the other's own link says.
  public var fromTheOtherSide: RelationKey {
    switch self {
    case .related: .related
    case .mergedInto: .duplicate
    case .duplicate: .mergedInto
    case .splitFrom: .splitOff
    case .splitOff: .splitFrom
    case .parent: .child
    default: .parent
    }
  }

  /// Merging and taking apart make and end these, and nothing else does.
  var isOfItsOwn: Bool { self == .mergedInto || self == .duplicate }
}

extension Order {
  /// The orders that were merged into this one.
  public var duplicates: [OrderNumber] { links.filter { $0.relation == .duplicate }.map(\.other) }

  func link(_ other: OrderNumber, _ relation: RelationKey) throws(OrderRefusal) -> [OrderEvent] {
    guard other != no else { throw .linkToItself }
    guard !relation.isOfItsOwn else { throw .relationOfItsOwn(relation) }
    guard !links.contains(Link(other: other, relation: relation)) else { return [] }
    return [.linked(OrderLinked(other: other, relation: relation))]
  }

  func unlink(_ other: OrderNumber, _ relation: RelationKey?) throws(OrderRefusal) -> [OrderEvent] {
    let meant = links.filter { $0.other == other && (relation == nil || $0.relation == relation) }
    guard !meant.isEmpty else { throw .notLinked(other) }
    if let link = meant.first(where: \.relation.isOfItsOwn) { throw .relationOfItsOwn(link.relation) }
    return meant.map { .unlinked(OrderUnlinked(other: $0.other, relation: $0.relation)) }
  }

  /// Whether another order can be merged into this one; why not otherwise. Duplicates are one step deep, and what they
  /// are merged into is worked on.
  public func checkAsHead(process: Process) throws(OrderRefusal) {
    guard !isWithdrawn else { throw .withdrawn }
    try unclosed(process)
  }

  /// What an event of this order says to another one: the other side of a link.
  public func otherSide(of event: OrderEvent) -> (other: OrderNumber, event: OrderEvent)? {
    switch event {
    case .linked(let link):
      (link.other, .linked(OrderLinked(other: no, relation: link.relation.fromTheOtherSide)))
    case .unlinked(let link):
      (link.other, .unlinked(OrderUnlinked(other: no, relation: link.relation.fromTheOtherSide)))
    default: nil
    }
  }
}
