import FoundationEssentials

/// A report as one page of HTML that needs nothing else: to read in a browser, to print on A4, to send on.
///
/// The same request at the same log position makes the same bytes. Memory grows with the lines.
public final class ReportPage: ReportSink {
  /// Lines of a list of orders that a page shows; a workbook has them all.
  private static let lineLimit = 2_000

  private var cover: ReportCover?
  private var text: ReportText?
  private var rows: [ReportRow] = []
  /// Lines of the table past the limit.
  private var unshown = 0
  private var body = ""

  /// An empty page.
  public init() {}

  /// Takes what the report says of itself.
  public func begin(_ cover: ReportCover) {
    self.cover = cover
    text = ReportText(cover.request)
  }

  /// Begins a table.
  public func begin(_ sheet: ReportSheet) {
    rows = []
    unshown = 0
  }

  /// Takes a line.
  public func append(_ row: ReportRow) {
    if rows.count < Self.lineLimit { rows.append(row) } else { unshown += 1 }
  }

  /// Writes the table and its pictures.
  public func end(_ sheet: ReportSheet) {
    guard let text else { return }
    let language = text.language
    let unit = sheet.unit.map { Words(zh: "单位：\($0.zh)", en: "Counted in: \($0.en)") }
    let notes = ([unit].compactMap(\.self) + sheet.notes + [sheet.legend].compactMap(\.self)).map { $0(language) }
    let table = HTMLTable(sheet, text)
    let width = table.width(rows)
    // The head stands in the first section: outside it would be printed on a page of its own before one that lies across.
    let head = body.isEmpty ? self.head : ""
    body +=
      "<section class=\"\(width.rawValue)\(head.isEmpty ? "" : " first")\">\n\(head)<h2>\(htmlEscaped(sheet.title(language)))</h2>\n"
    body += notes.map { "<p class=\"note\">\(htmlEscaped($0))</p>\n" }.joined()
    body += table.html(rows)
    if unshown > 0 {
      let words = Words(
        zh: "另有 \(unshown) 行未显示；请用工作簿（-o FILE.xlsx）。",
        en: "\(unshown) more lines; the workbook has them (-o FILE.xlsx).")
      body += "<p class=\"note\">\(words(language))</p>\n"
    }
    let plots = unshown == 0 ? sheet.charts.compactMap { ReportPlot($0, of: sheet, rows, text) } : []
    body += plots.map { PlotSVG($0, text).figure }.joined()
    body += "</section>\n"
  }

  /// The whole page.
  public func finish() -> String {
    guard let cover, let text else { return "" }
    let request = cover.request
    let tables = (body.isEmpty ? head : body) + definitions(text)
    let stamp = ReportStamp(cover, checksum: HTMLReport(tables).checksum)
    let properties = stamp.properties.map { name, value in
      "<meta name=\"\(htmlEscaped(name))\" content=\"\(htmlEscaped(value))\">"
    }
    let mark = stamp.mark(text.language)
    return """
      <!DOCTYPE html>
      <html lang="\(text.language == .zh ? "zh-CN" : "en")">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="generator" content="\(htmlEscaped(request.program))">
      \(properties.joined(separator: "\n"))
      <title>\(htmlEscaped(title))</title>
      <style>
      \(Self.style)
      @page { @bottom-left { content: "\(Self.cssText(mark + " · " + cover.foot))"; font: 8pt sans-serif; color: #555 } }
      </style>
      </head>
      <body>
      \(tables)<footer>\(htmlEscaped(mark + " · " + cover.foot))</footer>
      </body>
      </html>

      """
  }

  /// A text between quotes in a style sheet inside a page.
  private static func cssText(_ text: String) -> String {
    String(text.map { "\"\\<>\n".contains($0) ? " " : $0 })
  }

  private var title: String {
    [cover?.request.officeTitle, cover?.title].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private var head: String {
    """
    <header><h1>\(htmlEscaped(title))</h1>
    \((cover?.lines ?? []).map { "<p>\(htmlEscaped($0))</p>" }.joined(separator: "\n"))</header>

    """
  }

  private func definitions(_ text: ReportText) -> String {
    let formulas = cover?.request.definition.formulas ?? []
    guard !formulas.isEmpty else { return "" }
    let head = ReportFormula.headings.map { "<th>\(htmlEscaped($0(text.language)))</th>" }.joined()
    let lines = formulas.map { formula in
      "<tr>" + formula.texts(text.language).map { "<td>\(htmlEscaped($0))</td>" }.joined() + "</tr>\n"
    }
    return """
      <section><h2>\(ReportWorkbook.definitions(text.language))</h2>
      <table class="definitions"><thead><tr>\(head)</tr></thead>
      <tbody>
      \(lines.joined())</tbody></table></section>

      """
  }
}
