import CXlsxWriter

/// A chart over columns of a sheet, put in place when the sheet's last row is known.
struct SheetChart {
  var kind: ChartKind
  var title: String
  var categories: Int
  var series: [Int]
  /// Data rows from 0; all when `nil`.
  var rows: Range<Int>?
  var place: ChartPlace

  /// Draws it over sheet rows, with its corner in a cell.
  func insert(
    into sheet: UnsafeMutablePointer<lxw_worksheet>, named name: String, columns: [OutputColumn],
    rows: ClosedRange<Int>,
    row: Int, column: Int, pen: Pen
  ) -> lxw_error {
    guard !series.isEmpty else { return LXW_NO_ERROR }
    guard let chart = unsafe pen.chart(kind) else { return LXW_ERROR_MEMORY_MALLOC_FAILED }
    let (first, last) = (UInt32(rows.lowerBound), UInt32(rows.upperBound))
    unsafe chart_title_set_name(chart, title)
    for values in series {
      guard let line = unsafe chart_add_series(chart, nil, nil) else { return LXW_ERROR_MEMORY_MALLOC_FAILED }
      unsafe chart_series_set_name(line, columns[values].heading)
      unsafe chart_series_set_categories(line, name, first, UInt16(categories), last, UInt16(categories))
      unsafe chart_series_set_values(line, name, first, UInt16(values), last, UInt16(values))
    }
    if columns[categories].kind == .day {
      // Without it LibreOffice shows the days' serial numbers.
      unsafe chart_axis_set_num_format(chart.pointee.x_axis, "yyyy-mm-dd")
    }
    let legend = series.count == 1 ? LXW_CHART_LEGEND_NONE : LXW_CHART_LEGEND_BOTTOM
    unsafe chart_legend_set_position(chart, UInt8(legend.rawValue))
    // Lying bars run from the bottom; the list beside them runs from the top. The library has swapped their axes.
    if kind == .bar { unsafe chart_axis_set_reverse(chart.pointee.y_axis) }
    var options = unsafe lxw_chart_options()
    unsafe options.x_scale = 1.4
    unsafe options.y_scale = 1.4
    return unsafe worksheet_insert_chart_opt(sheet, UInt32(row), UInt16(column), chart, &options)
  }
}
