import Domain
import Projections

/// What an office has names for, and conditions of reports can ask for: its processes, units, categories, choices.
public struct OfficeNames: Sendable {
  /// The values that a field can have.
  struct Names {
    let values: [String]
    /// Whether a value that is not among them is a mistake, unless some order has it: a list that was taken in brings
    /// categories and units of its own.
    let isClosed: Bool
    /// The command that shows them; `nil` where they are few enough to be named.
    var list: String?
  }

  private let definitions: Definitions
  private let tree: UnitTree
  private let channels: [String]
  private let staff: [String]

  /// - Parameters:
  ///   - organisation: units and people that ever were.
  ///   - channels: by which orders come in where a process names none of its own.
  public init(_ definitions: Definitions, _ organisation: Organisation, channels: [String]) {
    self.definitions = definitions
    self.channels = channels
    tree = organisation.tree
    staff = organisation.everybody.map(\.key.rawValue)
  }

  /// The values of a field; `nil` for a field of no form.
  func names(of field: FactField) -> Names? {
    switch field {
    case .process: Names(values: definitions.all.map(\.key.rawValue), isClosed: true, list: "hotline process list")
    case .state:
      Names(
        values: each(processes.flatMap { $0.states.map(\.key.rawValue) }), isClosed: true,
        list: "hotline process show PROCESS")
    case .kind, .stage, .priority, .verdict, .partyClass, .partyKind, .outcome, .imported, .ended:
      Names(values: field.closedValues ?? [], isClosed: true)
    case .category:
      Names(
        values: each(categories.flatMap { $0.all.map(\.node.key) }), isClosed: true,
        list: "hotline category show \(trees)")
    case .unit, .intake: Names(values: tree.units.map(\.unit.rawValue), isClosed: true, list: "hotline unit tree")
    case .campaign:
      Names(values: definitions.campaigns.sorted(), isClosed: true, list: "hotline campaign list")
    case .channel: Names(values: each(channels + processes.flatMap(\.channels)), isClosed: true)
    case .relation: Names(values: relations, isClosed: true)
    case .step: Names(values: steps, isClosed: true, list: "hotline process show PROCESS")
    case .field: Names(values: each(fields.map(\.name.rawValue)), isClosed: true)
    case .form(let name): names(ofField: name)
    case .answer: Names(values: each(fields.flatMap { $0.choices.map(\.key.rawValue) }), isClosed: false)
    case .area, .region:
      Names(
        values: each(definitions.regionTables.flatMap { $0.areas.map(\.key) }), isClosed: false,
        list: "hotline region list")
    case .person, .recorder, .actor: Names(values: staff, isClosed: false, list: "hotline person list")
    case .reason, .target: Names(values: field.knownWords.map(\.key), isClosed: false)
    case .batch: Names(values: [], isClosed: false, list: "hotline import list")
    case .detail, .item, .file, .queue: Names(values: [], isClosed: false)
    }
  }

  /// The names of all fields of forms.
  var formFields: [String] { each(fields.map { $0.name.rawValue }) }

  /// How deep the trees of categories, or of units, go.
  func depth(of field: FactField) -> Int {
    if field == .category { return categories.flatMap { $0.all.map { $0.depth + 1 } }.max() ?? 0 }
    // The office itself is the top, and no level.
    return (tree.units.map { tree.path(to: $0.unit).count }.max() ?? 0) - (tree.top == nil ? 0 : 1)
  }

  private func names(ofField name: String) -> Names? {
    let found = fields.filter { $0.name.rawValue == name }
    guard !found.isEmpty else { return nil }
    let isClosed = found.allSatisfy { [.choice, .flag].contains($0.kind) }
    let choices = found.flatMap { $0.kind == .flag ? ["true", "false"] : $0.choices.map(\.key.rawValue) }
    return Names(values: each(choices), isClosed: isClosed)
  }

  /// Of all versions: orders stay on the one that they were opened with.
  private var processes: [Process] {
    definitions.everyVersion.sorted { ($0.key, $1.version) < ($1.key, $0.version) }
  }

  private var categories: [CategoryTree] { definitions.categoryTrees }
  private var trees: String { categories.count == 1 ? categories[0].key.rawValue : "TREE" }

  private var fields: [Field] { processes.flatMap { $0.form.fields + $0.actions.flatMap(\.asks.fields) } }

  private var relations: [String] {
    each(processes.flatMap { $0.spawns.map(\.relation.rawValue) } + ["urge", RelationKey.splitFrom.rawValue])
  }

  private var steps: [String] {
    each(FactField.steps + processes.flatMap { $0.actions.map { "act:\($0.key)" } } + relations.map { "child:\($0)" })
  }

  private func each(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}
