import Foundation
import Spreadsheets

/// A dossier as plain text: labels in a column, long values on one line, for the reader's own program to wrap.
struct DossierText {
  let page: DossierPage

  init(_ page: DossierPage) { self.page = page }

  func write(to sink: ResultSink) {
    var lines = [page.title] + page.notes
    for section in page.sections {
      lines += ["", section.heading, String(repeating: "─", count: max(4, displayWidth(section.heading)))]
      for (index, block) in section.blocks.enumerated() {
        if index > 0 { lines.append("") }
        if let heading = block.heading { lines.append(ValueText.oneLine(heading)) }
        let width = block.lines.map { displayWidth($0.label) }.max() ?? 0
        for (label, value) in block.lines {
          let padding = String(repeating: " ", count: width - displayWidth(label) + 2)
          lines.append("  " + ValueText.oneLine(label) + padding + ValueText.oneLine(value))
        }
      }
    }
    sink.buffer.append(contentsOf: (lines.joined(separator: "\n") + "\n").utf8)
  }
}

/// A dossier as one page of HTML that needs nothing else: to mail, to read in any browser, to print on A4.
struct DossierHTML {
  let page: DossierPage

  init(_ page: DossierPage) { self.page = page }

  func write(to sink: ResultSink) {
    var html = """
      <!DOCTYPE html>
      <html lang="\(page.language == .zh ? "zh-CN" : "en")">
      <head>
      <meta charset="utf-8">
      <title>\(Self.escaped(page.title))</title>
      <style>
      @page { size: A4; margin: 18mm }
      body { font: 11pt/1.45 sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111 }
      h1 { font-size: 1.4em } h2 { font-size: 1.15em; border-bottom: 1px solid #999; margin-top: 1.8em }
      h3 { font-size: 1em; margin: 1.1em 0 .2em }
      section div { break-inside: avoid }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1em; margin: 0 }
      dt { color: #555 } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap }
      </style>
      </head>
      <body>
      <h1>\(Self.escaped(page.title))</h1>

      """
    for note in page.notes { html += "<p>\(Self.escaped(note))</p>\n" }
    for section in page.sections {
      html += "<section>\n<h2>\(Self.escaped(section.heading))</h2>\n"
      for block in section.blocks {
        html += "<div>\n"
        if let heading = block.heading { html += "<h3>\(Self.escaped(heading))</h3>\n" }
        html += "<dl>\n"
        for (label, value) in block.lines {
          html += "<dt>\(Self.escaped(label))</dt><dd>\(Self.escaped(value))</dd>\n"
        }
        html += "</dl>\n</div>\n"
      }
      html += "</section>\n"
    }
    sink.buffer.append(contentsOf: (html + "</body>\n</html>\n").utf8)
  }

  /// Text that stands for itself: a caller's words may hold marks of HTML, and control characters, which it has none of.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
