/// What a part refers to, from the `.rels` part beside it.
///
///     <Relationships><Relationship Id="rId1" Type="http://…/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
///
/// The kind is the type's last word: transitional and strict files differ only before it. Source: ECMA-376 part 2, 9.3.
struct Relationships {
  struct Target {
    let kind: String
    /// Normalised, from the container's root.
    let part: String
  }

  private let targets: [String: Target]

  /// The relationships of a part, by its normalised name; the container itself is "".
  init(of part: String, in zip: borrowing ZipArchive) throws {
    let folder = Self.folder(of: part)
    let name = folder + "_rels/" + part.dropFirst(folder.count) + ".rels"
    guard let entry = zip.entries[name] else {
      throw SpreadsheetError.broken(zip.file, part: Wording(name), reason: .missing)
    }
    let reader = RelationshipsReader()
    try zip.parse(entry, limit: ZipArchive.Limit.other, into: reader)
    targets = reader.found.mapValues { found in
      Target(kind: found.kind, part: Self.resolve(found.target, in: folder))
    }
  }

  subscript(id: String) -> Target? { targets[id] }

  /// The part of a kind of which there is one.
  func first(_ kind: String) -> String? {
    targets.values.filter { $0.kind == kind }.map(\.part).min()
  }

  private static func folder(of part: String) -> String {
    part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
  }

  /// A target from the root (`/xl/a.xml`) or from the referring part's folder (`../a.xml`).
  private static func resolve(_ target: String, in folder: String) -> String {
    let isAbsolute = target.hasPrefix("/") || target.hasPrefix("\\")
    var steps: [Substring] = []
    for step in ZipArchive.normalise(isAbsolute ? target : folder + target).split(separator: "/") {
      switch step {
      case ".": break
      case "..": _ = steps.popLast()
      default: steps.append(step)
      }
    }
    return steps.joined(separator: "/")
  }
}

private final class RelationshipsReader: XMLHandler {
  /// A container has fewer entries than that.
  private static let maximumCount = 50_000

  private(set) var found: [String: (kind: String, target: String)] = [:]

  override func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    guard name.vocabulary == .relationships, case "Relationship" = name, let id = attributes["Id"]?.string,
      let type = attributes["Type"]?.string, let target = attributes["Target"]?.string
    else { return }
    if let mode = attributes["TargetMode"], mode == "External" { return }
    guard found.count < Self.maximumCount else {
      throw XMLProblem.unexpected(
        Wording(zh: "关系超过 \(Self.maximumCount) 个", en: "it holds more than \(Self.maximumCount) relationships"))
    }
    let kind = type.lastIndex(of: "/").map { String(type[type.index(after: $0)...]) } ?? type
    found[id] = (kind, target)
  }
}
