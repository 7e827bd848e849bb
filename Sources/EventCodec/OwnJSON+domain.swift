import Domain
import FoundationEssentials

// Members of an object: a key and a value of ours. What the value's own type refuses, Foundation shall refuse in its words.
extension OwnJSON {
  mutating func text(_ key: String) throws(Unexpected) -> String {
    try self.key(key)
    return try text()
  }

  mutating func text(ifThere key: String) throws(Unexpected) -> String? {
    has(key) ? try text() : nil
  }

  mutating func number(_ key: String) throws(Unexpected) -> Int {
    try self.key(key)
    return try number()
  }

  mutating func number(ifThere key: String) throws(Unexpected) -> Int? {
    has(key) ? try number() : nil
  }

  mutating func name<Thing>(_ key: String) throws(Unexpected) -> Key<Thing> {
    Key(rawValue: try text(key))
  }

  mutating func name<Thing>(ifThere key: String) throws(Unexpected) -> Key<Thing>? {
    try text(ifThere: key).map(Key.init(rawValue:))
  }

  mutating func code<Value: RawRepresentable<String>>(ifThere key: String) throws(Unexpected) -> Value? {
    guard let text = try text(ifThere: key) else { return nil }
    guard let value = Value(rawValue: text) else { throw Unexpected() }
    return value
  }

  mutating func flag(ifThere key: String) throws(Unexpected) -> Bool? {
    has(key) ? try flag() : nil
  }

  mutating func unit(ifThere key: String) throws(Unexpected) -> UnitKey? {
    guard let text = try text(ifThere: key) else { return nil }
    return try Self.unit(text)
  }

  mutating func code<Value: RawRepresentable<String>>(_ key: String) throws(Unexpected) -> Value {
    guard let value = Value(rawValue: try text(key)) else { throw Unexpected() }
    return value
  }

  mutating func orderNumber() throws(Unexpected) -> OrderNumber {
    guard let number = OrderNumber(try text()) else { throw Unexpected() }
    return number
  }

  mutating func unit(_ key: String) throws(Unexpected) -> UnitKey {
    try Self.unit(try text(key))
  }

  private static func unit(_ text: String) throws(Unexpected) -> UnitKey {
    // It takes blanks away, which a stored code keeps.
    guard let unit = UnitKey(text), unit.rawValue.utf8.count == text.utf8.count else { throw Unexpected() }
    return unit
  }

  mutating func instant(_ key: String) throws(Unexpected) -> Date {
    guard let date = InstantText.parseUTC(try text(key)) else { throw Unexpected() }
    return date
  }

  mutating func instant(ifThere key: String) throws(Unexpected) -> Date? {
    guard has(key) else { return nil }
    guard let date = InstantText.parseUTC(try text()) else { throw Unexpected() }
    return date
  }

  mutating func party(ifThere key: String) throws(Unexpected) -> PartyID? {
    guard has(key) else { return nil }
    guard let id = UUID(uuidString: try text()) else { throw Unexpected() }
    return PartyID(id)
  }
}
