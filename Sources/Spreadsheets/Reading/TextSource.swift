/// A text file's characters in UTF-8, chunk by chunk, NULs left out; a chunk never ends inside a character.
struct TextSource: ~Copyable {
  struct Chunk {
    let bytes: [UInt8]
    let nulCount: Int
  }

  private let encoding: TextEncoding
  private var transcoder: Transcoder?
  /// Of UTF-8, the start of a character whose end comes with the next chunk.
  private var rest: [UInt8] = []
  private var skip: Int
  /// Bytes of the file before `rest`, and line ends so far: the place of an error.
  private var offset = 0
  private var lineCount = 0
  private var isAtEnd = false

  /// From the file's start.
  init(_ file: borrowing InputFile, encoding: TextEncoding, markLength: Int) throws(SpreadsheetError) {
    file.rewind()
    self.encoding = encoding
    skip = markLength
    offset = markLength
    if encoding != .utf8 {
      do throws(Transcoder.Unknown) {
        transcoder = try Transcoder(from: encoding.name)
      } catch {
        throw .unknownEncoding(file.path)
      }
    }
  }

  /// `nil` at the end.
  mutating func next(_ file: borrowing InputFile) throws(SpreadsheetError) -> Chunk? {
    guard !isAtEnd else { return nil }
    var bytes = try file.next()
    isAtEnd = bytes.isEmpty
    if skip > 0 {
      bytes.removeFirst(min(skip, bytes.count))
      skip = 0
      if bytes.isEmpty { isAtEnd = true }
    }
    let text = try decode(bytes, of: file)
    lineCount += text.count { $0 == UInt8(ascii: "\n") }
    guard text.contains(0) else { return Chunk(bytes: text, nulCount: 0) }
    let kept = text.filter { $0 != 0 }
    return Chunk(bytes: kept, nulCount: text.count - kept.count)
  }

  private mutating func decode(_ bytes: [UInt8], of file: borrowing InputFile) throws(SpreadsheetError) -> [UInt8] {
    do throws(Transcoder.Undecodable) {
      if transcoder != nil, let text = try transcoder?.decode(bytes) { return text }
    } catch {
      throw .undecodable(
        file.path, encoding: encoding.name, offset: offset + error.offset, line: lineCount + error.lineCount + 1)
    }
    return try validate(bytes, of: file)
  }

  /// UTF-8 as it is, once it is known to be that.
  private mutating func validate(_ bytes: [UInt8], of file: borrowing InputFile) throws(SpreadsheetError) -> [UInt8] {
    var text = rest.isEmpty ? bytes : rest + bytes
    rest = []
    if !isAtEnd {
      let whole = Self.wholeCharacters(text)
      rest = Array(text[whole...])
      text.removeLast(text.count - whole)
    }
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: text.span)
    } catch {
      let bad = error.byteOffsets.lowerBound
      let line = lineCount + text[..<bad].count { $0 == UInt8(ascii: "\n") } + 1
      throw .undecodable(file.path, encoding: encoding.name, offset: offset + bad, line: line)
    }
    offset += text.count
    return text
  }

  /// The length without a last character that may go on in the next chunk.
  static func wholeCharacters(_ text: [UInt8]) -> Int {
    for back in 1...3 where back <= text.count {
      let byte = text[text.count - back]
      if byte < 0x80 { break }
      guard byte >= 0xC0 else { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      return length > back ? text.count - back : text.count
    }
    return text.count
  }
}
