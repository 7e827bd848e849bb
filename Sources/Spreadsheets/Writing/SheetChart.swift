import CXlsxWriter
import Glibc

/// A chart over cells of a sheet, put in place when the sheet's last row is known.
struct SheetChart {
  var kind: ChartKind
  var title: String
  var categories: Int
  var series: [Int]
  var direction: ChartDirection
  /// Data rows from 0; all when `nil`.
  var rows: [Range<Int>]?
  var place: ChartPlace
  var axis: ChartAxis

  /// What it is drawn over.
  struct Ground {
    var name: String
    var columns: [OutputColumn]
    var headerRow: Int
    /// Sheet rows, in blocks.
    var rows: [Range<Int>]

    var pointCount: Int { rows.reduce(0) { $0 + $1.count } }
  }

  /// Draws it, with its corner in a cell, and narrower where there is room for less pixels.
  func insert(
    into sheet: UnsafeMutablePointer<lxw_worksheet>, over ground: Ground, row: Int, column: Int, room: Double?,
    pen: Pen
  ) -> lxw_error {
    guard !series.isEmpty else { return LXW_NO_ERROR }
    guard let chart = unsafe pen.chart(kind) else { return LXW_ERROR_MEMORY_MALLOC_FAILED }
    let drawn =
      switch direction {
      case .byColumn: unsafe addColumns(to: chart, ground)
      case .byRow: unsafe addRows(to: chart, ground)
      }
    guard let drawn else { return LXW_ERROR_MEMORY_MALLOC_FAILED }
    guard drawn > 0 else { return LXW_NO_ERROR }
    unsafe setFonts(of: chart)
    unsafe setAxis(of: chart)
    if direction == .byColumn, ground.columns[categories].kind == .day {
      // Without it LibreOffice shows the days' serial numbers.
      unsafe chart_axis_set_num_format(chart.pointee.x_axis, "yyyy-mm-dd")
      unsafe chart_axis_set_interval_unit(chart.pointee.x_axis, UInt16(clamping: ground.pointCount / 31 + 1))
    }
    let legend =
      kind == .pie ? LXW_CHART_LEGEND_RIGHT : drawn == 1 ? LXW_CHART_LEGEND_NONE : LXW_CHART_LEGEND_BOTTOM
    unsafe chart_legend_set_position(chart, UInt8(legend.rawValue))
    // Lying bars run from the bottom; the list beside them runs from the top. The library has swapped their axes.
    if kind == .bar || kind == .stackedBar {
      unsafe chart_axis_set_reverse(chart.pointee.y_axis)
      // Or the values would stand above the bars.
      unsafe chart_axis_set_crossing_max(chart.pointee.y_axis)
    }
    var options = unsafe lxw_chart_options()
    // Of the library's 480 pixels by 288; half of them are the least that shows anything.
    unsafe options.x_scale = max(0.5, min(1.4, ((room ?? .infinity) - 12) / 480))
    unsafe options.y_scale = 1.4
    // On the edge of headings or of a column its border would be printed with those, and they are on every page.
    unsafe options.x_offset = 4
    unsafe options.y_offset = 4
    return unsafe worksheet_insert_chart_opt(sheet, UInt32(row), UInt16(column), chart, &options)
  }

  /// How many series there are; `nil` without memory.
  private func addColumns(to chart: UnsafeMutablePointer<lxw_chart>, _ ground: Ground) -> Int? {
    let shown = kind == .pie ? Array(series.prefix(1)) : series
    // Where two have one heading, what stands above it tells them apart.
    let isAmbiguous = Set(shown.map { ground.columns[$0].heading }).count < shown.count
    for (index, values) in shown.enumerated() {
      let labels = Self.reference(ground, column: categories)
      let numbers = Self.reference(ground, column: values)
      guard let line = unsafe chart_add_series(chart, labels, numbers) else { return nil }
      let column = ground.columns[values]
      let group = isAmbiguous ? column.group.map { "\($0) · " } ?? "" : ""
      unsafe chart_series_set_name(line, group + column.heading)
      unsafe paint(line, index, isPointed: ground.pointCount <= 40)
    }
    return shown.count
  }

  private func addRows(to chart: UnsafeMutablePointer<lxw_chart>, _ ground: Ground) -> Int? {
    let points = series.sorted()
    guard let first = points.first else { return 0 }
    let lines = kind == .pie ? Array(ground.rows.joined().prefix(1)) : Array(ground.rows.joined())
    // Where the headings are all the same, what stands above them tells the points apart.
    let isGrouped = Set(points.map { ground.columns[$0].heading }).count == 1 && ground.columns[first].group != nil
    let labels = Self.reference(
      ground, row: isGrouped ? ground.headerRow - 1 : ground.headerRow,
      columns: isGrouped ? points.map { Self.start(ofGroup: $0, ground.columns) } : points)
    for (index, row) in lines.enumerated() {
      let numbers = Self.reference(ground, row: row, columns: points)
      guard let line = unsafe chart_add_series(chart, labels, numbers) else { return nil }
      unsafe chart_series_set_name_range(line, ground.name, UInt32(row), UInt16(categories))
      unsafe paint(line, index, isPointed: points.count <= 40)
    }
    return lines.count
  }

