import CCurl
import Domain
import FoundationEssentials

/// One libcurl handle for one address: messages and files are posted to it, or a letter is sent.
@safe
struct CurlTransfer: ~Copyable {
  private let handle: OpaquePointer
  private let address: WebAddress

  /// `nil` where libcurl does not start.
  init?(_ address: String, _ timeout: Duration) {
    guard let handle = unsafe curl_easy_init() else { return nil }
    unsafe self.handle = OpaquePointer(handle)
    self.address = WebAddress(address)
    set(CURLOPT_URL, address)
    set(CURLOPT_TIMEOUT_MS, Int(timeout / .milliseconds(1)))
    set(CURLOPT_NOSIGNAL, 1)
    // What a mail server sends beside its answers is of no use; without a writer libcurl would print it.
    unsafe hotline_curl_set_writer(pointer, { _, size, count, _ in size * count }, nil)
  }

  deinit { unsafe curl_easy_cleanup(pointer) }

  private var pointer: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(handle) }

  /// Posts bytes as they are; several go over one connection.
  func post(_ body: [UInt8], headers lines: [String]) -> Handover {
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    var headers: UnsafeMutablePointer<curl_slist>?
    // Without the last one libcurl would ask first, and wait a second for receivers that do not know that.
    for line in lines + ["Expect:"] { unsafe headers = curl_slist_append(headers, line) }
    defer { unsafe curl_slist_free_all(headers) }
    unsafe hotline_curl_set_list(pointer, CURLOPT_HTTPHEADER, headers)
    set(CURLOPT_POSTFIELDSIZE, body.count)
    let answer = AnswerBody()
    let code = withExtendedLifetime(answer) {
      unsafe hotline_curl_set_writer(
        pointer,
        { bytes, size, count, context in
          if let bytes = unsafe bytes, let context = unsafe context {
            let answer = unsafe Unmanaged<AnswerBody>.fromOpaque(context).takeUnretainedValue()
            unsafe answer.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
          }
          return size * count
        }, Unmanaged.passUnretained(answer).toOpaque())
      return unsafe body.withUnsafeBytes { bytes -> CURLcode in
        // libcurl reads the bytes during the transfer, which ends inside this closure.
        unsafe hotline_curl_set_string(
          pointer, CURLOPT_POSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        return unsafe curl_easy_perform(pointer)
      }
    }
    guard code == CURLE_OK else { return .unavailable(Self.reason(code)) }
    return Handover(httpStatus: status, said: answer.firstLine.map { address.hidden(in: $0) })
  }

  /// Sends a letter.
  func send(_ letter: [UInt8], from sender: String, to receiver: String) -> Handover {
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    // Encrypted wherever the server can.
    set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
    set(CURLOPT_MAIL_FROM, "<\(sender)>")
    let receivers = unsafe curl_slist_append(nil, "<\(receiver)>")
    defer { unsafe curl_slist_free_all(receivers) }
    unsafe hotline_curl_set_list(pointer, CURLOPT_MAIL_RCPT, receivers)
    set(CURLOPT_UPLOAD, 1)
    let (source, answers) = (LetterSource(letter), ServerAnswers())
    let code = withExtendedLifetime((source, answers)) {
      unsafe hotline_curl_set_header_writer(
        pointer,
        { bytes, size, count, context in
          if let bytes = unsafe bytes, let context = unsafe context {
            let answers = unsafe Unmanaged<ServerAnswers>.fromOpaque(context).takeUnretainedValue()
            unsafe answers.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
          }
          return size * count
        }, Unmanaged.passUnretained(answers).toOpaque())
      unsafe hotline_curl_set_reader(
        pointer,
        { bytes, size, count, context in
          guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
          let letter = unsafe Unmanaged<LetterSource>.fromOpaque(context).takeUnretainedValue()
          return unsafe letter.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }, Unmanaged.passUnretained(source).toOpaque())
      return unsafe curl_easy_perform(pointer)
    }
    guard code != CURLE_OK else { return .taken }
    guard let refusal = answers.refusal else { return .unavailable(Self.reason(code)) }
    let reason = HandoverReason.mail(address.hidden(in: refusal))
    // RFC 5321, 4.2.1: 5yz is for good, 4yz for now. What broke off afterwards says nothing of the letter.
    let brokeOff = [CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR, CURLE_GOT_NOTHING].contains(code)
    return refusal.hasPrefix("5") && !brokeOff ? .refused(reason) : .unavailable(reason)
  }

  private static func reason(_ code: CURLcode) -> HandoverReason {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: .trouble(.unknownHost)
    case CURLE_COULDNT_CONNECT: .trouble(.notConnected)
    case CURLE_OPERATION_TIMEDOUT: .trouble(.timedOut)
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE: .trouble(.brokeOff)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED: .trouble(.notSecured)
    default: .other(unsafe String(cString: curl_easy_strerror(code)))
    }
  }

  private var status: Int {
    var status = 0
    unsafe hotline_curl_response_code(pointer, &status)
    return status
  }

  private func set(_ option: CURLoption, _ value: String) { unsafe hotline_curl_set_string(pointer, option, value) }
  private func set(_ option: CURLoption, _ value: Int) { unsafe hotline_curl_set_long(pointer, option, value) }
}

/// A letter while libcurl takes it piece by piece.
private final class LetterSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let piece = rest.prefix(buffer.count)
    unsafe buffer.copyBytes(from: piece)
    rest = rest.dropFirst(piece.count)
    return piece.count
  }
}
