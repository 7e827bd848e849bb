import Postgres
import Projections
import Spreadsheets
import TestCluster
import Testing

/// A key is looked for in Swift and in SQL: where these do not agree, somebody is in the book twice.
@Suite struct FoldedKeyTests {
  @Test func swiftAndSQLFoldEveryCharacterOfTheFirstPlaneAlike() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let rows = try await connection.run { connection in
      try connection.query(
        """
        select n, text, \(FoldedKey.of("text")) from (
            select n, 'A' || chr(n) || 'b' as text from generate_series(1, 65535) n where n not between 55296 and 57343
          ) t order by n
        """
      ).map { try $0.decode(Int32.self, String.self, String.self) }
    }
    var others: [String] = []
    for (number, text, folded) in rows {
      if Array(KeyText.folded(text).utf8) != Array(folded.utf8) { others.append(String(number, radix: 16)) }
    }
    #expect(rows.count == 63_487 && others.isEmpty, "\(others.count): \(others.prefix(20))")
  }

  @Test(arguments: [
    ("Ａ-１", "a-1"), ("①", "1"), ("ｶ", "カ"), ("A\u{200B}1", "a1"), ("\u{FEFF}A1", "a1"), ("A\u{AD}1", "a1"),
    ("A\u{A0}1", "a 1"), ("A–1", "a-1"), ("A—1", "a-1"), ("A‑1", "a-1"), ("A−1", "a-1"), ("A－1", "a-1"),
  ])
  func whatLooksAlikeIsOneKey(typed: String, folded: String) { #expect(KeyText.folded(typed) == folded) }

  @Test func aKeyIsKeptWithoutWhatNobodySees() {
    #expect(KeyText.visible("\u{FEFF}A\u{A0}–\u{200B}1\u{A0}") == "A –1" && KeyText.visible("\u{200B} ").isEmpty)
  }
}
