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

extension Order {
  /// Where it stands between dispatcher and unit; `nil` for a finished order.
  public var deskStage: DeskStage? {
    guard !kind.isFinished else { return nil }
    if isReturned { return .returned }
    return main != nil && clocks.contains { $0.clock == .accept && $0.isRunning } ? .unsigned : .running
  }
}

extension ClockName {
  /// The clock that runs until a unit has taken an order on. A process that has none has no unsigned orders.
  public static let accept: ClockName = "accept"
}

extension Action {
  /// A unit gives an order back: the action is called `return`, or it is a unit's and has something else in store for when
  /// it is used up (a ruling).
  public var isReturn: Bool { key == "return" || (then != nil && by.contains("unit")) }
}
