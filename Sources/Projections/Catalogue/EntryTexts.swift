import Domain
import FoundationEssentials
import Postgres

/// What a catalogue says of an entry, as the JSON object of a column.
enum EntryTexts {
  static func json<Field: EntryField>(_ values: [Field: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let named = Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
    return String(decoding: try encoder.encode(named), as: UTF8.self)
  }

  /// The texts of a column; those of fields that this program does not know are left out.
  static func read<Field: EntryField>(_ json: String) throws -> [Field: String] {
    let named = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
    return named.reduce(into: [:]) { values, entry in
      if let field = Field(rawValue: entry.key) { values[field] = entry.value }
    }
  }

  /// The words that are all looked for.
  static func terms(_ search: String?) -> [String] {
    search?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
  }

  /// Whether a word stands in the key or in a text: a look at every row.
  static func holds(_ term: String, key: SQL, texts: SQL) -> SQL {
    """
    (strpos(lower(\(key)), lower(\(term))) > 0
      or exists (select from jsonb_each_text(\(texts)) as t (field, said) where strpos(lower(t.said), lower(\(term))) > 0))
    """
  }
}
