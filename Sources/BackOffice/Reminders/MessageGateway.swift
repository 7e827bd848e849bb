import FoundationEssentials
import Projections

/// Where messages go. Handing over may happen again after a crash; the key lets the receiver drop the repeat.
public protocol MessageGateway: Sendable {
  /// Hands messages over, in order.
  ///
  /// - Returns: the keys of those that were taken, and why of those that were not. A gateway that gives up says so and
  ///   leaves the rest in neither.
  func deliver(_ messages: [Outbox.Message]) async throws -> Delivery
}

/// What a gateway made of some messages.
public struct Delivery: Sendable {
  /// Taken over.
  public var delivered: [UUID] = []
  /// Not taken over.
  public var failures: [(key: UUID, reason: HandoverReason)] = []
  /// Nobody takes anything at the other end now: what is left is for the next run.
  public var gaveUp = false
}

/// A message as the receiver gets it.
struct MessageBody: Encodable {
  let key: String
  let order: String
  let orderKey: String?
  let rule: String
  let clock: String
  let level: Int
  let dueAt: Date
  let plannedFor: Date
  let firedAt: Date
  let to: [String]
  let unit: String?
  let category: String?
  let title: String?

  init(_ message: Outbox.Message) {
    key = message.key.uuidString.lowercased()
    order = "\(message.no)"
    orderKey = message.orderKey
    rule = message.rule
    clock = message.clock
    level = message.level
    dueAt = message.dueAt
    plannedFor = message.plannedFor
    firedAt = message.firedAt
    to = message.recipients
    unit = message.unit
    category = message.category
    title = message.title
  }

  static func json(_ message: Outbox.Message) throws -> Data { try encoder.encode(MessageBody(message)) }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }()
}
