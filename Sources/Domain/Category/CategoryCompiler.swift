/// Turns the YAML of a category tree into a `CategoryTree`, or says everything that is wrong with it.
public enum CategoryCompiler {
  /// Compiles a source; pure. With `processes`, entries may name only those.
  public static func compile(
    _ yaml: String, key expected: CategoriesKey? = nil, version: Int, processes: Set<ProcessKey>? = nil
  ) throws(ProcessError) -> CategoryTree {
    let name = "\(expected?.rawValue ?? "categories").yaml"
    let source = try YAMLSource.parse(yaml, called: name)
    var draft = CategoryDraft(reader: YAMLReader(source), processes: processes)
    guard let tree = draft.read(source.root, key: expected, version: version), draft.reader.problems.isEmpty else {
      throw ProcessError(name, draft.reader.problems)
    }
    return tree
  }
}

/// A category tree while it is read.
private struct CategoryDraft {
  var reader: YAMLReader
  let processes: Set<ProcessKey>?
  private var lines: [String: Int] = [:]

  private static let deepest = 6

  init(reader: YAMLReader, processes: Set<ProcessKey>?) {
    self.reader = reader
    self.processes = processes
  }

  mutating func read(_ place: Place, key expected: CategoriesKey?, version: Int) -> CategoryTree? {
    guard let fields = reader.fields(of: place, known: ["categories", "labels", "topics"]) else { return nil }
    let key: CategoriesKey? = reader.required("categories", of: fields, in: place, example: "city")
      .flatMap { reader.name($0) }
    if let key, let expected, key != expected, let place = fields["categories"] {
      reader.report(
        reader.mark(of: place), place.path, "this is category tree `\(key)`, not `\(expected)`",
        "write `categories: \(expected)`")
    }
    let topics = reader.required("topics", of: fields, in: place, example: "[{key: water}]").map { nodes($0, depth: 1) }
    guard let key, let topics else { return nil }
    return CategoryTree(key: key, version: version, labels: reader.labels(fields), topics: topics)
  }

  private mutating func nodes(_ place: Place, depth: Int) -> [CategoryTree.Node] {
    guard case .sequence(let sequence) = place.node, !sequence.isEmpty else {
      reader.report(place.mark, place.path, "not a list of categories", "write each behind a `- `: `- key: water`")
      return []
    }
    guard depth <= Self.deepest else {
      reader.report(
        place.mark, place.path, "deeper than \(Self.deepest) levels", "nobody finds it there: make it flatter")
      return []
    }
    return reader.items(of: place).compactMap { node($0, depth: depth) }
  }

  /// `{key: leak, labels: {…}, unit: repairs, process: repair, retired: true, children: […]}`, or the key alone.
  private mutating func node(_ place: Place, depth: Int) -> CategoryTree.Node? {
    if case .scalar = place.node {
      return code(place).map {
        .init(key: $0, labels: Labels(), unit: nil, process: nil, isRetired: false, children: [])
      }
    }
    let known = ["key", "labels", "unit", "process", "retired", "children"]
    guard let fields = reader.fields(of: place, known: known) else { return nil }
    let key = reader.required("key", of: fields, in: place, example: "water").flatMap { code($0) }
    let unit = fields["unit"].flatMap { reader.text($0) }.flatMap { UnitKey($0) }
    let followed = fields["process"].flatMap { process($0) }
    let isRetired = fields["retired"].flatMap { reader.truth($0) } ?? false
    let children = fields["children"].map { nodes($0, depth: depth + 1) } ?? []
    let labels = reader.labels(fields)
    guard let key else { return nil }
    return .init(key: key, labels: labels, unit: unit, process: followed, isRetired: isRetired, children: children)
  }

  private mutating func process(_ place: Place) -> ProcessKey? {
    guard let processes else { return reader.name(place) }
    return reader.reference(place, to: "process", in: processes.sorted())
  }

  /// A code is what orders keep: letters of any script, digits, `-`, `_` and `.`; each once in the tree.
  private mutating func code(_ place: Place) -> String? {
    guard let code = reader.text(place) else { return nil }
    let mark = reader.mark(of: place)
    let isFine = code.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    guard isFine, (1...64).contains(code.utf8.count) else {
      reader.report(
        mark, place.path, "`\(code)` is no code", "use letters, digits, `-`, `_` and `.`; labels may say more")
      return nil
    }
    if let line = lines[code] {
      reader.report(mark, place.path, "`\(code)` is there already, on line \(line)", "give each a code of its own")
    } else {
      lines[code] = mark.line
    }
    return code
  }
}
