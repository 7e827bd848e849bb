/// One column of a listing.
struct ListColumn: Sendable {
  enum Kind: Sendable { case text, code, integer, decimal, instant, flag, json }
  enum Alignment: Sendable { case left, right }

  /// The name in JSON and CSV; never translated, never changed once scripts read it.
  let key: String
  let heading: Text
  let kind: Kind
  /// 0 always stays; on a narrow terminal the highest number is dropped first, the rightmost of equals.
  let priority: Int
  let alignment: Alignment
  /// How the cell of a row is coloured; a word in the row must say the same.
  let style: (@Sendable ([Value]) -> Style?)?
  /// What stands out in a text on a terminal with colours: what somebody looked for.
  let marks: (@Sendable (String) -> [Range<String.Index>])?

  init(
    _ key: String, _ heading: Text, _ kind: Kind = .text, priority: Int = 0, alignment: Alignment? = nil,
    style: (@Sendable ([Value]) -> Style?)? = nil, marks: (@Sendable (String) -> [Range<String.Index>])? = nil
  ) {
    self.key = key
    self.heading = heading
    self.kind = kind
    self.priority = priority
    self.alignment = alignment ?? (kind == .integer || kind == .decimal ? .right : .left)
    self.style = style
    self.marks = marks
  }

  /// The same column, in whose texts something stands out.
  func marking(_ marks: @escaping @Sendable (String) -> [Range<String.Index>]) -> ListColumn {
    ListColumn(key, heading, kind, priority: priority, alignment: alignment, style: style, marks: marks)
  }
}
