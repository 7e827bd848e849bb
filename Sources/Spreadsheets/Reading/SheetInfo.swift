/// A sheet of a table file, and how it is arranged.
public struct SheetInfo: Sendable, Equatable {
  /// As on its tab; for a csv the file's name without its ending.
  public let name: String
  /// Hidden, or hidden so that only a macro can show it.
  public let isHidden: Bool
  /// Whether a filter is set up. Known for certain only from `readRows`: it stands behind the rows.
  public internal(set) var hasAutoFilter = false
  /// Columns from 0 that are hidden, ascending, up to the last column a row can have. Known only from `readRows`.
  public internal(set) var hiddenColumns: [Int] = []
  /// How many merged ranges there are; of each, Excel shows the top left cell. Known only from `readRows`.
  public internal(set) var mergedRangeCount = 0
}
