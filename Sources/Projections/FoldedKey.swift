import Postgres

/// Numbers and keys as they are compared, in SQL: `Ａ-１`, `A–1` and `a-1` are one. `KeyText.folded` says the same in Swift, and
/// a test that they agree on every character of Unicode's first plane.
///
/// An index serves a question only where both are written alike, so nobody writes it but this.
public enum FoldedKey {
  /// The key that a column or a text of the statement holds.
  public static func of(_ text: SQL) -> SQL {
    "\(SQL(stringLiteral: opening))\(text)\(SQL(stringLiteral: closing))"
  }

  /// The same for the index on a column.
  static func index(_ column: String) -> String { opening + column + closing }

  /// The letters of a column of names, each by itself: an index on them narrows down in which names some stand, be they
  /// Chinese or Latin, and two only.
  static func letters(ofName column: String) -> String { "string_to_array(\(name(column)), null)" }

  /// Whether a name holds at least two letters, in any spelling; the index on the letters of the column serves it.
  static func isIn(name column: String, _ text: String) -> SQL {
    let (folded, letters) = (SQL(stringLiteral: name(column)), SQL(stringLiteral: letters(ofName: column)))
    let wanted: SQL = "replace(\(of("\(text)::text")), ' ', '')"
    return """
      (length(\(wanted)) >= 2 and \(letters) @> string_to_array(\(wanted), null) and strpos(\(folded), \(wanted)) > 0)
      """
  }

  /// Without blanks: many lists fill short names up, `李　明`.
  private static func name(_ column: String) -> String { "replace(\(index(column)), ' ', '')" }

  private static let opening = "lower(translate(normalize("
  // The seven dashes become hyphens, what nobody can see goes.
  private static let closing = #"""
    , nfkc), e'\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff', '-------') collate "C")
    """#
}
