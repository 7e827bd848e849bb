import FoundationEssentials
import Postgres

extension FactQuery {
  /// From where on what is finished can count; `nil` where a figure looks further back.
  ///
  /// Who asks what came and went in a year, and what is open, need not look at what was over before: of ten million orders of
  /// five years that is four fifths.
  var since: Date? {
    guard let period, !figures.isEmpty else { return nil }
    return figures.allSatisfy { ($0.conditions + filters).contains(where: \.leavesOutThePast) } ? period.from : nil
  }

  /// Gives the statements of a report's transaction the memory to count by many values at once, in all processes of a
  /// machine, and keeps the server from compiling what runs for a second.
  public static func prepare(on connection: isolated Connection) throws {
    try connection.execute("set local work_mem = '128MB'")
    try connection.execute("set local jit = off")
  }
}

extension FactCondition {
  /// Whether what was finished before the period, and stood so, never fulfils it.
  fileprivate var leavesOutThePast: Bool {
    switch self {
    case .opened(.inPeriod), .finished(.inPeriod), .isFinished(false), .overdue(true), .lateBy: true
    case .isOne(.kind, let kinds): kinds == ["open"]
    case .isOne, .opened, .finished, .isFinished, .overdue, .had, .followedBy, .except, .registered, .once, .waited:
      false
    }
  }
}
