import Domain
import FoundationEssentials

/// What somebody says when an order is opened.
public struct NewOrder: Sendable {
  /// The process: `complaint`.
  public var process: String
  /// One line.
  public var title: String?
  /// What it is about.
  public var category: String?
  /// How it came in.
  public var channel: String?
  /// Its number in another system.
  public var key: String?
  /// Where it is.
  public var address: String?
  /// What was said.
  public var text: String?
  /// When it was promised.
  public var promise: Date?
  /// When whoever has it wants to be reminded, should it be unfinished.
  public var remindAt: Date?
  /// Who gets it.
  public var unit: UnitKey?
  /// The caller's number, as written.
  public var phone: String?
  /// The caller's name.
  public var name: String?
  /// When it came in; the instant of the command where not given.
  public var openedAt: Date?

  /// An order of a process.
  public init(process: String) { self.process = process }

  /// What was said, as the fields that a process may need.
  var fields: Set<FieldKey> {
    let said: [FieldKey: Bool] = [
      "title": title != nil, "category": category != nil, "address": address != nil, "text": text != nil,
      "unit": unit != nil, "phone": phone != nil, "name": name != nil, "due": promise != nil, "key": key != nil,
    ]
    return Set(said.filter(\.value).keys)
  }
}
