/// Which columns a table shows and how wide each is.
///
/// First the widest texts are narrowed, down to 12 columns each; if that is not enough, columns go by priority; at last texts
/// are narrowed further, and what is still too wide wraps. Numbers, codes and dates are never cut.
struct TableLayout: Equatable {
  static let gap = 2
  private static let comfortable = 12
  private static let narrowest = 4

  struct Column: Equatable {
    /// Place in the row.
    let index: Int
    var width: Int
  }

  private(set) var columns: [Column]
  private(set) var dropped: [Int] = []

  /// - Parameters:
  ///   - natural: the widest cell of each column, headings included.
  ///   - available: columns of the terminal; nil for no limit.
  init(_ listed: [ListColumn], natural: [Int], available: Int?) {
    columns = natural.enumerated().map { Column(index: $0.offset, width: $0.element) }
    guard let available else { return }
    let canShrink = listed.map { $0.kind == .text || $0.kind == .json }

    while width(narrowedTo: Self.comfortable, canShrink) > available,
      let last = columns.indices.filter({ listed[columns[$0].index].priority > 0 })
        .max(by: { listed[columns[$0].index].priority <= listed[columns[$1].index].priority })
    {
      dropped.append(columns.remove(at: last).index)
    }
    dropped.sort()
    narrow(to: available, atLeast: Self.comfortable, canShrink)
    narrow(to: available, atLeast: Self.narrowest, canShrink)
  }

  private func width(narrowedTo least: Int, _ canShrink: [Bool]) -> Int {
    columns.reduce(-Self.gap) { $0 + Self.gap + (canShrink[$1.index] ? min($1.width, least) : $1.width) }
  }

  /// Takes the excess from the widest text, then from the two widest, and so on.
  private mutating func narrow(to available: Int, atLeast least: Int, _ canShrink: [Bool]) {
    var excess = columns.reduce(-Self.gap) { $0 + Self.gap + $1.width } - available
    while excess > 0 {
      let candidates = columns.indices.filter { canShrink[columns[$0].index] && columns[$0].width > least }
      guard let widest = candidates.max(by: { columns[$0].width <= columns[$1].width }) else { return }
      columns[widest].width -= 1
      excess -= 1
    }
  }
}
