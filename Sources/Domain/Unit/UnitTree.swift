/// The organisation: units numbered in the order of the tree, so that a unit and all below it are one range of numbers.
///
///     city 1…5
///     ├─ east 2…3
///     │  └─ repairs 3…3
///     └─ west 4…4
///     (a unit that only a list has named) 5…5
///
/// Folded from the unit events up to an instant, it is the tree as of that instant. A unit that a list named and nobody
/// placed stands directly under the top. Below one unit the order is that in which units came there.
public struct UnitTree: Sendable, Equatable {
  /// The unit above all others; `nil` until somebody sets up the tree: any code of a unit is taken then.
  public private(set) var top: UnitKey?
  private var nodes: [UnitNode] = []
  private var indices: [UnitKey: Int] = [:]
  /// When a unit came to its place, as a running number: siblings stand in this order.
  private var ranks: [Int] = []
  private var nextRank = 0
  /// Indices of nodes by their numbers, the first at 0.
  private var order: [Int] = []

  /// No unit.
  public init() {}

  /// A tree as stored in a read model.
  ///
  /// - Parameter nodes: with their numbers, in any order.
  public init(nodes stored: [UnitNode], top: UnitKey?) {
    nodes = stored.sorted { $0.place < $1.place }
    self.top = top
    for index in nodes.indices { indices[nodes[index].unit] = index }
    ranks = Array(nodes.indices)
    nextRank = nodes.count
    order = Array(nodes.indices)
  }

  // MARK: What happened

  /// Takes in what happened. Never fails: what cannot be, as a unit below itself, changes nothing.
  public mutating func evolve(_ event: UnitEvent) {
    switch event {
    case .created(let created): add(UnitNode(unit: created.unit, parent: created.parent, name: created.name))
    case .moved(let moved): move(moved.unit, below: moved.parent)
    case .changed(let changed):
      change(changed.unit) { node in
        changed.name.map { node.name = $0.isEmpty ? nil : $0 }
        changed.phone.map { node.phone = $0.isEmpty ? nil : $0 }
        changed.head.map { node.head = $0.isEmpty ? nil : $0 }
        changed.kind.map { node.kind = $0.isEmpty ? nil : $0 }
      }
    case .calendarSet(let set): change(set.unit) { $0.calendar = set.calendar }
    case .closed(let closed): change(closed.unit) { $0.isClosed = true }
    case .reopened(let reopened): change(reopened.unit) { $0.isClosed = false }
    }
  }

  private mutating func change(_ unit: UnitKey, _ body: (inout UnitNode) -> Void) {
    guard let index = indices[unit] else { return }
    body(&nodes[index])
  }

  private mutating func add(_ node: UnitNode) {
    guard indices[node.unit] == nil else { return }
    let index = nodes.count
    var node = node
    // A list may have named a unit below this one before: it cannot be above as well.
    if let parent = node.parent, parent == node.unit || rawPath(to: parent).contains(node.unit) { node.parent = nil }
    nodes.append(node)
    ranks.append(takeRank())
    indices[node.unit] = index
    let spot = above(index).map { nodes[$0].last } ?? order.count
    order.insert(index, at: spot)
    nodes[index].place = spot + 1
    nodes[index].last = spot + 1
    for shifted in order[(spot + 1)...] {
      nodes[shifted].place += 1
      nodes[shifted].last += 1
    }
    stretchAncestors(of: index, by: 1)
    // A list may have named units below this one before it was there.
    if nodes.contains(where: { $0.parent == node.unit }) { renumber() }
  }

  private mutating func move(_ unit: UnitKey, below parent: UnitKey?) {
    guard let index = indices[unit] else { return }
    guard let parent else {
      nodes[index].parent = nil
      top = unit
      ranks[index] = takeRank()
      return renumber()
    }
    guard unit != top, let target = indices[parent], !nodes[index].range.contains(nodes[target].place) else { return }
    let (from, count, behind) = (nodes[index].place - 1, nodes[index].range.count, nodes[target].last)
    stretchAncestors(of: index, by: -count)
    nodes[index].parent = parent
    ranks[index] = takeRank()
    // The range is lifted out and set down behind the last unit of its new place; only what lies between is renumbered.
    let moved = Array(order[from..<from + count])
    let reach: Range<Int>
    if behind > from {
      order.replaceSubrange(from..<behind, with: Array(order[from + count..<behind]) + moved)
      reach = from..<behind
    } else {
      order.replaceSubrange(behind..<from + count, with: moved + Array(order[behind..<from]))
      reach = behind..<from + count
    }
    for spot in reach {
      let width = nodes[order[spot]].last - nodes[order[spot]].place
      nodes[order[spot]].place = spot + 1
      nodes[order[spot]].last = spot + 1 + width
    }
    stretchAncestors(of: index, by: count)
  }

