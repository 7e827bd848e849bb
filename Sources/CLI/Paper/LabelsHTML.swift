import Foundation

/// Labels to print: A4, three beside and eight below one another, each 70 × 37 mm as sheets of labels are sold.
enum LabelsHTML {
  private static let perPage = 24

  /// All pages; a label that nobody is on stays white.
  static func page(_ labels: [(name: String, address: String)], title: String, _ language: Language) -> String {
    var pages = ""
    for start in stride(from: 0, to: labels.count, by: perPage) {
      let sheet = labels[start..<min(start + perPage, labels.count)].map { label in
        """
        <div class="label"><div class="address">\(DossierHTML.escaped(label.address))</div>\
        <div class="name">\(DossierHTML.escaped(label.name))</div></div>
        """
      }
      pages += "<section>\n\(sheet.joined(separator: "\n"))\n</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="\(language == .zh ? "zh-CN" : "en")">
      <head>
      <meta charset="utf-8">
      <title>\(DossierHTML.escaped(title))</title>
      <style>
      @page { size: A4; margin: 0 }
      * { box-sizing: border-box }
      body { margin: 0; font: 10.5pt/1.35 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif;
        color: #000 }
      section { display: grid; grid-template-columns: repeat(3, 70mm); grid-auto-rows: 37mm; width: 210mm;
        padding-top: .5mm; break-after: page }
      section:last-child { break-after: auto }
      .label { padding: 5mm 6mm; overflow: hidden; overflow-wrap: anywhere; display: flex; flex-direction: column }
      .name { margin-top: 1.5mm; font-size: 12pt; font-weight: 600 }
      @media screen { .label { outline: .2mm dashed #bbb } section { margin: 5mm auto } }
      </style>
      </head>
      <body>
      \(pages)</body>
      </html>

      """
  }
}
