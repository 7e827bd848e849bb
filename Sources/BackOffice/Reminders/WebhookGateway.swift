import CCurl
import Dispatch
import FoundationEssentials
import Projections

/// Posts each message as JSON to an address, with its key as `Idempotency-Key`; any answer of 200 to 299 means "taken".
///
/// An address that twice in a row does not answer, or answers 429 or 500 and above, is given up for this run. Any other
/// answer is about the one message: it is noted, and the next is posted.
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
    let transfer = try CurlTransfer(address: address, timeout: timeout)
    var delivery = Delivery()
    var outagesInARow = 0
    for body in bodies {
      let key = body.key.uuidString.lowercased()
      switch transfer.post(body.json, idempotencyKey: key) {
      case .taken:
        delivery.delivered.append(body.key)
        outagesInARow = 0
      case .refused(let reason):
        delivery.failures.append((body.key, reason))
        outagesInARow = 0
      case .outage(let reason):
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

/// What became of one post.
private enum PostResult {
  case taken
  /// The receiver does not want this message.
  case refused(String)
  /// The receiver is not there, or takes nothing now.
  case outage(String)

  init(status: Int) {
    self =
      switch status {
      case 200..<300: .taken
      case 429, 500...: .outage("the receiver answered \(status)")
      default: .refused("the receiver answered \(status)")
      }
  }
}

/// One libcurl handle, kept for all messages so that the connection is.
@safe private struct CurlTransfer: ~Copyable {
  private let handle: OpaquePointer

  init(address: String, timeout: Duration) throws {
    guard let handle = unsafe curl_easy_init() else {
      throw OfficeError.unusable(field: "webhook", value: address, reason: "libcurl does not start")
    }
    unsafe self.handle = OpaquePointer(handle)
    set(CURLOPT_URL, address)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_TIMEOUT_MS, Int(timeout / .milliseconds(1)))
    set(CURLOPT_NOSIGNAL, 1)
    // What the receiver answers is of no use; without a writer libcurl would print it.
    unsafe hotline_curl_set_writer(pointer, { _, size, count, _ in size * count }, nil)
  }

  deinit { unsafe curl_easy_cleanup(pointer) }

  private var pointer: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(handle) }

  func post(_ body: [UInt8], idempotencyKey: String) -> PostResult {
    var headers = unsafe curl_slist_append(nil, "Content-Type: application/json")
    unsafe headers = curl_slist_append(headers, "Idempotency-Key: \(idempotencyKey)")
    defer { unsafe curl_slist_free_all(headers) }
    unsafe hotline_curl_set_list(pointer, CURLOPT_HTTPHEADER, headers)
    set(CURLOPT_POSTFIELDSIZE, body.count)
    let code = unsafe body.withUnsafeBytes { bytes -> CURLcode in
      // libcurl reads the bytes during the transfer, which ends inside this closure.
      unsafe hotline_curl_set_string(
        pointer, CURLOPT_POSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
      return unsafe curl_easy_perform(pointer)
    }
    guard code == CURLE_OK else { return .outage(unsafe String(cString: curl_easy_strerror(code))) }
    var status = 0
    unsafe hotline_curl_response_code(pointer, &status)
    return PostResult(status: status)
  }

  private func set(_ option: CURLoption, _ value: String) { unsafe hotline_curl_set_string(pointer, option, value) }
  private func set(_ option: CURLoption, _ value: Int) { unsafe hotline_curl_set_long(pointer, option, value) }
}
