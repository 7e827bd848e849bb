import Dispatch
import Domain
import FoundationEssentials
import Projections

/// Posts each message as JSON to an address, with its key as `Idempotency-Key`; any answer of 200 to 299 means "taken".
///
/// An address that twice in a row does not answer, or answers 408, 425, 429 or 500 and above, is given up for this run. Any
/// other answer is about the one message: it is noted, and the next is posted.
public struct WebhookGateway: MessageGateway {
  private let address: String
  private let timeout: Duration

  /// - Parameter address: `http://` or `https://`.
  public init(address: String, timeout: Duration = .seconds(10)) {
    self.address = address
    self.timeout = timeout
  }

  /// Posts the messages one after the other over one connection, on a thread of its own.
  public func deliver(_ messages: [Outbox.Message]) async throws -> Delivery {
    try await hand(over: messages.map { (key: $0.key, json: [UInt8](try MessageBody.json($0))) })
  }

  /// The same for messages that are written already.
  func hand(over bodies: [(key: UUID, json: [UInt8])]) async throws -> Delivery {
    let (address, timeout) = (address, timeout)
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "hotline.webhook").async {
        continuation.resume(with: Result { try Self.post(bodies, to: address, timeout) })
      }
    }
  }

  private static func post(
    _ bodies: [(key: UUID, json: [UInt8])], to address: String, _ timeout: Duration
  ) throws -> Delivery {
    guard let transfer = CurlTransfer(address, timeout) else {
      throw OfficeError.unusable(field: "webhook", value: WebAddress(address).shown, reason: "libcurl does not start")
    }
    var delivery = Delivery()
    var outagesInARow = 0
    for body in bodies {
      let key = body.key.uuidString.lowercased()
      switch transfer.post(body.json, headers: ["Content-Type: application/json", "Idempotency-Key: \(key)"]) {
      case .taken:
        delivery.delivered.append(body.key)
        outagesInARow = 0
      case .refused(let reason):
        delivery.failures.append((body.key, reason))
        outagesInARow = 0
      case .unavailable(let reason):
        delivery.failures.append((body.key, reason))
        outagesInARow += 1
      }
      if outagesInARow == 2 {
        delivery.gaveUp = true
        break
      }
    }
    return delivery
  }
}
