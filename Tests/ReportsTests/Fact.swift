import Domain
import FoundationEssentials
import TestSeeds

/// What happened to one order, told plainly, and what counts by it without any of our read models.
struct Fact: Sendable {
  var category: String?
  var channel: String?
  var openedAt: Date
  var due: Date?
  /// In time order.
  var assignments: [(at: Date, unit: String)] = []
  /// In time order.
  var moves: [(at: Date, state: StateKey, kind: StateKind)] = []

  /// How it stood after everything up to and with an instant; `nil` where it was not opened by then.
  func stood(at instant: Date) -> (state: StateKey, kind: StateKind, unit: String?, finishedAt: Date?)? {
    guard openedAt <= instant else { return nil }
    var state: StateKey = "new"
    var kind = StateKind.open
    var finishedAt: Date?
    for move in moves where move.at <= instant {
      if move.kind == .open {
        finishedAt = nil
      } else if kind == .open {
        finishedAt = max(move.at, openedAt)
      }
      (state, kind) = (move.state, move.kind)
    }
    return (state, kind, assignments.last { $0.at <= instant }?.unit, finishedAt)
  }

  func isOverdue(at instant: Date) -> Bool {
    guard let stood = stood(at: instant), stood.kind == .open, let due = promise(at: instant) else { return false }
    return due < instant
  }

  /// The due time that binds at an instant: a promise that was over when the order was reopened binds no more.
  func promise(at instant: Date) -> Date? {
    var kind = StateKind.open
    for move in moves where move.at <= instant {
      if kind != .open, move.kind == .open, let due, due <= move.at { return nil }
      kind = move.kind
    }
    return due
  }

  /// Some orders around the first four months of 2015, with all that goes wrong in real tables.
  static func some(_ count: Int, seed: UInt64) -> [Fact] {
    var random = Seeded(seed)
    let begin = Date(timeIntervalSince1970: 1_420_088_400)  // 2015-01-01 in New York
    func moment(_ days: ClosedRange<Double>, after date: Date, _ random: inout Seeded) -> Date {
      // Every fourth falls on a whole day of New York's winter, as dates without a time do.
      let days = Double.random(in: days, using: &random)
      let isWhole = Int.random(in: 0..<4, using: &random) == 0
      return date.addingTimeInterval(isWhole ? days.rounded() * 86_400 : (days * 86_400).rounded())
    }
    return (0..<count).map { _ in
      var fact = Fact(
        category: ["Pothole", "Street light", "Noise", nil].randomElement(using: &random) ?? nil,
        channel: ["phone", "web", nil].randomElement(using: &random) ?? nil,
        openedAt: moment(0...115, after: begin, &random))
      if Int.random(in: 0..<4, using: &random) > 0 { fact.due = moment(0...40, after: fact.openedAt, &random) }
      var at = fact.openedAt
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        at = moment(0...3, after: at, &random)
        fact.assignments.append((at, ["PWDx", "ISD", "公园处"].randomElement(using: &random) ?? "ISD"))
      }
      let isWrittenBefore = Int.random(in: 0..<20, using: &random) == 0
      if isWrittenBefore { at = fact.openedAt.addingTimeInterval(-3600) }
      for round in 0..<Int.random(in: 0...3, using: &random) {
        if !isWrittenBefore { at = moment(0.1...30, after: at, &random) }
        if round % 2 == 1 {
          fact.moves.append((at, "working", .open))
        } else {
          fact.moves.append(Bool.random(using: &random) ? (at, "closed", .closed) : (at, "cancelled", .cancelled))
        }
      }
      return fact
    }
  }
}
