/// A value to write. The column says what it means, the writer how it looks.
public enum OutputCell: Sendable, Hashable {
  /// Nothing.
  case empty
  /// Text; a leading `=` or `+` stays text.
  case text(String)
  /// A number shown with this many decimals, 0 to 9; what is not finite is left empty.
  case number(Double, decimals: Int)
  /// A whole number, exact to 15 digits (Excel's limit).
  case integer(Int)
  /// A ratio, 0.25 shown as 25.00%; `nil`, a ratio to nothing, is left empty.
  case percent(Double?)
  /// A number with what it is counted in behind it, `3.10 pp`; at most 12 characters of that.
  case measured(Double, decimals: Int, unit: String)
  /// A length of time, shown as `26:03:09`; `nil`, the mean of nothing, is left empty.
  case duration(seconds: Int?)
  /// A date; before March 1900 it is written as text, since Excel has no number for it.
  case date(CivilDateTime)
  /// TRUE or FALSE.
  case boolean(Bool)
}

/// How a row stands out.
public enum Emphasis: Int, Sendable, Hashable, CaseIterable {
  /// As all others.
  case none
  /// Bold on a light ground: it sums up a part of the lines above.
  case subtotal
  /// Bold, a line above: it sums up all of them.
  case total
  /// On a coloured ground: look here.
  case warning
}

/// What a sheet offers besides its rows.
public struct SheetOptions: Sendable, Hashable {
  /// The title, subtitle and header rows stay in sight.
  public var freezesHeader: Bool
  /// Columns from the left that stay in sight.
  public var frozenColumns: Int
  /// Arrows to filter by, over the data rows.
  public var filters: Bool
  /// The word in front of the totals row (`合计`); without it there is none.
  public var totals: String?
  /// Printed across, else upright; always on A4, one page wide, the header on every page.
  public var isLandscape: Bool
  /// Small at the head of every printed page; `nil` for the sheet's title.
  public var pageHead: String?
  /// Small at the foot of every printed page, left of the page number.
  public var pageFoot: String

  /// Makes options; the defaults suit a list.
  public init(
    freezesHeader: Bool = true, frozenColumns: Int = 0, filters: Bool = true, totals: String? = nil,
    isLandscape: Bool = true, pageHead: String? = nil, pageFoot: String = ""
  ) {
    self.freezesHeader = freezesHeader
    self.frozenColumns = frozenColumns
    self.filters = filters
    self.totals = totals
    self.isLandscape = isLandscape
    self.pageHead = pageHead
    self.pageFoot = pageFoot
  }
}

/// What a workbook says of itself (File › Info in Excel). Texts are cut at 255 characters.
public struct WorkbookProperties: Sendable, Hashable {
  /// The title.
  public var title: String
  /// The subject.
  public var subject: String
  /// Who made it.
  public var author: String
  /// The organisation.
  public var company: String
  /// Anything else: the log position and parameters of a report.
  public var comments: String
  /// When it was made, in seconds since 1970-01-01 UTC. The same rows and properties give the same bytes.
  public var createdUnixSeconds: Int

  /// Makes properties. The time comes from the caller: this target reads no clock.
  public init(
    title: String, subject: String = "", author: String = "", company: String = "", comments: String = "",
    createdUnixSeconds: Int
  ) {
    self.title = title
    self.subject = subject
    self.author = author
    self.company = company
    self.comments = comments
    self.createdUnixSeconds = createdUnixSeconds
  }
}

/// The form of a chart.
public enum ChartKind: Sendable, Hashable, CaseIterable {
  /// Upright bars.
  case column
  /// Lying bars.
  case bar
  /// Lines over time.
  case line
  /// Upright bars, the series on top of each other: parts of a whole over time.
  case stackedColumn
  /// Lying bars, the series behind each other.
  case stackedBar
  /// Shares of one whole; of the first series only.
  case pie

  /// The colours of series, as `0xRRGGBB`, the same in every format; told apart also by who sees no red or no green.
  public static let palette: [UInt32] = [
    0x2F5597, 0xED7D31, 0x70AD47, 0xFFC000, 0x5B9BD5, 0x7F7F7F, 0x9E480E, 0x264478, 0x997300, 0x43682B,
  ]
}

/// The axis of a chart's values; what is `nil` each program chooses for itself.
public struct ChartAxis: Sendable, Hashable {
  /// Where it begins.
  public var least: Double?
  /// Where it ends.
  public var greatest: Double?
  /// From one line across to the next.
  public var step: Double?
  /// How its numbers are written, as a number format: `0%`.
  public var format: String?

  /// An axis that is left to the program.
  public init() {}
}

/// What one series of a chart is.
public enum ChartDirection: Sendable, Hashable {
  /// Each column is a series, the rows are its points.
  case byColumn
  /// Each row is a series, the columns are its points.
  case byRow
}

/// Where a chart goes on its sheet; several on one side stand below or beside each other.
public enum ChartPlace: Sendable, Hashable {
  /// Right of the table, from the header down.
  case beside
  /// Under the table.
  case below
}

/// What became of a finished file.
public struct WriteSummary: Sendable, Hashable {
  /// Its size.
  public let byteCount: Int
  /// Rows appended, without titles, headers and totals.
  public let rowCount: Int
  /// Texts longer than a cell of Excel takes (32,767 UTF-16 units), which were cut there.
  public let cutTextCount: Int
}
