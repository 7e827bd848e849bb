/// Names a category tree: `city`.
public typealias CategoriesKey = Key<CategoryTree>

/// What orders can be about, as a tree: the content under a topic depends on the topic. Made only by `CategoryCompiler`.
public struct CategoryTree: Sendable, Equatable {
  /// One entry: a topic, or a content under it.
  public struct Node: Sendable, Equatable {
    /// The code that orders keep; unique in the tree, and the same through all its versions.
    public let key: String
    /// What people call it, in this version of the tree.
    public let labels: Labels
    /// The unit that orders about it go to, where nothing else is said; that of the entry above it counts otherwise.
    public let unit: UnitKey?
    /// The process that its orders follow, where nothing else is said; that of the entry above it counts otherwise.
    public let process: ProcessKey?
    /// No new order is about it any more; old ones keep its label.
    public let isRetired: Bool
    /// In the order written.
    public let children: [Node]
  }

  /// The name of the tree.
  public let key: CategoriesKey
  /// From 1.
  public let version: Int
  /// What people call it.
  public let labels: Labels
  /// The topics, in the order written.
  public let topics: [Node]

  /// The entry of that code, retired ones among them.
  public func node(_ key: String) -> Node? { path(to: key).last }

  /// The entries from the topic down to that code; none where the tree does not have it.
  public func path(to key: String) -> [Node] { Self.path(to: key, in: topics) }

  /// What can be chosen under an entry, or among the topics for `nil`: nothing retired.
  public func choices(under key: String?) -> [Node] {
    (key.map { node($0)?.children ?? [] } ?? topics).filter { !$0.isRetired }
  }

  /// Whether a new order can be about it: it is there, has nothing under it to choose from, and no part of the way to it is
  /// retired.
  public func isChoosable(_ key: String) -> Bool {
    let path = path(to: key)
    return !path.isEmpty && path.allSatisfy { !$0.isRetired } && choices(under: key).isEmpty
  }

  /// The unit that orders about it go to: its own, else that of the nearest entry above it.
  public func unit(for key: String) -> UnitKey? { path(to: key).reversed().lazy.compactMap(\.unit).first }

  /// The process that orders about it follow: its own, else that of the nearest entry above it.
  public func process(for key: String) -> ProcessKey? { path(to: key).reversed().lazy.compactMap(\.process).first }

  /// Every entry with its depth, from 0, parents before children.
  public var all: [(node: Node, depth: Int)] { Self.all(topics, depth: 0) }

  /// Codes and labels of all entries under one, itself among them: what a count of a topic takes in.
  public func subtree(of key: String) -> [Node] { node(key).map { Self.all([$0], depth: 0).map(\.node) } ?? [] }

  private static func path(to key: String, in nodes: [Node]) -> [Node] {
    for node in nodes {
      if node.key == key { return [node] }
      let below = path(to: key, in: node.children)
      if !below.isEmpty { return [node] + below }
    }
    return []
  }

  private static func all(_ nodes: [Node], depth: Int) -> [(node: Node, depth: Int)] {
    nodes.flatMap { [($0, depth)] + all($0.children, depth: depth + 1) }
  }
}
