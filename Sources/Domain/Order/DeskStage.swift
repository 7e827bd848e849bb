/// Where an open order stands between the dispatcher and the unit, whatever its process calls the state.
///
/// It follows from process data alone, so that a board needs no list of state names: see ``Order/deskStage``.
public enum DeskStage: String, Sendable, Codable, CaseIterable {
  /// A unit has it, and its clock `accept` runs: the unit has not taken it on yet.
  case unsigned
  /// Somebody works on it, or nobody has it yet.
  case running
  /// A unit gave it back, and nobody has done anything with it since.
  case returned
}
