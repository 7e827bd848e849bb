import Domain
import FoundationEssentials
import TestSeeds
import Testing

/// A unit by its code.
func unit(_ code: String) throws -> UnitKey { try #require(UnitKey(code)) }

@Suite struct UnitTreeTests {
  @Test func aSubtreeIsOneRangeOfNumbers() throws {
    let tree = try office()
    #expect(tree.units.map(\.unit.rawValue) == ["city", "east", "repairs", "gas", "west"])
    #expect(try tree.range(of: unit("city")) == 1...5)
    #expect(try tree.range(of: unit("east")) == 2...4)
    #expect(try tree.subtree(of: unit("east")).map(\.unit.rawValue) == ["east", "repairs", "gas"])
    #expect(try tree.path(to: unit("gas")).map(\.rawValue) == ["city", "east", "gas"])
    #expect(try tree.contains(unit("gas"), in: unit("east")))
    #expect(try !tree.contains(unit("west"), in: unit("east")))
    #expect(try !tree.contains(unit("east"), in: unit("gas")))
  }

  @Test func aMovedUnitTakesAllBelowItAlong() throws {
    var tree = try office()
    try tree.evolve(.moved(UnitMoved(unit: unit("east"), parent: unit("west"))))
    #expect(tree.units.map(\.unit.rawValue) == ["city", "west", "east", "repairs", "gas"])
    #expect(try tree.range(of: unit("west")) == 2...5)
    #expect(try tree.range(of: unit("east")) == 3...5)
    #expect(try tree.path(to: unit("gas")).map(\.rawValue) == ["city", "west", "east", "gas"])
  }

  @Test func aUnitNeverStandsBelowItself() throws {
    var tree = try office()
    let before = tree
    try tree.evolve(.moved(UnitMoved(unit: unit("east"), parent: unit("gas"))))
    try tree.evolve(.moved(UnitMoved(unit: unit("east"), parent: unit("east"))))
    try tree.evolve(.moved(UnitMoved(unit: unit("city"), parent: unit("gas"))))
    #expect(tree == before)
    // Two units that name each other as the one above, before either was there.
    var other = UnitTree()
    try other.evolve(.created(UnitCreated(unit: unit("a"), parent: unit("b"))))
    try other.evolve(.created(UnitCreated(unit: unit("b"), parent: unit("a"))))
    #expect(other.count == 2)
    #expect(try other.path(to: unit("a")).count == 2)
  }

  @Test func whatAListNamedHangsUnderTheTopUntilItIsPlaced() throws {
    var tree = UnitTree()
    try tree.evolve(.created(UnitCreated(unit: unit("PWDx"))))
    #expect(tree.top == nil)
    try tree.evolve(.created(UnitCreated(unit: unit("city"), name: "市政热线中心")))
    try tree.evolve(.moved(UnitMoved(unit: unit("city"), parent: nil)))
    #expect(tree.top == UnitKey("city"))
    #expect(try tree.parent(of: unit("PWDx")) == UnitKey("city"))
    #expect(try tree.contains(unit("PWDx"), in: unit("city")))
    #expect(tree[try unit("PWDx")]?.parent == nil)
  }

  @Test func aSlipOfTheFingerIsFound() throws {
    let tree = try office()
    #expect(tree.nearest(to: "esat") == UnitKey("east"))
    #expect(tree.nearest(to: "EAST") == UnitKey("east"))
    #expect(tree.nearest(to: "东区") == UnitKey("east"))
    #expect(tree.nearest(to: "nothing at all") == nil)
  }

  @Test(arguments: UInt64(0)..<60) func randomMovesKeepRangesNestedAndTrueToTheParents(seed: UInt64) throws {
    var random = Seeded(seed)
    var tree = UnitTree()
    var events: [UnitEvent] = []
    func take(_ event: UnitEvent) {
      tree.evolve(event)
      events.append(event)
    }
    try take(.created(UnitCreated(unit: unit("u0"))))
    try take(.moved(UnitMoved(unit: unit("u0"), parent: nil)))
    for step in 1...80 {
      let codes = tree.units.map(\.unit)
      if random.chance(45) {
        let parent = random.chance(10) ? nil : random.pick(codes)
        try take(.created(UnitCreated(unit: unit("u\(step)"), parent: parent)))
      } else {
        take(.moved(UnitMoved(unit: random.pick(codes), parent: random.pick(codes))))
      }
      try check(tree, "seed \(seed), step \(step)")
    }
    // A tree that is stored and read again goes on as this one does.
    var stored = UnitTree(nodes: tree.units, top: tree.top)
    #expect(stored.units == tree.units)
    let codes = tree.units.map(\.unit)
    let last = UnitEvent.moved(UnitMoved(unit: random.pick(codes), parent: random.pick(codes)))
    tree.evolve(last)
    stored.evolve(last)
    #expect(stored.units == tree.units, "seed \(seed)")
  }

  /// Places are 1 to n in order, ranges nest, and what is in a range is what the parents say.
  private func check(_ tree: UnitTree, _ where: String) throws {
    let units = tree.units
    #expect(units.map(\.place) == Array(1...units.count), "\(`where`)")
    for node in units {
      let below = units.filter { tree.path(to: $0.unit).contains(node.unit) }.map(\.place)
      #expect(below == Array(node.range), "\(`where`): \(node.unit)")
    }
    for node in units where node.unit != tree.top {
      #expect(tree.parent(of: node.unit) != nil, "\(`where`): \(node.unit) hangs in the air")
    }
  }

  private func office() throws -> UnitTree {
    var tree = UnitTree()
    try tree.evolve(.created(UnitCreated(unit: unit("city"))))
    try tree.evolve(.moved(UnitMoved(unit: unit("city"), parent: nil)))
    for (code, parent, name) in [
      ("east", "city", "东区"), ("west", "city", "西区"), ("repairs", "east", "维修"), ("gas", "east", "燃气"),
    ] {
      try tree.evolve(.created(UnitCreated(unit: unit(code), parent: unit(parent), name: name)))
    }
    return tree
  }
}
