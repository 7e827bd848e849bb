import Domain
import FoundationEssentials
import Spreadsheets
import Yams

/// How the columns of lists of one make are read, as a YAML text that a clerk keeps.
///
/// A table of history needs one that names its columns; of other lists it names those that their headings do not tell.
///
///     as: requests
///     process: request
///     timeZone: America/New_York
///     dateFormat: MM/dd/yyyy hh:mm:ss a
///     columns: {key: CASE_ENQUIRY_ID, openedAt: OPEN_DT, dueAt: TARGET_DT, finishedAt: CLOSED_DT, category: TYPE}
///     channels: {Constituent Call: phone}
public struct ImportMap: Sendable {
  /// What the rows become, by the name of the target.
  public let target: String
  /// The process of the orders of a table of history.
  public let process: ProcessKey
  /// The zone in which the table's times are read; the office's where not given.
  public let timeZone: TimeZone?
  /// How its dates are spelled; any unambiguous spelling where not given.
  public let dateFormat: DatePattern?
  /// The same as it was written: another spelling makes other dates, and so another import.
  let dateFormatText: String?
  /// Field → heading.
  public let columns: [String: String]
  /// The table's word for a channel → ours.
  public let channels: [String: String]

  /// As it was written.
  public let yaml: String

  private static let targets = ["customers", "outreach", "survey", "requests", "parts", "articles"]
  private static let keys: Set<String> = ["as", "process", "timeZone", "dateFormat", "columns", "channels"]

  /// Reads a map.
  ///
  /// - Throws: ``ImportMapProblem`` with the line, the reason and the way out.
  public init(yaml: String) throws(ImportMapProblem) {
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw ImportMapProblem(line: nil, reason: "it is not YAML: \(error)")
    }
    guard let mapping = node?.mapping else {
      throw ImportMapProblem(line: 1, reason: "it must be a list of `name: value`")
    }
    for (key, _) in mapping where !Self.keys.contains(key.string ?? "") {
      throw ImportMapProblem(
        line: key.mark?.line,
        reason: "`\(key.string ?? "?")` is not known; it can have \(Self.keys.sorted().joined(separator: ", "))")
    }
    self.yaml = yaml
    target = mapping["as"]?.string ?? "requests"
    guard Self.targets.contains(target), let info = ImportTargetInfo.named(target) else {
      throw ImportMapProblem(
        line: mapping["as"]?.mark?.line,
        reason:
          "`as: \(target)` cannot be mapped; write `as: requests`, or one of \(Self.targets.joined(separator: ", "))")
    }
    for key in ["process", "timeZone", "channels"] where !info.needsMap && mapping[key] != nil {
      throw ImportMapProblem(line: mapping[key]?.mark?.line, reason: "`\(key)` is for `as: requests`; take it out")
    }
    process = ProcessKey(rawValue: mapping["process"]?.string ?? "request")
    timeZone = try Self.zone(mapping["timeZone"])
    dateFormat = try Self.pattern(mapping["dateFormat"])
    dateFormatText = mapping["dateFormat"]?.string
    columns = try Self.texts(mapping["columns"], "columns")
    channels = try Self.texts(mapping["channels"], "channels")
    let names = info.fields.map(\.name)
    if let unknown = columns.keys.filter({ !names.contains($0) }).sorted().first {
      throw ImportMapProblem(
        line: mapping["columns"]?.mark?.line,
        reason: "columns: `\(unknown)` is no field; the fields are \(names.joined(separator: ", "))")
    }
    if info.needsMap, let missing = info.fields.first(where: { $0.isRequired && columns[$0.name] == nil }) {
      throw ImportMapProblem(
        line: mapping["columns"]?.mark?.line,
        reason: "columns: `\(missing.name)` is missing; name the column that holds it")
    }
  }

  /// The text of a map that reads a list as it was read.
  public static func yaml(target: String, columns: [String: String]) -> String {
    let lines = columns.sorted { $0.key < $1.key }.map { field, heading in
      let quoted = heading.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("\n", with: "\\n").replacing("\r", with: "\\r").replacing("\t", with: "\\t")
      return "  \(field): \"\(quoted)\"\n"
    }
    return "as: \(target)\ncolumns:\n" + lines.joined()
  }

  private static func zone(_ node: Node?) throws(ImportMapProblem) -> TimeZone? {
    guard let node else { return nil }
    guard let name = node.string, let zone = TimeZone(identifier: name) else {
      throw ImportMapProblem(
        line: node.mark?.line, reason: "timeZone: `\(node.string ?? "")` is not known; write one like America/New_York")
    }
    return zone
  }

  private static func pattern(_ node: Node?) throws(ImportMapProblem) -> DatePattern? {
    guard let node else { return nil }
    do {
      return try DatePattern(node.string ?? "")
    } catch {
      throw ImportMapProblem(line: node.mark?.line, reason: "dateFormat: \(error)")
    }
  }

  private static func texts(_ node: Node?, _ name: String) throws(ImportMapProblem) -> [String: String] {
    guard let node else { return [:] }
    guard let mapping = node.mapping else {
      throw ImportMapProblem(line: node.mark?.line, reason: "\(name): it must be a list of `name: value`")
    }
    var texts: [String: String] = [:]
    for (key, value) in mapping {
      guard let key = key.string, let value = value.string else {
        throw ImportMapProblem(line: key.mark?.line, reason: "\(name): names and values must be plain text")
      }
      texts[key] = value
    }
    return texts
  }
}

/// Why a map cannot be used.
public struct ImportMapProblem: Error, Sendable, CustomStringConvertible {
  /// From 1, where it is known.
  public let line: Int?
  /// What is wrong, and what to write instead.
  public let reason: String

  /// `line 3: …`
  public var description: String { line.map { "line \($0): \(reason)" } ?? reason }
}
