/// What a figure is: the definition that it was counted by, as it is printed under the figure's heading and listed at the
/// end of the report.
public struct ReportFormula: Sendable, Hashable {
  /// The measure and its version: `on-time-rate@1`. The same id is the same rule, for ever.
  public let id: String
  /// What the measure is called.
  public let name: Words
  /// How it is counted, in words or as a formula over other measures.
  public let rule: Words
  /// What it is counted over.
  public let base: Words?
  /// What stands there when the base is empty.
  public let whenEmpty: Words?

  /// A definition as people read it.
  public init(id: String, name: Words, rule: Words, base: Words? = nil, whenEmpty: Words? = nil) {
    self.id = id
    self.name = name
    self.rule = rule
    self.base = base
    self.whenEmpty = whenEmpty
  }
}
