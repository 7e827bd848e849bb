import ArgumentParser

/// How results are written; `table` and `html` are for people, the others are for scripts and never change with the
/// language.
enum OutputFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
  case table, json, ndjson, csv, html
}
