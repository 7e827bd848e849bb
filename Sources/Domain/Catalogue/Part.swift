import FoundationEssentials

/// One thing that the catalogue says of a part.
public enum PartField: String, EntryField, Codable, CodingKeyRepresentable {
  /// As it is called.
  case name
  /// The models it fits.
  case models
  /// What it is counted in: piece, metre.
  case unit
  /// What one costs.
  case price
  /// Its number with the supplier.
  case supplierNumber = "supplier-number"
  /// Anything else.
  case remark

  /// What its text holds.
  public var shape: EntryText {
    switch self {
    case .name, .unit, .supplierNumber: .line
    case .models: .list("; ")
    case .price: .money
    case .remark: .lines
    }
  }
}

/// What can have happened to a part of the catalogue.
public enum PartEvent: Sendable, Equatable {
  /// It came into the catalogue, or back into it.
  case listed(PartListed)
  /// What the catalogue says of it was mended.
  case corrected(PartCorrected)
  /// It was taken out.
  case withdrawn(EntryWithdrawn)
}

/// A part came into the catalogue.
public struct PartListed: Sendable, Equatable, Codable {
  /// What the catalogue says of it; no empty texts.
  public var values: [PartField: String]

  /// A part with what is known of it.
  public init(_ values: [PartField: String]) { self.values = values }
}

/// What the catalogue says of a part was mended.
public struct PartCorrected: Sendable, Equatable, Codable {
  /// By field: before and now.
  public var changes: [PartField: FieldChange]

  /// A correction of at least one field.
  public init(_ changes: [PartField: FieldChange]) { self.changes = changes }
}

/// A part of the catalogue, as its events have made it. What lies in which depot is not here.
public struct Part: Sendable, Equatable {
  /// Its number.
  public let number: EntryKey
  /// What the catalogue says of it; no empty texts.
  public private(set) var values: [PartField: String] = [:]
  /// Whether anything ever happened to it.
  public private(set) var isKnown = false
  /// How it was taken out; `nil` while it is in the catalogue.
  public private(set) var withdrawal: EntryWithdrawn?

  /// A part of which nothing is known.
  public init(_ number: EntryKey) { self.number = number }

  /// Whether the catalogue has it.
  public var isListed: Bool { isKnown && withdrawal == nil }

  /// Takes in what happened.
  public mutating func evolve(_ event: PartEvent) {
    isKnown = true
    switch event {
    case .listed(let listed):
      values = listed.values
      withdrawal = nil
    case .corrected(let corrected): for (field, change) in corrected.changes { values[field] = change.new }
    case .withdrawn(let gone): withdrawal = gone
    }
  }

  /// Brings it into the catalogue, or back into it.
  public func list(_ typed: [PartField: String]) throws(EntryRefusal) -> [PartEvent] {
    guard !isListed else { throw .taken(number) }
    return [.listed(PartListed(try PartField.read(typed).filter { !$1.isEmpty }))]
  }

  /// Mends what is said of it; an empty text takes a field away. None where all of it is said already.
  public func correct(_ typed: [PartField: String]) throws(EntryRefusal) -> [PartEvent] {
    try requireListed()
    return correction(try PartField.read(typed))
  }

  /// Takes it out of the catalogue.
  public func withdraw(_ gone: EntryWithdrawn) throws(EntryRefusal) -> [PartEvent] {
    try requireListed()
    return [.withdrawn(gone)]
  }

  func correction(_ wanted: [PartField: String]) -> [PartEvent] {
    var changes: [PartField: FieldChange] = [:]
    for (field, text) in wanted where values[field] ?? "" != text {
      changes[field] = FieldChange(old: values[field], new: text.isEmpty ? nil : text)
    }
    return changes.isEmpty ? [] : [.corrected(PartCorrected(changes))]
  }

  private func requireListed() throws(EntryRefusal) {
    guard isKnown else { throw .unknown(number.rawValue, nearest: nil) }
    guard withdrawal == nil else { throw .withdrawn(number) }
  }
}

extension EntryField {
  /// Texts in the spelling in which they are stored.
  static func read(_ typed: [Self: String]) throws(EntryRefusal) -> [Self: String] {
    var texts: [Self: String] = [:]
    for (field, text) in typed {
      guard let read = field.shape.read(text) else {
        throw .unfit(field: field.rawValue, value: text, field.shape)
      }
      texts[field] = read
    }
    return texts
  }
}
