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
  /// How it came in: one of ``channels``, or of those that the process names.
  public var channel: String?
  /// Its number in another system.
  public var key: String?
  /// Where it is.
  public var address: String?
  /// What was said.
  public var text: String?
  /// How urgent it is.
  public var priority: OrderPriority?
  /// Where it lies, as a code of the region table; found by the address or the number where nothing is said.
  public var area: String?
  /// Whether only named readers see its words; as its process has it where nothing is said.
  public var isSecret: Bool?
  /// The fields of the process' form, as they were typed.
  public var form: [String: String] = [:]
  /// The files that came with it: the letter, the recording.
  public var files: [IntakeFile] = []
  /// When it was promised.
  public var promise: Date?
  /// When whoever has it wants to be reminded, should it be unfinished.
  public var remindAt: Date?
  /// The unit at which it was taken in.
  public var intake: UnitKey?
  /// Who gets it.
  public var unit: UnitKey?
  /// It goes out at once, by the dispatching action of its process: to `unit`, else to the unit of the caller's area, else to
  /// that of the category. Where none of these is known it waits for the dispatch room.
  public var isDispatched = false
  /// The caller: somebody of the book by id, number or customer number.
  public var party: String?
  /// The caller's number, as written.
  public var phone: String?
  /// The caller's mail address, as written.
  public var mail: String?
  /// The caller's name.
  public var name: String?
  /// What becomes of a name that the book has otherwise under that number.
  public var otherName = OtherName.keep
  /// Also for a caller who is blocked for this service.
  public var evenBlocked = false
  /// When it came in; the instant of the command where not given.
  public var openedAt: Date?

  /// What becomes of a name that the book has otherwise under the caller's number.
  public enum OtherName: String, Sendable, CaseIterable {
    /// The book keeps its own; the name is written on the order.
    case keep
    /// The book is mended.
    case correct
    /// It is somebody else, who shares the number.
    case another
  }

  /// The ways by which orders come in, where a process names none of its own.
  public static let channels = ["phone", "letter", "fax", "mail", "web", "recording", "visit", "message", "list"]

  /// An order of a process.
  public init(process: String) { self.process = process }

  /// What was said, as the fields that a process may need.
  var fields: Set<FieldKey> {
    func isSaid(_ text: String?) -> Bool { text.map { $0.contains { !$0.isWhitespace } } ?? false }
    let said: [FieldKey: Bool] = [
      "title": isSaid(title), "category": isSaid(category), "address": isSaid(address), "text": isSaid(text),
      "unit": unit != nil, "phone": phone != nil || party != nil, "name": name != nil || party != nil,
      "due": promise != nil, "key": key != nil,
    ]
    return Set(said.filter(\.value).keys)
  }
}

/// A file that came with an order.
public struct IntakeFile: Sendable {
  /// Where it lies; it stays there.
  public let path: String
  /// What it is to the order.
  public let purpose: OrderFileAttached.Purpose
  /// Where its content goes.
  public let contents: ContentStore

  /// A file.
  public init(_ path: String, _ purpose: OrderFileAttached.Purpose, in contents: ContentStore) {
    self.path = path
    self.purpose = purpose
    self.contents = contents
  }

  /// The event that puts it to an order. Reads all of the file.
  func attached() throws(ContentError) -> OrderFileAttached {
    let (content, byteCount) = try ContentStore.digest(of: path)
    let name = path.split(separator: "/").last.map(String.init)
    return OrderFileAttached(
      content: content, byteCount: byteCount, mediaType: MediaType.ofName(name ?? ""), purpose: purpose, name: name)
  }
}

/// What is wrong with what somebody said when an order was to be opened.
public enum OpeningProblem: Sendable, Equatable {
  /// The process needs it.
  case missing(FieldKey)
  /// A field of the form.
  case form(Form.Problem)
  /// It does not come in so.
  case channel(String, known: [String])
  /// Nothing of the tree, or no end of a branch of it.
  case category(String, tree: CategoriesKey, choices: [String])
  /// No area of the region tables.
  case area(String, known: [String])
  /// The process computes its due times.
  case noPromise
  /// It would have come in at a time that is yet to come.
  case notYet
}
