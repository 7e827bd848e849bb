/// An action of the process was done.
public struct OrderMoved: Sendable, Equatable, Codable {
  /// Which.
  public var action: ActionKey
  /// The state before.
  public var from: StateKey
  /// The state after; the same for progress.
  public var to: StateKey
  /// What the state after means, so that no reader needs the process to know.
  public var kind: StateKind
  /// Values of the action's form that are codes, by field: outcome, receipt number, date.
  public var form: [String: String]?
  /// The action that this one takes back, for ``ActionKey/undo``: it does not count as done any more.
  public var undoes: ActionKey?
  /// Reason, result, note …, by field: erasable.
  public var words: [String: String]?

  private enum CodingKeys: String, CodingKey { case action, from, to, kind, form, undoes }

  /// A move.
  public init(
    action: ActionKey, from: StateKey, to: StateKey, kind: StateKind, form: [String: String] = [:],
    undoes: ActionKey? = nil, words: [String: String] = [:]
  ) {
    self.action = action
    self.from = from
    self.to = to
    self.kind = kind
    self.form = form.isEmpty ? nil : form
    self.undoes = undoes
    self.words = words.isEmpty ? nil : words
  }
}

extension ActionKey {
  /// The move that takes another one back. No process defines it; the order is where it was before.
  public static let undo: ActionKey = "undo"
  /// The move that ends a merging. No process defines it; the order is where it was before.
  public static let unmerge: ActionKey = "unmerge"
}
