import Spreadsheets

/// Which columns a table shows and how wide each is.
///
/// First the widest texts are narrowed, each down to its `least`; then headings of what cannot be narrowed go over several
/// lines; then columns are left out by priority. Where even those that should stay find no room, their texts become as
/// narrow as 8 columns (16 where they ask for more than others), then the rightmost goes; only a first column that is wider
/// than the terminal alone is cut.
struct TableLayout: Equatable {
  static let gap = 2
  private static let narrowest = 8
  private static let narrowestOfWide = 16

  struct Column: Equatable {
    /// Place in the row.
    let index: Int
    var width: Int
  }

  private(set) var columns: [Column]
  private(set) var dropped: [Int] = []

  /// - Parameters:
  ///   - cells: the widest cell of each column, without its heading.
  ///   - available: columns of the terminal; nil for no limit.
  init(_ listed: [ListColumn], headings: [String], cells: [Int], available: Int?) {
    columns = cells.indices.map { Column(index: $0, width: max(cells[$0], displayWidth(headings[$0]))) }
    guard let available else { return }
    // The texts are narrowed to this before a column goes, and to that before one goes that should stay.
    var least = columns.map { column in
      let listed = listed[column.index]
      return listed.isText ? min(column.width, listed.least) : column.width
    }
    if width(of: least) > available {
      for index in columns.indices where !listed[index].isText {
        columns[index].width = max(cells[index], HeadingLines.narrowest(headings[index]))
        least[index] = columns[index].width
      }
    }
    while width(of: least) > available,
      let last = columns.indices.filter({ listed[columns[$0].index].priority > 0 })
        .max(by: { listed[columns[$0].index].priority <= listed[columns[$1].index].priority })
    {
      dropped.append(columns.remove(at: last).index)
    }
    if width(of: least) > available {
      for index in listed.indices where listed[index].isText {
        let isWide = listed[index].least > ListColumn.comfortable
        least[index] = min(least[index], isWide ? Self.narrowestOfWide : Self.narrowest)
      }
    }
    while width(of: least) > available, columns.count > 1 { dropped.append(columns.removeLast().index) }
    dropped.sort()
    narrow(to: available, least)
    if columns.count == 1 { columns[0].width = min(columns[0].width, available) }
  }

  private func width(of least: [Int]) -> Int {
    columns.reduce(-Self.gap) { $0 + Self.gap + least[$1.index] }
  }

  /// Takes the excess from the widest text, then from the two widest, and so on.
  private mutating func narrow(to available: Int, _ least: [Int]) {
    var excess = columns.reduce(-Self.gap) { $0 + Self.gap + $1.width } - available
    while excess > 0 {
      let candidates = columns.indices.filter { columns[$0].width > least[columns[$0].index] }
      guard let widest = candidates.max(by: { columns[$0].width <= columns[$1].width }) else { return }
      columns[widest].width -= 1
      excess -= 1
    }
  }
}

/// A heading over several lines, where columns find no room else.
enum HeadingLines {
  /// The fewest columns it takes in three lines, without a word broken; in two where it has no spaces, as in Chinese.
  static func narrowest(_ heading: String) -> Int {
    let whole = displayWidth(heading)
    let most = heading.contains(" ") ? 3 : 2
    // A single Chinese character a line is no word.
    var width = max(min(4, whole), LineWrap.widestPiece(heading))
    while width < whole, lines(heading, width).count > most { width += 1 }
    return width
  }

  /// Its lines, each at most `width` columns; a word that is wider is cut.
  static func lines(_ heading: String, _ width: Int) -> [String] {
    guard displayWidth(heading) > width else { return [heading] }
    // A group above its part: `受理 · 本期`.
    return heading.split(separator: " · ").flatMap { LineWrap.lines(String($0), width) }
      .map { displayWidth($0) > width ? cut($0, to: width) : $0 }
  }
}
