import Spreadsheets

/// A report as a page of ours: properties as `<meta name="hotline.…" content="…">`, and tables of `<tr>`, `<th>`, `<td>`, known
/// by their number. No reader of other people's pages: what it does not know it passes over.
struct HTMLReport {
  private(set) var properties: [String: String] = [:]
  private(set) var sheets: [String] = []
  private(set) var rows: [String: [ReportFile.Row]] = [:]

  init(_ text: String) {
    var sheet: String?
    var row: [(column: String, cell: Cell)] = []
    var column = 0
    var cell: String?
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "<") {
      if cell != nil { cell? += rest[..<open] }
      guard let close = rest[open...].firstIndex(of: ">") else { break }
      let tag = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      let name = tag.prefix { !$0.isWhitespace && $0 != "/" || $0 == "/" && tag.first == "/" }
      switch name {
      case "meta":
        if let key = Self.attribute("name", of: tag), let value = Self.attribute("content", of: tag) {
          properties[key] = value
        }
      case "table":
        let name = "table \(sheets.count + 1)"
        sheet = name
        sheets.append(name)
        rows[name] = []
      case "tr": (row, column) = ([], 0)
      case "td", "th":
        cell = ""
      case "/td", "/th":
        let text = Self.unescaped(cell ?? "").trimmed
        if !text.isEmpty { row.append((ColumnName.of(column), .text(text))) }
        column += 1
        cell = nil
      case "/tr":
        if let sheet {
          let number = (rows[sheet]?.count ?? 0) + 1
          rows[sheet]?.append(ReportFile.Row(number: number, cells: row))
        }
      case "/table": sheet = nil
      default: break
      }
    }
  }

  /// Over the cells of all tables.
  var checksum: String {
    let digest = CellDigest()
    for sheet in sheets {
      for row in rows[sheet] ?? [] {
        for (column, cell) in row.cells { digest.add(sheet: sheet, row: row.number, column: column, cell) }
      }
    }
    return digest.finish()
  }

  private static func attribute(_ name: String, of tag: Substring) -> String? {
    guard let start = tag.firstRange(of: " \(name)=\"")?.upperBound, let end = tag[start...].firstIndex(of: "\"") else {
      return nil
    }
    return unescaped(String(tag[start..<end]))
  }

  private static func unescaped(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "&"), let end = rest[start...].firstIndex(of: ";") {
      result += rest[..<start]
      let name = rest[rest.index(after: start)..<end]
      switch name {
      case "amp": result += "&"
      case "lt": result += "<"
      case "gt": result += ">"
      case "quot": result += "\""
      case "nbsp": result += "\u{A0}"
      default:
        let digits = name.dropFirst()
        let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        if name.first == "#", let scalar = code.flatMap(Unicode.Scalar.init) {
          result.unicodeScalars.append(scalar)
        } else {
          result += rest[start...end]
        }
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
