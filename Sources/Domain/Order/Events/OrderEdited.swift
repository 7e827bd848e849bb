/// Something recorded of an order was changed. Both values stay in the log: a change is another fact, not a better past.
public struct OrderEdited: Sendable, Equatable, Codable {
  /// A value before and after; `nil` for none.
  public struct Change: Sendable, Equatable, Codable {
    /// Before.
    public var from: String?
    /// After.
    public var to: String?

    /// A change.
    public init(from: String?, to: String?) {
      self.from = from
      self.to = to
    }
  }

  /// What is changed that is a code: `category`, `priority`, `area`, `secret`, or `form.NAME` for a field of the form.
  public var codes: [String: Change]
  /// What is changed that is in words: `title`, `address`, or a field of the form: erasable.
  public var words: [String: Change]?
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case codes }

  /// A change of codes, words or both.
  public init(codes: [String: Change] = [:], words: [String: Change] = [:], reason: String? = nil) {
    self.codes = codes
    self.words = words.isEmpty ? nil : words
    self.reason = reason
  }
}
