/// A part, work or a fee was put on an order.
public struct OrderLineAdded: Sendable, Equatable, Codable {
  /// What a line is about.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case part, labour, fee
  }

  /// Its place on the order, from 1; never used again.
  public var line: Int
  /// What it is about.
  public var kind: Kind
  /// The part's or work's code.
  public var item: String
  /// How many, in thousandths: 1500 is an hour and a half.
  public var quantityThousandths: Int
  /// The price of one, in hundredths of the office's currency; `nil` where it is not known.
  public var unitPriceHundredths: Int?

  /// A line.
  public init(line: Int, kind: Kind, item: String, quantityThousandths: Int, unitPriceHundredths: Int? = nil) {
    self.line = line
    self.kind = kind
    self.item = item
    self.quantityThousandths = quantityThousandths
    self.unitPriceHundredths = unitPriceHundredths
  }
}

/// A line was taken off an order.
public struct OrderLineVoided: Sendable, Equatable, Codable {
  /// Which.
  public var line: Int
  /// Why: erasable.
  public var reason: String?

  private enum CodingKeys: CodingKey { case line }

  /// The end of a line.
  public init(line: Int, reason: String? = nil) {
    self.line = line
    self.reason = reason
  }
}
