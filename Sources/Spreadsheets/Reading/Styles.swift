/// The number format of every cell style.
struct Styles: Sendable {
  fileprivate var formats: [NumberFormat] = []

  /// General for a style that is not there.
  subscript(style: Int) -> NumberFormat {
    formats.indices.contains(style) ? formats[style] : .general
  }
}

/// Reads `xl/styles.xml`.
///
///     <styleSheet>
///       <numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>
///       <cellStyleXfs>…</cellStyleXfs>                                    named styles: not ours
///       <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>         style 0, style 1
///
/// Source: ECMA-376 part 1, 18.8.
final class StylesReader: XMLHandler {
  /// Excel takes 65,490 and no more.
  private static let maximumCount = 1 << 18

  private(set) var styles = Styles()
  private var codes: [Int: NumberFormat] = [:]
  private var depth = 0
  private var isInCellFormats = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    depth += 1
    guard name.vocabulary == .sheet else { return }
    switch name {
    case "numFmt":
      // Only those of the style sheet itself: conditional formats define their own below.
      guard depth == 3, let id = attributes["numFmtId"]?.integer, let code = attributes["formatCode"]?.string else {
        break
      }
      codes[id] = NumberFormat(code: code)
      try check(codes.count)
    case "cellXfs": isInCellFormats = depth == 2
    case "xf" where isInCellFormats && depth == 3:
      let id = attributes["numFmtId"]?.integer ?? 0
      styles.formats.append(codes[id] ?? NumberFormat(builtIn: id))
      try check(styles.formats.count)
    default: break
    }
  }

  private func check(_ count: Int) throws {
    guard count <= Self.maximumCount else {
      throw XMLProblem.unexpected(
        Wording(zh: "格式超过 \(Self.maximumCount) 种", en: "it holds more than \(Self.maximumCount) formats"))
    }
  }

  override func end() throws {
    if depth == 2 { isInCellFormats = false }
    depth -= 1
  }
}
