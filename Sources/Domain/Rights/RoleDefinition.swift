/// What a role allows, as data: published as YAML, or shipped.
public struct RoleDefinition: Sendable, Equatable {
  /// The name that grants and processes use.
  public let key: RoleKey
  /// What people call it.
  public let labels: Labels
  /// What its holders may do, in the range of their grants.
  public let rights: Set<Right>
  /// As published: from 1; 0 for a shipped role that nobody changed.
  public internal(set) var version = 0

  /// A role.
  public init(key: RoleKey, labels: Labels, rights: Set<Right>, version: Int = 0) {
    self.key = key
    self.labels = labels
    self.rights = rights
    self.version = version
  }

  /// The role that hands out all others: it always has every right, so that nobody can lock an office up.
  public static let admin: RoleKey = "admin"

  /// As YAML, to be changed and published again.
  public var yaml: String {
    var lines = ["role: \(key)"]
    let labels = [labels.zh.map { "zh: \($0)" }, labels.en.map { "en: \($0)" }].compactMap(\.self)
    if !labels.isEmpty { lines.append("labels: {\(labels.joined(separator: ", "))}") }
    lines.append(rights.isEmpty ? "rights: []" : "rights:")
    lines += rights.sorted().map { "  - \($0.rawValue)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a role, or tells everything that is wrong with it, line by line.
  ///
  /// - Parameters:
  ///   - expected: the source must name this role.
  ///   - isStored: it was published, perhaps by a newer program: rights that this one does not know are passed over.
  public static func compile(
    _ yaml: String, key expected: RoleKey? = nil, version: Int, isStored: Bool = false
  ) throws(ProcessError) -> RoleDefinition {
    let name = "\(expected?.rawValue ?? "role").yaml"
    var reader: YAMLReader
    let root: Place
    do {
      let source = try YAMLSource(yaml)
      root = source.root
      reader = YAMLReader(source)
    } catch {
      throw ProcessError(
        source: name,
        problems: [
          .init(line: error.line, column: error.column, path: "", reason: error.reason, suggestion: error.suggestion)
        ])
    }
    let role = read(root, &reader, expected, version, isStored)
    guard let role, reader.problems.isEmpty else {
      throw ProcessError(source: name, problems: reader.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return role
  }

  private static func read(
    _ root: Place, _ reader: inout YAMLReader, _ expected: RoleKey?, _ version: Int, _ isStored: Bool
  ) -> RoleDefinition? {
    guard let fields = reader.fields(of: root, known: ["role", "labels", "rights"]) else { return nil }
    let key: RoleKey? = reader.required("role", of: fields, in: root, example: "night-shift").flatMap {
      reader.name($0)
    }
    if let expected, let key, key != expected, let place = fields["role"] {
      reader.report(place.mark, place.path, "it is the role `\(key)`, not `\(expected)`", "write `role: \(expected)`")
    }
    var rights: Set<Right> = []
    if let place = reader.required("rights", of: fields, in: root, example: "[order.open, order.read]") {
      for item in reader.items(of: place) {
        guard let word = reader.text(item) else { continue }
        if let right = Right(rawValue: word) {
          rights.insert(right)
        } else if !isStored {
          reader.report(
            reader.mark(of: item), item.path, "there is no right `\(word)`",
            Spelling.advice(for: word, in: Right.allCases.map(\.rawValue)))
        }
      }
    }
    if key == admin, rights != Set(Right.allCases), let place = fields["rights"] {
      reader.report(
        place.mark, place.path, "the role `admin` always has every right, so that nobody can lock the office up",
        "make a role of another name for less")
    }
    let labels = reader.labels(fields)
    return key.map { RoleDefinition(key: $0, labels: labels, rights: rights, version: version) }
  }
}
