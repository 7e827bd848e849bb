import Yams

/// A node of the document, and where it is.
package struct Place {
  /// `actions.sign.to`.
  package let path: String
  /// Of the key in front of the node, or of the node itself.
  package let mark: Mark
  package let node: Node
}

extension Place {
  /// A list of values.
  package var isList: Bool { if case .sequence = node { true } else { false } }
  /// A table of `key: value`.
  package var isTable: Bool { if case .mapping = node { true } else { false } }
}

/// Takes typed values out of a YAML document and notes every problem on the way instead of stopping at the first.
///
/// Whatever returns nil has reported why.
package struct YAMLReader {
  private let source: YAMLSource
  package private(set) var problems: [ProcessError.Problem] = []

  package init(_ source: YAMLSource) {
    self.source = source
  }

  /// Notes a problem.
  package mutating func report(_ mark: Mark, _ path: String, _ reason: String, _ suggestion: String) {
    problems.append(
      .init(line: mark.line, column: source.column(of: mark), path: path, reason: reason, suggestion: suggestion))
  }

  /// Notes what is wrong with a value.
  package mutating func refuse(_ place: Place, _ reason: String, _ suggestion: String) {
    report(mark(of: place), place.path, reason, suggestion)
  }

  /// A value as it is written, be it a word, a number or a truth value.
  package mutating func written(_ place: Place) -> String? { scalar(place).map(\.string) }

  /// What stands under each key of a mapping, in the order written. Of a key written twice the first counts.
  package mutating func entries(of place: Place) -> [(key: String, place: Place)]? {
    guard case .mapping(let mapping) = place.node else {
      report(place.mark, place.path, "not a table of `key: value`", "write keys and values below it or in `{}`")
      return nil
    }
    var entries: [(key: String, place: Place)] = []
    for (keyNode, value) in mapping {
      let mark = keyNode.mark ?? place.mark
      guard case .scalar(let scalar) = keyNode else {
        report(mark, place.path, "a key must be a plain word", "write `key: value`")
        continue
      }
      let key = YAMLSource.key(scalar.string)
      let path = place.path.isEmpty ? key : "\(place.path).\(key)"
      guard scalar.meaning != .truth else {
        report(mark, path, "YAML reads a bare `\(key)` as true or false", "write `\"\(key)\"` or choose another word")
        continue
      }
      if let first = entries.first(where: { $0.key == key }) {
        report(mark, path, "`\(key)` is written twice, first on line \(first.place.mark.line)", "keep one of them")
        continue
      }
      entries.append((key, Place(path: path, mark: mark, node: value)))
    }
    return entries
  }

  /// The fields of a mapping whose keys are known beforehand. `later` are keys of coming versions, with what they are.
  package mutating func fields(of place: Place, known: [String], later: [String: String] = [:]) -> [String: Place]? {
    guard let entries = entries(of: place) else { return nil }
    var fields: [String: Place] = [:]
    for (key, field) in entries {
      if known.contains(key) {
        fields[key] = field
      } else if let what = later[key] {
        report(field.mark, field.path, "\(what) is not in this version", "leave `\(key)` out")
      } else {
        report(field.mark, field.path, "unknown key `\(key)`", Spelling.advice(for: key, in: known))
        // Read as what was meant, so that what stands below is checked too and nothing is said to be missing.
        guard let meant = Spelling.nearest(to: key, in: known), !entries.contains(where: { $0.key == meant }) else {
          continue
        }
        fields[meant] = field
      }
    }
    return fields
  }

  /// The field of that name, reported when it is missing.
  package mutating func required(_ key: String, of fields: [String: Place], in place: Place, example: String) -> Place?
  {
    if let field = fields[key] { return field }
    report(place.mark, place.path, "`\(key)` is missing", "write `\(key): \(example)`")
    return nil
  }

  /// A single value or each of a list.
  package func items(of place: Place) -> [Place] {
    guard case .sequence(let sequence) = place.node else { return [place] }
    return sequence.enumerated().map { index, node in
      Place(path: "\(place.path)[\(index + 1)]", mark: node.mark ?? place.mark, node: node)
    }
  }

  /// A scalar, whatever it means.
  package mutating func scalar(_ place: Place) -> Node.Scalar? {
    guard case .scalar(let scalar) = place.node else {
      report(place.mark, place.path, "a single value is wanted here, not a list or a table", "write one value")
      return nil
    }
    guard scalar.meaning != .nothing else {
      report(place.mark, place.path, "nothing is written here", "write a value or leave the line out")
      return nil
    }
    return scalar
  }

  /// A word or sentence; numbers and truth values only in quotes.
  package mutating func text(_ place: Place) -> String? {
    guard let scalar = scalar(place) else { return nil }
    switch scalar.meaning {
    case .text, .nothing: return scalar.string
    case .number:
      report(mark(of: place), place.path, "`\(scalar.string)` is a number, not a word", "write it in quotes")
    case .truth:
      report(
        mark(of: place), place.path, "YAML reads a bare `\(scalar.string)` as true or false", "write it in quotes")
    }
    return nil
  }

  /// A whole number in a range.
  package mutating func integer(_ place: Place, in range: ClosedRange<Int>) -> Int? {
    guard let scalar = scalar(place) else { return nil }
    guard scalar.meaning == .number, let number = Int(scalar.string), range.contains(number) else {
      report(
        mark(of: place), place.path,
        "`\(scalar.string)` is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        "write it in digits, without quotes")
      return nil
    }
    return number
  }

  /// Of the value rather than of its key.
  package func mark(of place: Place) -> Mark { place.node.mark ?? place.mark }
}

extension Node.Scalar {
  enum Meaning { case text, number, truth, nothing }

  /// What readers of YAML 1.1 and 1.2 take a scalar for; one in quotes is always text.
  var meaning: Meaning {
    guard style == .plain else { return .text }
    switch YAMLSource.key(string).lowercased() {
    case "", "~", "null": return .nothing
    case "y", "n", "yes", "no", "on", "off", "true", "false": return .truth
    case let word: return Double(word) == nil ? .text : .number
    }
  }
}
