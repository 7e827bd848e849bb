extension Order {
  /// The lines that were not taken off.
  public var standingLines: [Line] { lines.filter { !$0.isVoided } }

  func addLine(
    _ kind: OrderLineAdded.Kind, _ item: String, _ quantity: Int, _ price: Int?, _ process: Process
  ) throws(OrderRefusal) -> [OrderEvent] {
    try unclosed(process)
    guard process.lines.contains(kind) else { throw .noSuchLines(kind, allowed: process.lines) }
    guard quantity > 0, (price ?? 0) >= 0, item.contains(where: { !$0.isWhitespace }) else { throw .badLine }
    let next = (lines.map(\.added.line).max() ?? 0) + 1
    return [
      .lineAdded(
        OrderLineAdded(line: next, kind: kind, item: item, quantityThousandths: quantity, unitPriceHundredths: price))
    ]
  }

  func voidLine(_ line: Int, _ reason: String?, _ process: Process) throws(OrderRefusal) -> [OrderEvent] {
    try unclosed(process)
    guard standingLines.contains(where: { $0.added.line == line }) else {
      throw .unknownLine(line, standing: standingLines.map(\.added.line))
    }
    return [.lineVoided(OrderLineVoided(line: line, reason: reason))]
  }
}
