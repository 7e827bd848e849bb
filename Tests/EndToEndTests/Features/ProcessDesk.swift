import FoundationEssentials
import Testing

/// An office whose processes are worked with: what the tests of processes say again and again.
struct ProcessDesk: Sendable {
  let office: Office

  /// One for all tests that do not mind one another.
  static let shared = Task { ProcessDesk(office: try await Office.onTestServer()) }

  struct Order: Decodable {
    let no, process, state, kind: String
    let key, parent, category, dueAt, finishedAt, openedAt: String?
    let processVersion: Int
  }

  struct Answer: Decodable { let field, value, words, by: String }

  private struct Event: Decodable { let stream, type: String }

  /// Publishes what is written, as the file of the name.
  func publish(_ yaml: String, as name: String, kind: String = "process") async throws {
    try await office.expect(0, kind, "publish", try office.write(yaml, to: "\(name).yaml"))
  }

  /// Opens an order, and tells its number: the first, where others follow from it.
  func open(_ process: String, _ more: String...) async throws -> String {
    let events = try await office.expect(
      0, ["order", "open", "--process", process, "--format", "ndjson"] + more
    ).ndjson(Event.self)
    let numbers = events.filter { $0.type.hasPrefix("order.opened") }.map { String($0.stream.dropFirst(6)) }
    return try #require(numbers.min())
  }

  /// Does an action, and expects a status.
  @discardableResult
  func act(_ no: String, _ action: String, _ more: String..., status: Int32 = 0) async throws -> Hotline.Ended {
    try await office.expect(status, ["order", "act", no, action] + more)
  }

  /// An order as the board has it.
  func order(_ no: String) async throws -> Order {
    try await office.expect(0, "order", "show", no, "--format", "json").json(Order.self)
  }

  /// The orders that an option of the list chooses.
  func orders(_ options: String...) async throws -> [Order] {
    try await office.expect(0, ["order", "list", "--format", "ndjson"] + options).ndjson(Order.self)
  }

  /// What is filled in on an order, by field.
  func form(_ no: String) async throws -> [String: Answer] {
    let answers = try await office.expect(0, "order", "form", no, "--format", "ndjson").ndjson(Answer.self)
    return Dictionary(answers.map { ($0.field, $0) }) { first, _ in first }
  }
}
