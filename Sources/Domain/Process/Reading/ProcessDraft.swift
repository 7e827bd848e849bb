import Yams

/// A process while it is read: the names first, so that each reference can be checked where it stands.
struct ProcessDraft {
  var reader: YAMLReader
  let surroundings: Surroundings
  var key: ProcessKey?
  var stateKeys: [StateKey] = []
  var actionKeys: [ActionKey] = []
  var clockNames: [ClockName] = []
  var form = Form.none
  /// Every order that this one may open, and where that is said.
  var spawns: [(spawn: Spawn, place: Place)] = []
  /// Every action to be done on a parent, and where that is said.
  var onParent: [(action: ActionKey, place: Place)] = []
  /// Where actions wait for children.
  var withs: [Place] = []
  /// Nothing may be concluded about the whole when a part of it could not be read.
  var isWhole = true

  init(_ source: YAMLSource, among surroundings: Surroundings) {
    reader = YAMLReader(source)
    self.surroundings = surroundings
  }

  var problems: [ProcessError.Problem] { reader.problems }

  private static let known = [
    "process", "labels", "needs", "form", "initial", "states", "actions", "clocks", "rules", "opens", "parent",
    "secret",
    "readers", "series", "channels", "categories", "lines", "extend",
  ]

  /// The process, worth something only when no problems were found.
  mutating func read(_ place: Place, key expected: ProcessKey?, version: Int) -> Process? {
    guard let fields = reader.fields(of: place, known: Self.known) else { return nil }

    key = reader.required("process", of: fields, in: place, example: "complaint").flatMap {
      processKey($0, expected: expected)
    }
    let stateEntries = entries(reader.required("states", of: fields, in: place, example: "{new: {kind: open}}"))
    let actionEntries = entries(
      reader.required("actions", of: fields, in: place, example: "{close: {from: new, to: closed, by: agent}}"))
    let clockEntries = entries(fields["clocks"])
    stateKeys = names(stateEntries)
    actionKeys = names(actionEntries)
    clockNames = names(clockEntries)
    form = fields["form"].map { reader.form($0, taken: Field.ofOpening + Field.ofAction) } ?? .none

    let states = stateEntries.compactMap { readState($0.key, $0.place) }
    let opens = readOpens(fields["opens"])
    let actions = actionEntries.compactMap { readAction($0.key, $0.place) }
    let clocks = clockEntries.compactMap { readClock($0.key, $0.place) }
    let (rules, reactions) = readRules(fields["rules"])
    if let place = fields["states"], case .mapping(let mapping) = place.node, mapping.isEmpty {
      reader.report(place.mark, place.path, "no states", "write at least an open and a closed one")
    }
    let initial = fields["initial"].map { reader.reference($0, to: "state", in: stateKeys) } ?? stateKeys.first
    guard let initial else { return nil }

    let process = Process(
      key: key ?? expected ?? "process", version: version, labels: reader.labels(fields),
      needs: fields["needs"].map { reader.references($0, to: "field", in: Field.ofOpening) } ?? [], initial: initial,
      states: states, actions: actions, clocks: clocks, rules: rules, reactions: reactions, form: form, opens: opens,
      parentEnd: readParentEnd(fields["parent"], states, actions), readers: readReaders(fields),
      series: fields["series"].flatMap { readSeries($0) }, channels: readChannels(fields["channels"]),
      categories: fields["categories"].flatMap { readCategories($0) }, lines: readLines(fields["lines"]),
      extensions: fields["extend"].flatMap { readExtensions($0) })
    checkLinks(process)
    if isWhole { check(process, stateEntries, actionEntries, clockEntries) }
    return process
  }

  private mutating func processKey(_ place: Place, expected: ProcessKey?) -> ProcessKey? {
    guard let key: ProcessKey = reader.name(place) else { return nil }
    if let expected, key != expected {
      reader.report(
        reader.mark(of: place), place.path, "this is process `\(key)`, not `\(expected)`",
        "write `process: \(expected)`")
    }
    return key
  }

  private mutating func entries(_ place: Place?) -> [(key: String, place: Place)] {
    guard let place else { return [] }
    let count = problems.count
    let entries = reader.entries(of: place)
    if problems.count > count { isWhole = false }
    return entries ?? []
  }

  private mutating func names<Thing>(_ entries: [(key: String, place: Place)]) -> [Key<Thing>] {
    let names: [Key<Thing>] = entries.compactMap { reader.wellFormed($0.key, $0.place.mark, $0.place.path) }
    if names.count < entries.count { isWhole = false }
    return names
  }

  /// References that shape the whole.
  mutating func references<Thing>(_ place: Place, to what: String, in known: [Key<Thing>]) -> [Key<Thing>] {
    let names = reader.references(place, to: what, in: known)
    if names.count < reader.items(of: place).count { isWhole = false }
    return names
  }

  /// Roles, of those there are.
  mutating func roles(_ place: Place) -> [RoleKey] {
    guard let known = surroundings.roles else { return reader.names(place) }
    return nonEmpty(place, reader.references(place, to: "role", in: known))
  }

  mutating func nonEmpty<Item>(_ place: Place?, _ items: [Item]) -> [Item] {
    if let place, case .sequence(let sequence) = place.node, sequence.isEmpty {
      reader.report(place.mark, place.path, "the list is empty", "name at least one")
    }
    return items
  }

  mutating func notWhole<Value>() -> Value? {
    isWhole = false
    return nil
  }
}