  /// `='单位'!$B$4:$B$9`, several blocks in brackets. The library would not quote a name with an apostrophe right.
  static func reference(_ ground: Ground, column: Int) -> String {
    let letters = SheetWriter.letters(column)
    return reference(ground, ground.rows.map { "$\(letters)$\($0.lowerBound + 1):$\(letters)$\($0.upperBound)" })
  }

  /// The same along a row; of cells that are no neighbours each is a block.
  private static func reference(_ ground: Ground, row: Int, columns: [Int]) -> String {
    var blocks: [ClosedRange<Int>] = []
    for column in columns {
      if let last = blocks.last, last.upperBound + 1 == column {
        blocks[blocks.count - 1] = last.lowerBound...column
      } else {
        blocks.append(column...column)
      }
    }
    return reference(
      ground,
      blocks.map {
        "$\(SheetWriter.letters($0.lowerBound))$\(row + 1):$\(SheetWriter.letters($0.upperBound))$\(row + 1)"
      })
  }

  private static func reference(_ ground: Ground, _ blocks: [String]) -> String {
    let sheet = "'" + ground.name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    let placed = blocks.map { "\(sheet)!\($0)" }
    return placed.count == 1 ? "=" + placed[0] : "=(" + placed.joined(separator: ",") + ")"
  }

  /// The column in which the words stand that are above a column and its neighbours.
  private static func start(ofGroup column: Int, _ columns: [OutputColumn]) -> Int {
    var start = column
    while start > 0, columns[start - 1].group == columns[column].group { start -= 1 }
    return start
  }

  private func paint(_ line: UnsafeMutablePointer<lxw_chart_series>, _ index: Int, isPointed: Bool) {
    guard kind != .pie else { return unsafe chart_series_set_labels_percentage(line) }
    let color = ChartKind.palette[index % ChartKind.palette.count]
    if kind == .line {
      var stroke = lxw_chart_line()
      stroke.color = color
      stroke.width = 2.25
      unsafe chart_series_set_line(line, &stroke)
      // A value between two that are not there is no line.
      if isPointed {
        unsafe chart_series_set_marker_type(line, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
        unsafe chart_series_set_marker_size(line, 5)
        var fill = lxw_chart_fill()
        fill.color = color
        unsafe chart_series_set_marker_fill(line, &fill)
        unsafe chart_series_set_marker_line(line, &stroke)
      }
    } else {
      var fill = lxw_chart_fill()
      fill.color = color
      unsafe chart_series_set_fill(line, &fill)
    }
  }

  private func setAxis(of chart: UnsafeMutablePointer<lxw_chart>) {
    guard kind != .pie else { return }
    // Lying bars have their values on the axis that the library calls x by then.
    let values = unsafe kind == .bar || kind == .stackedBar ? chart.pointee.x_axis : chart.pointee.y_axis
    if let least = axis.least { unsafe chart_axis_set_min(values, least) }
    if let greatest = axis.greatest { unsafe chart_axis_set_max(values, greatest) }
    if let step = axis.step { unsafe chart_axis_set_major_unit(values, step) }
    if let format = axis.format { unsafe chart_axis_set_num_format(values, format) }
  }

  private func setFonts(of chart: UnsafeMutablePointer<lxw_chart>) {
    unsafe chart_title_set_name(chart, title)
    // The library asks for a pointer it could change, and copies what it points to.
    unsafe WorkbookFormats.fontName.withCString { name in
      var font = unsafe lxw_chart_font()
      unsafe font.name = UnsafeMutablePointer(mutating: name)
      unsafe font.size = 12
      unsafe font.bold = 1
      unsafe chart_title_set_name_font(chart, &font)
      unsafe font.size = 9
      // The library's word for "not bold".
      unsafe font.bold = UInt8(LXW_EXPLICIT_FALSE.rawValue)
      unsafe chart_legend_set_font(chart, &font)
      guard kind != .pie else { return }
      unsafe chart_axis_set_num_font(chart.pointee.x_axis, &font)
      unsafe chart_axis_set_num_font(chart.pointee.y_axis, &font)
      var grid = lxw_chart_line()
      grid.color = 0xD9_D9D9
      // Lying bars have their values on the axis that the library calls x by then.
      let isLying = kind == .bar || kind == .stackedBar
      unsafe chart_axis_major_gridlines_set_line(isLying ? chart.pointee.x_axis : chart.pointee.y_axis, &grid)
    }
  }
}
