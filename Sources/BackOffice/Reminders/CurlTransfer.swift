import CCurl
import FoundationEssentials

/// One libcurl handle for one file: posted to an HTTP address, or sent to a letter box.
@safe
struct FileTransfer: ~Copyable {
  private let handle: OpaquePointer

  /// `nil` where libcurl does not start.
  init?(_ address: String, _ timeout: Duration) {
    guard let handle = unsafe curl_easy_init() else { return nil }
    unsafe self.handle = OpaquePointer(handle)
    set(CURLOPT_URL, address)
    set(CURLOPT_TIMEOUT_MS, Int(timeout / .milliseconds(1)))
    set(CURLOPT_NOSIGNAL, 1)
    // What is answered is of no use; without a writer libcurl would print it.
    unsafe hotline_curl_set_writer(pointer, { _, size, count, _ in size * count }, nil)
  }

  deinit { unsafe curl_easy_cleanup(pointer) }

  private var pointer: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(handle) }

  /// Posts the file as it is; `nil` where it was taken.
  func post(_ parcel: ReportParcel) -> String? {
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    var headers: UnsafeMutablePointer<curl_slist>?
    let lines = [
      "Content-Type: \(parcel.mediaType)", "Idempotency-Key: \(parcel.key.uuidString.lowercased())",
      "X-Hotline-Schedule: \(parcel.schedule)", "X-Hotline-Slot: \(parcel.slot.formatted(.iso8601))",
      "X-Hotline-Name: \(parcel.name)", "X-Hotline-Checksum: \(parcel.content)",
      "X-Hotline-Position: \(parcel.position)", "Expect:",
    ]
    for line in lines { unsafe headers = curl_slist_append(headers, line) }
    defer { unsafe curl_slist_free_all(headers) }
    unsafe hotline_curl_set_list(pointer, CURLOPT_HTTPHEADER, headers)
    set(CURLOPT_POSTFIELDSIZE, parcel.bytes.count)
    let code = unsafe parcel.bytes.withUnsafeBytes { bytes -> CURLcode in
      // libcurl reads the bytes during the transfer, which ends inside this closure.
      unsafe hotline_curl_set_string(
        pointer, CURLOPT_POSTFIELDS, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
      return unsafe curl_easy_perform(pointer)
    }
    guard code == CURLE_OK else { return unsafe String(cString: curl_easy_strerror(code)) }
    return (200..<300).contains(status) ? nil : "the receiver answered \(status)"
  }

  /// Sends a letter; `nil` where the server took it.
  func send(_ letter: [UInt8], from sender: String, to receiver: String) -> String? {
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
    guard code == CURLE_OK else {
      let reason = unsafe String(cString: curl_easy_strerror(code))
      return answers.refusal.map { "the mail server answered: \($0)" } ?? reason
    }
    return nil
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

/// What a mail server says, line by line, while libcurl speaks with it.
private final class ServerAnswers {
  private var lines: [String] = []

  /// The lines of the last answer that refuses (RFC 5321, 4.2: 4yz and 5yz), on one; `nil` where nothing was refused. A
  /// farewell may stand behind it.
  var refusal: String? {
    guard let end = lines.lastIndex(where: { $0.hasPrefix("4") || $0.hasPrefix("5") }) else { return nil }
    let code = lines[end].prefix(3)
    let said = lines[...end].reversed().prefix { $0.hasPrefix(code) }.reversed()
    return "\(code) \(said.map { $0.dropFirst(4) }.joined(separator: " "))"
  }

  func take(_ bytes: UnsafeRawBufferPointer) {
    let text = unsafe String(decoding: bytes, as: UTF8.self)
    for line in text.split(whereSeparator: \.isNewline) {
      // Only what a screen shows: the words of somebody else's machine end up in a list.
      lines.append(
        String(
          String.UnicodeScalarView(line.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }).prefix(500)))
    }
  }
}
