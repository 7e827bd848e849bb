/// What a mail server says, line by line, while libcurl speaks with it.
final class ServerAnswers {
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
    for line in text.split(whereSeparator: \.isNewline) { lines.append(foreignLine(line, atMost: 500)) }
  }
}

/// What an HTTP server says below its status: only the beginning is kept.
final class AnswerBody {
  private var bytes: [UInt8] = []

  /// The first line with words in it, without the tags of a page; `nil` where there is none.
  var firstLine: String? {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).lazy
      .map { $0.replacing(#/(\s|<[^>]*>)+/#, with: " ") }
      .map { foreignLine($0, atMost: 200) }
      .first { !$0.isEmpty }
  }

  func take(_ piece: UnsafeRawBufferPointer) { unsafe bytes += piece.prefix(max(0, 4096 - bytes.count)) }
}

/// The words of somebody else's machine, as they may end up in a list: nothing that moves a cursor or turns the writing
/// round, and not without end.
private func foreignLine(_ line: some StringProtocol, atMost count: Int) -> String {
  let shown = line.unicodeScalars.filter { scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: scalar == "\t"
    default: true
    }
  }.map { $0 == "\t" ? " " : $0 }
  var text = String(String.UnicodeScalarView(shown)).drop { $0 == " " }
  while text.last == " " { text.removeLast() }
  return text.count > count ? text.prefix(count) + "…" : String(text)
}
