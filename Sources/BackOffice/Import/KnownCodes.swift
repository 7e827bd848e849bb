import Domain

/// The codes of the office that cells of a list name: members of staff, areas, categories.
struct KnownCodes: Sendable {
  private let staff: [String: String?]
  private let areas: Set<String>

  /// - Parameters:
  ///   - staff: code → name; none where nothing is to be compared.
  ///   - areas: codes and names.
  init(staff: [String: String?] = [:], areas: Set<String> = []) {
    self.staff = staff
    self.areas = areas
  }

  init(_ organisation: Organisation, _ definitions: Definitions) {
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

  /// What to say of an area; nothing where the office has no table of regions, or one with this code or name.
  func warning(ofArea area: String) -> RowWarning? {
    guard !areas.isEmpty, !areas.contains(area) else { return nil }
    return RowWarning(.unlistedArea, nearest: Self.nearest(to: area, in: areas))
  }

  private static func nearest(to typed: String, in words: some Sequence<String>) -> String? {
    let low = Dictionary(words.sorted().map { ($0.lowercased(), $0) }) { first, _ in first }
    return Spelling.nearest(to: typed, in: low.keys.sorted()).flatMap { low[$0] }
  }
}
