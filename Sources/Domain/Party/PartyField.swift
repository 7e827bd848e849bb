/// One thing that the book says of a party, beside how it is reached.
public enum PartyField: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// `person` or `organisation`.
  case kind
  /// As it is called.
  case name
  /// Where it is.
  case address
  /// Its number with us or in the customers' system.
  case customerNumber = "customer-number"
  /// The group of customers it belongs to.
  case category
  /// What it pays by.
  case tariff
  /// What it has of us.
  case product
  /// The area it lives in, by the key of the region table.
  case area
  /// How it wants to be treated, in words.
  case preference
  /// Anything else, in words.
  case note

  /// A code stays in the log for ever; the others are words that name the person, and are erased with it.
  public var isCode: Bool {
    switch self {
    case .kind, .category, .tariff, .product, .area: true
    case .name, .address, .customerNumber, .preference, .note: false
    }
  }

  /// Whether a value can be stored for it. Codes have at most 40 letters (of any script), digits and `-_./`, so that no
  /// sentence passes; `kind` has its two.
  public func allows(_ value: String) -> Bool {
    guard isCode else { return true }
    if self == .kind { return PartyRegistered.Kind(rawValue: value) != nil }
    return (1...40).contains(value.count)
      && value.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
  }
}

/// What a field said before and says now; `nil` for nothing.
public struct FieldChange: Sendable, Equatable, Codable {
  /// Before.
  public var old: String?
  /// Now.
  public var new: String?

  /// A change.
  public init(old: String?, new: String?) {
    self.old = old
    self.new = new
  }
}

/// What the book says of a party was mended, or learned.
public struct PartyCorrected: Sendable, Equatable, Codable {
  /// Which fields, by name: known even when the words were erased.
  public var fields: [PartyField]
  /// The changes of those that are codes.
  public var codes: [PartyField: FieldChange]?
  /// The changes of the others: erasable.
  public var words: [PartyField: FieldChange]?

  private enum CodingKeys: CodingKey { case fields, codes }

  /// A correction of at least one field.
  public init(_ changes: [PartyField: FieldChange]) {
    fields = changes.keys.sorted { $0.rawValue < $1.rawValue }
    let codes = changes.filter(\.key.isCode)
    let words = changes.filter { !$0.key.isCode }
    self.codes = codes.isEmpty ? nil : codes
    self.words = words.isEmpty ? nil : words
  }

  /// All changes that are still known.
  public var changes: [PartyField: FieldChange] { (codes ?? [:]).merging(words ?? [:]) { $1 } }
}
