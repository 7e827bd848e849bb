import Domain
import Spreadsheets

extension Campaign {
  /// What somebody means who wrote down a result: by its key, by what people call it, with 记为 before it or not, or by key
  /// and label as a work list offers it. Width and case do not matter.
  func outcome(meant typed: String, in process: Domain.Process) -> CampaignOutcome? {
    let said = KeyText.folded(typed).lowercased()
    let outcomes = outcomes(in: process)
    func first(_ names: (CampaignOutcome) -> [String?]) -> CampaignOutcome? {
      outcomes.first { names($0).contains { $0.map { KeyText.folded($0).lowercased() } == said } }
    }
    func labels(_ outcome: CampaignOutcome) -> Labels? { process.action(outcome.action)?.labels }
    return first { [$0.action.rawValue] }
      ?? first { [labels($0)?.zh, labels($0)?.en] }
      ?? first { [labels($0)?.zh.flatMap { $0.hasPrefix("记为") ? String($0.dropFirst(2)) : nil }] }
      ?? outcomes.first { said.hasPrefix("\(KeyText.folded($0.action.rawValue)) ") }
  }

  /// The outcomes of a process as what people call them, by key.
  func namedOutcomes(in process: Domain.Process) -> [NamedOutcome] {
    outcomes(in: process).map { NamedOutcome(action: $0.action, labels: process.action($0.action)?.labels) }
  }
}

/// An outcome that can be chosen: its key, and what people call it.
public struct NamedOutcome: Sendable, Equatable {
  /// The action of the process.
  public let action: ActionKey
  /// `nil` where the process gives it none.
  public let labels: Labels?
}
