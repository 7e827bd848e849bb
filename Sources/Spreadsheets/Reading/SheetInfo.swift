/// A sheet of a table file, and how it is arranged.
public struct SheetInfo: Sendable, Equatable {
  /// Who sees a sheet's tab.
  public enum Visibility: String, Sendable, Equatable {
    /// Everybody.
    case visible
    /// Whoever asks Excel to unhide it.
    case hidden
    /// Only a macro.
    case veryHidden
  }

  /// As on its tab; for a csv the file's name without its ending.
  public let name: String
  /// Whether and how it is hidden.
  public let visibility: Visibility
  /// Hidden, or hidden so that only a macro can show it.
  public var isHidden: Bool { visibility != .visible }
  /// Whether a filter is set up. Known for certain only from `readRows`: it stands behind the rows.
  public internal(set) var hasAutoFilter = false
  /// Columns from 0 that are hidden, ascending, up to the last column a row can have. Known only from `readRows`.
  public internal(set) var hiddenColumns: [Int] = []
  /// How many merged ranges there are; of each, Excel shows the top left cell. Known only from `readRows`.
  public internal(set) var mergedRangeCount = 0
  /// The first hundred of them as written, `A1:D1`.
  public internal(set) var mergedRanges: [String] = []

  init(name: String, visibility: Visibility = .visible) {
    self.name = name
    self.visibility = visibility
  }
}
