import Domain
import Spreadsheets

/// The codes of the office that cells of a list name: members of staff, areas, categories.
struct KnownCodes: Sendable {
  private let staff: [String: String?]
  private let areas: Set<String>
  private let categories: CategoryTree?
  /// By how codes are compared.
  private let units: [String: [UnitKey]]

  /// - Parameters:
  ///   - staff: code → name; none where nothing is to be compared.
  ///   - areas: codes and names.
  ///   - categories: the tree of the process that rows become orders of.
  init(
    staff: [String: String?] = [:], areas: Set<String> = [], categories: CategoryTree? = nil, units: [UnitKey] = []
  ) {
    self.staff = staff
    self.areas = areas
    self.categories = categories
    self.units = Dictionary(grouping: units) { KeyText.folded($0.rawValue) }
  }

  init(_ organisation: Organisation, _ definitions: Definitions, _ process: Domain.Process?) {
    units = Dictionary(grouping: organisation.tree.units.map(\.unit)) { KeyText.folded($0.rawValue) }
    categories = process?.categories.flatMap { definitions.categories($0) }
    staff = organisation.staff.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value.card?.name }
    areas = Set(
      definitions.regionTables.flatMap(\.areas).flatMap { area in
        [area.key] + [area.labels.zh, area.labels.en].compactMap(\.self) + area.addresses
      })
  }

  /// Whether somebody who works here has the code; anybody may in an office without people.
  func isStaff(_ code: String) -> Bool { staff.isEmpty || staff[code] != nil }

  /// Whose code was meant: the one person of that name, else by a slip of the finger.
  func nearestStaff(to typed: String) -> String? {
    let namesakes = staff.filter { $0.value == typed }
    if namesakes.count == 1 { return namesakes.first?.key }
    return Self.nearest(to: typed, in: staff.keys)
  }

  /// The unit that a code means: itself, or the one of the office whose code differs only in width or case.
  func unit(_ unit: UnitKey) -> (unit: UnitKey, warning: RowWarning?) {
    guard let there = units[KeyText.folded(unit.rawValue)], there.count == 1, there[0] != unit else {
      return (unit, nil)
    }
    return (there[0], RowWarning(.spelledOtherwise, nearest: there[0].rawValue))
  }

  /// What to say of an area; nothing where the office has no table of regions, or one with this code or name.
  func warning(ofArea area: String) -> RowWarning? {
    guard !areas.isEmpty, !areas.contains(area) else { return nil }
    return RowWarning(.unlistedArea, nearest: Self.nearest(to: area, in: areas))
  }

  /// The code of a category that is written by its code, its name, or the way to it: `water/leak`, 供水/漏水. As it is
  /// written where the tree does not have it.
  func category(_ typed: String) -> (code: String, warning: RowWarning?) {
    guard let categories, categories.node(typed) == nil else { return (typed, nil) }
    let steps = typed.split(whereSeparator: { "/>／".contains($0) }).map { $0.trimming(while: \.isWhitespace) }
    var found = (steps.count > 1 ? categories.topics : categories.all.map(\.node))
      .filter { Self.isCalled($0, steps.first ?? "") }
    for step in steps.dropFirst() { found = found.flatMap(\.children).filter { Self.isCalled($0, step) } }
    if found.count == 1 { return (found[0].key, nil) }
    let nearest = Self.nearest(to: steps.last ?? typed, in: categories.all.map(\.node.key))
    return (typed, RowWarning(.unlistedCategory, nearest: found.first?.key ?? nearest))
  }

  private static func isCalled(_ node: CategoryTree.Node, _ words: String) -> Bool {
    node.key == words || node.labels.zh == words || node.labels.en == words
  }

  private static func nearest(to typed: String, in words: some Sequence<String>) -> String? {
    let low = Dictionary(words.sorted().map { ($0.lowercased(), $0) }) { first, _ in first }
    return Spelling.nearest(to: typed, in: low.keys.sorted()).flatMap { low[$0] }
  }
}
