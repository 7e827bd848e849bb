/// One column of a listing.
struct ListColumn: Sendable {
  enum Kind: Sendable { case text, code, integer, decimal, instant, flag, json }
  enum Alignment: Sendable { case left, right }

  /// What a text is narrowed to before columns are left out, if nothing else is said.
  static let comfortable = 12

  /// The name in JSON and CSV; never translated, never changed once scripts read it.
  let key: String
  let heading: Text
  let kind: Kind
  /// 0 stays as long as there is room for any; on a narrow terminal the highest number is dropped first, the rightmost of
  /// equals.
  let priority: Int
  /// Columns of the terminal that a text keeps before other columns are left out for it.
  let least: Int
  let alignment: Alignment
  /// How the cell of a row is coloured; a word in the row must say the same.
  let style: (@Sendable ([Value]) -> Style?)?
  /// What stands out in a text on a terminal with colours: what somebody looked for.
  let marks: (@Sendable (String) -> [Range<String.Index>])?
  /// A text of several lines is shown as such on a card; elsewhere it is one line.
  var keepsLines = false

  init(
    _ key: String, _ heading: Text, _ kind: Kind = .text, priority: Int = 0, least: Int = comfortable,
    alignment: Alignment? = nil, style: (@Sendable ([Value]) -> Style?)? = nil,
    marks: (@Sendable (String) -> [Range<String.Index>])? = nil
  ) {
    self.key = key
    self.heading = heading
    self.kind = kind
    self.priority = priority
    self.least = least
    self.alignment = alignment ?? (kind == .integer || kind == .decimal ? .right : .left)
    self.style = style
    self.marks = marks
  }

  /// Its cells may be cut; numbers, codes and dates never are while there is room for them alone.
  var isText: Bool { kind == .text || kind == .json }

  /// The same column, whose texts keep their lines on a card.
  var keepingLines: ListColumn {
    var column = self
    column.keepsLines = true
    return column
  }

  /// The same column, in whose texts something stands out.
  func marking(_ marks: @escaping @Sendable (String) -> [Range<String.Index>]) -> ListColumn {
    ListColumn(key, heading, kind, priority: priority, least: least, alignment: alignment, style: style, marks: marks)
  }
}
