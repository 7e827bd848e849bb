extension Definitions {
  /// The code of the category that somebody names by its code or its label, in whichever tree; as it is written where no
  /// tree has it: a product base need not be a subject of orders.
  public func categoryCode(of typed: String) -> String {
    let nodes = categoryTrees.flatMap { $0.all.map(\.node) }
    return (nodes.first { $0.key == typed } ?? nodes.first { $0.labels.zh == typed || $0.labels.en == typed })?.key
      ?? typed
  }

  /// The codes of a category and of all below it.
  public func categoryCodes(under typed: String) -> [String] {
    let code = categoryCode(of: typed)
    return [code] + categoryTrees.flatMap { $0.subtree(of: code).map(\.key) }.filter { $0 != code }
  }
}
