extension Order {
  func assist(
    _ unit: UnitKey, _ budget: Budget?, _ task: String?, _ process: Process
  ) throws(OrderRefusal) -> [OrderEvent] {
    try unfinished(process)
    guard unit != main else { throw .mainCannotAssist(unit) }
    guard !openAssists.contains(where: { $0.unit == unit }) else { throw .assistsAlready(unit) }
    return [.assistAsked(OrderAssistAsked(unit: unit, budget: budget, task: task))]
  }

  /// Also of a finished order: the help may outlast it.
  func endAssist(
    _ unit: UnitKey, _ outcome: OrderAssistEnded.Outcome, _ note: String?
  ) throws(OrderRefusal) -> [OrderEvent] {
    guard openAssists.contains(where: { $0.unit == unit }) else {
      throw .doesNotAssist(unit, assisting: openAssists.map(\.unit))
    }
    return [.assistEnded(OrderAssistEnded(unit: unit, outcome: outcome, note: note))]
  }
}
