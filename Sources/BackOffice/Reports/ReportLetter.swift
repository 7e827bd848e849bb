import FoundationEssentials

/// A report's file as a letter: RFC 5322 with two parts of RFC 2045, a few words and the file.
struct ReportLetter {
  let bytes: [UInt8]

  init(_ parcel: ReportParcel, from sender: String, to receiver: String) {
    let key = parcel.key.uuidString.lowercased()
    let boundary = "=_hotline_\(key)"
    let name = Self.encoded(parcel.name)
    var lines = [
      "From: <\(Self.line(sender))>", "To: <\(Self.line(receiver))>", "Subject: \(Self.encoded(parcel.subject))",
      // When it is sent (RFC 5322, 3.6.1): an old date is a spam filter's. That a repeat is one, its Message-ID says.
      "Date: \(Self.date(parcel.sentAt))", "Message-ID: <\(key)@hotline>", "MIME-Version: 1.0",
      "X-Hotline-Checksum: \(parcel.content)", "Content-Type: multipart/mixed; boundary=\"\(boundary)\"", "",
      "--\(boundary)", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
    ]
    lines += Self.base64(Array(parcel.words.map { "\(Self.line($0))\r\n" }.joined().utf8))
    lines += [
      "--\(boundary)", "Content-Type: \(parcel.mediaType); name=\"\(name)\"", "Content-Transfer-Encoding: base64",
      "Content-Disposition: attachment; filename=\"\(name)\"", "",
    ]
    lines += Self.base64(parcel.bytes)
    lines += ["--\(boundary)--", ""]
    bytes = Array(lines.joined(separator: "\r\n").utf8)
  }

  /// Nothing that would begin another header.
  private static func line(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.value < 0x20 ? " " : Character($0) })
  }

  /// RFC 2047, in words of 45 bytes cut between characters; plain where it is ASCII.
  private static func encoded(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
    var words: [[UInt8]] = [[]]
    for character in text {
      let more = Array(String(character).utf8)
      if words[words.count - 1].count + more.count > 45 { words.append([]) }
      words[words.count - 1] += more
    }
    return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  /// Lines of 76 characters.
  private static func base64(_ bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 57).map { start in
      Data(bytes[start..<min(start + 57, bytes.count)]).base64EncodedString()
    }
  }

  /// `Mon, 02 Nov 2026 08:00:00 +0000`
  private static func date(_ date: Date) -> String {
    let seconds = Int(date.timeIntervalSince1970.rounded(.down))
    let iso = date.formatted(.iso8601)
    let parts = iso.prefix(10).split(separator: "-")
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    guard parts.count == 3, let month = Int(parts[1]), (1...12).contains(month) else { return iso }
    let day = days[((seconds / 86_400) % 7 + 7) % 7]
    return "\(day), \(parts[2]) \(months[month - 1]) \(parts[0]) \(iso.dropFirst(11).prefix(8)) +0000"
  }
}
