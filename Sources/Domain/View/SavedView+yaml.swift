import Yams

extension SavedView {
  /// The names that a list of orders may use.
  public struct Vocabulary: Sendable {
    /// The conditions.
    public let filters: [String]
    /// The columns.
    public let columns: [String]
    /// What can be sorted by.
    public let sorts: [String]

    /// The names that the caller's lists know.
    public init(filters: [String], columns: [String], sorts: [String]) {
      self.filters = filters
      self.columns = columns
      self.sorts = sorts
    }
  }

  /// Reads a view.
  ///
  /// - Parameter vocabulary: what its words must be among; `nil` for a published one, which was checked and may be older.
  /// - Throws: every problem, with its line.
  public init(yaml: String, _ vocabulary: Vocabulary?) throws(ProcessError) {
    let source: YAMLSource
    do {
      source = try YAMLSource(yaml)
    } catch {
      throw ProcessError(
        source: "view.yaml",
        problems: [
          .init(line: error.line, column: error.column, path: "", reason: error.reason, suggestion: error.suggestion)
        ])
    }
    var reader = YAMLReader(source)
    let view = reader.view(source.root, vocabulary)
    guard let view, reader.problems.isEmpty else {
      throw ProcessError(
        source: "view.yaml", problems: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    self = view
  }

  /// As it is published; reading it gives the same view.
  public var yaml: String {
    var lines = ["view: \(key)"]
    let names = [("zh", labels.zh), ("en", labels.en)].compactMap { key, text in
      text.map { "\(key): \(Self.quoted($0))" }
    }
    if !names.isEmpty { lines.append("labels: {\(names.joined(separator: ", "))}") }
    lines.append("of: \(subject.rawValue)")
    if !filter.isEmpty {
      lines.append("filter:")
      lines += filter.sorted { $0.key < $1.key }.map { "  \($0.key): \(Self.quoted($0.value))" }
    }
    if !columns.isEmpty { lines.append("columns: [\(columns.map(Self.quoted).joined(separator: ", "))]") }
    if let sort { lines.append("sort: \(Self.quoted(sort))") }
    if isDescending { lines.append("descending: true") }
    if let limit { lines.append("limit: \(limit)") }
    if let unit { lines.append("unit: \(Self.quoted(unit.rawValue))") }
    if !roles.isEmpty { lines.append("roles: [\(roles.map(\.rawValue).joined(separator: ", "))]") }
    if let owner { lines.append("owner: \(Self.quoted(owner))") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A double-quoted scalar (YAML 1.2, 7.3.1), so that `no` and `12` stay words.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension YAMLReader {
  fileprivate mutating func view(_ root: Place, _ vocabulary: SavedView.Vocabulary?) -> SavedView? {
    let known = [
      "view", "labels", "of", "filter", "columns", "sort", "descending", "limit", "unit", "roles", "owner",
    ]
    guard let fields = fields(of: root, known: known),
      let name = required("view", of: fields, in: root, example: "late-gas"), let key: ViewKey = self.name(name)
    else { return nil }
    var view = SavedView(key: key)
    if let place = fields["labels"], let labels = self.fields(of: place, known: ["zh", "en"]) {
      view.labels = Labels(zh: labels["zh"].flatMap { word($0) }, en: labels["en"].flatMap { word($0) })
    }
    if let place = fields["of"], let word = word(place, in: SavedView.Subject.allCases.map(\.rawValue)) {
      view.subject = SavedView.Subject(rawValue: word) ?? .orders
    }
    // What lists of people are made of, they check themselves.
    let words = view.subject == .orders ? vocabulary : nil
    if let place = fields["filter"] {
      for (key, value) in entries(of: place) ?? [] {
        if let words, !words.filters.contains(key) {
          report(
            value.mark, value.path, "a list has no condition `\(key)`", Spelling.advice(for: key, in: words.filters))
        } else if let text = scalar(value)?.string {
          view.filter[key] = text
        }
      }
    }
    if let place = fields["columns"] { view.columns = items(of: place).compactMap { word($0, in: words?.columns) } }
    if let place = fields["sort"] { view.sort = word(place, in: words?.sorts) }
    if let place = fields["descending"] { view.isDescending = scalar(place)?.string.lowercased() == "true" }
    if let place = fields["limit"] { view.limit = integer(place, in: 1...1_000_000) }
    if let place = fields["unit"] { view.unit = scalar(place).flatMap { UnitKey($0.string) } }
    if let place = fields["roles"] { view.roles = names(place) }
    if let place = fields["owner"] { view.owner = scalar(place)?.string }
    return view
  }

  /// A word, whatever YAML takes it for: columns are called `no`.
  private mutating func word(_ place: Place, in known: [String]? = nil) -> String? {
    guard let word = scalar(place)?.string else { return nil }
    guard let known, !known.contains(word) else { return word }
    report(mark(of: place), place.path, "`\(word)` is not known here", Spelling.advice(for: word, in: known))
    return nil
  }
}