  /// A unit and what was named above it, known or not.
  private func rawPath(to unit: UnitKey) -> [UnitKey] {
    var path = [unit]
    while let last = path.last, let parent = self[last]?.parent { path.append(parent) }
    return path
  }

  private mutating func takeRank() -> Int {
    nextRank += 1
    return nextRank
  }

  private mutating func stretchAncestors(of index: Int, by count: Int) {
    var above = above(index)
    while let current = above {
      nodes[current].last += count
      above = self.above(current)
    }
  }

  /// Numbers all units anew.
  private mutating func renumber() {
    var below: [Int?: [Int]] = [:]
    for index in nodes.indices { below[above(index), default: []].append(index) }
    for key in below.keys { below[key]?.sort { ranks[$0] < ranks[$1] } }
    order = []
    func visit(_ index: Int) {
      order.append(index)
      nodes[index].place = order.count
      for child in below[index] ?? [] { visit(child) }
      nodes[index].last = order.count
    }
    for root in below[Int?.none] ?? [] { visit(root) }
  }

  /// The unit above one: as placed, else the top.
  private func above(_ index: Int) -> Int? {
    if nodes[index].unit == top { return nil }
    if let parent = nodes[index].parent, let above = indices[parent], above != index { return above }
    return top.flatMap { indices[$0] }
  }

  // MARK: Questions

  /// All units in the order of the tree.
  public var units: [UnitNode] { order.map { nodes[$0] } }

  /// How many there are.
  public var count: Int { nodes.count }

  /// A unit; `nil` where there is none of this code.
  public subscript(_ unit: UnitKey) -> UnitNode? { indices[unit].map { nodes[$0] } }

  /// The numbers of a unit and of all below it; `nil` for an unknown one.
  public func range(of unit: UnitKey) -> ClosedRange<Int>? { self[unit]?.range }

  /// Whether a unit is another one or below it.
  public func contains(_ unit: UnitKey, in scope: UnitKey) -> Bool {
    guard let place = self[unit]?.place, let range = range(of: scope) else { return unit == scope }
    return range.contains(place)
  }

  /// A unit and all below it, in the order of the tree; none for an unknown one.
  public func subtree(of unit: UnitKey) -> [UnitNode] {
    range(of: unit).map { range in range.map { nodes[order[$0 - 1]] } } ?? []
  }

  /// The unit directly above; a unit that nobody placed is below the top.
  public func parent(of unit: UnitKey) -> UnitKey? {
    indices[unit].flatMap(above).map { nodes[$0].unit }
  }

  /// The units directly below one, in order; with `nil` those at the top.
  public func children(of unit: UnitKey?) -> [UnitNode] { units.filter { parent(of: $0.unit) == unit } }

  /// From the top down to a unit, both included; none for an unknown one.
  public func path(to unit: UnitKey) -> [UnitKey] {
    var path: [UnitKey] = []
    var next = indices[unit]
    while let index = next {
      path.append(nodes[index].unit)
      next = above(index)
    }
    return path.reversed()
  }

  /// How far below the top a unit stands: 0 for the top itself.
  public func depth(of unit: UnitKey) -> Int { max(0, path(to: unit).count - 1) }

  /// The calendar that a unit works by: its own, else that of the nearest unit above that has one.
  public func calendar(of unit: UnitKey) -> String? {
    path(to: unit).reversed().lazy.compactMap { self[$0]?.calendar }.first
  }

  /// The unit whose code or name is meant by a slip of the finger.
  public func nearest(to typed: String) -> UnitKey? {
    if let named = units.first(where: { $0.name == typed }) { return named.unit }
    if let same = units.first(where: { $0.unit.rawValue.lowercased() == typed.lowercased() }) { return same.unit }
    let codes = units.filter { !$0.isClosed }.map(\.unit.rawValue)
    let low = Dictionary(codes.map { ($0.lowercased(), $0) }) { first, _ in first }
    return Spelling.nearest(to: typed, in: low.keys.sorted()).flatMap { low[$0] }.flatMap(UnitKey.init)
  }
}
