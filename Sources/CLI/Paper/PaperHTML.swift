import Foundation

/// What a page to print is made of: A4, fonts that have Chinese, nothing that must be fetched.
enum PaperHTML {
  /// A whole page.
  static func page(title: String, language: Language, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="\(language == .zh ? "zh-CN" : "en")">
    <head>
    <meta charset="utf-8">
    <title>\(DossierHTML.escaped(title))</title>
    <style>
    @page { size: A4; margin: 16mm 18mm }
    body { font: 10.5pt/1.45 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif;
      color: #000; max-width: 174mm; margin: 0 auto }
    h1 { font-size: 17pt; margin: 0; font-weight: 600 }
    h2 { font-size: 11.5pt; margin: 5mm 0 1.5mm }
    table { border-collapse: collapse; width: 100%; table-layout: fixed }
    th, td { border: .3mm solid #555; padding: 1.1mm 2mm; text-align: left; vertical-align: top;
      overflow-wrap: anywhere }
    th { background: #eee; font-weight: 500; width: 24mm }
    thead th { width: auto } thead { display: table-header-group }
    tr { break-inside: avoid }
    .head { margin-bottom: 3mm } .head td { border: 0; padding: 0; vertical-align: bottom } .head td + td { text-align: right; width: 62mm }
    .no { font-size: 14pt; letter-spacing: .15em; font-family: monospace }
    .words { white-space: pre-wrap; min-height: 12mm }
    .empty { height: 22mm }
    .signs td { border: 0; padding: 9mm 3mm 0 0 } .signs span { display: block; border-top: .3mm solid #000 }
    .small { font-size: 8.5pt; color: #444 }
    .time { width: 30mm } .what { width: 34mm } .who { width: 26mm }
    @media screen { body { padding: 10mm } }
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }

  /// Two labelled values a row; what has no value is left out.
  static func fields(_ fields: [(label: String, value: String?)]) -> String {
    let cells = fields.compactMap { label, value in
      value.map { "<th>\(DossierHTML.escaped(label))</th><td>\(DossierHTML.escaped($0))</td>" }
    }
    guard !cells.isEmpty else { return "" }
    var rows = ""
    for index in stride(from: 0, to: cells.count, by: 2) {
      let second = index + 1 < cells.count ? cells[index + 1] : "<th></th><td></td>"
      rows += "<tr>\(cells[index])\(second)</tr>\n"
    }
    return "<table>\n\(rows)</table>\n"
  }
}
