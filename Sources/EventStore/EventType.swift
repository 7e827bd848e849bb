/// The stored name of a kind of event and the version of its shape: `order.opened`, 1.
///
/// A stored name is for ever; a changed shape is a new ``schema`` with an upcast in the codec.
public struct EventType: Hashable, Sendable, CustomStringConvertible {
  /// The name, lower case with dots: `order.opened`.
  public let name: String
  /// The version of the shape of `data` and `personal`, from 1.
  public let schema: Int16

  /// A type by its name and shape.
  public init(_ name: String, schema: Int16 = 1) {
    self.name = name
    self.schema = schema
  }

  /// `order.opened.v1`
  public var description: String { "\(name).v\(schema)" }
}
