/// What a text file turned out to be, after one pass over all of it.
struct TextSurvey: Sendable {
  let encoding: TextEncoding
  /// Bytes of the byte order mark, left out when reading.
  let markLength: Int
  /// NUL characters, which are left out: no text has them, some machines write them.
  let nulCount: Int
  /// The first lines, for finding the delimiter.
  let head: [UInt8]

  private static let headSize = 1 << 18

  /// Order: the encoding given, byte order mark, UTF-16 by its NULs, strict UTF-8 over the whole file, then GB18030 if
  /// what it decodes to is plausible.
  init(_ file: borrowing InputFile, encoding given: TextEncoding?) throws(SpreadsheetError) {
    file.rewind()
    let start = try file.next()
    let (marked, markLength) = Self.mark(start)
    if let encoding = given ?? marked ?? Self.unmarkedUTF16(start) {
      self = try TextSurvey(file, as: encoding, markLength: marked == encoding ? markLength : 0)
      return
    }
    let notUTF8: SpreadsheetError
    do throws(SpreadsheetError) {
      self = try TextSurvey(file, as: .utf8, markLength: 0)
      return
    } catch .undecodable(let path, let encoding, let offset, let line) {
      notUTF8 = .undecodable(path, encoding: encoding, offset: offset, line: line)
    }
    guard try Self.isPlausiblyChinese(file) else { throw .unknownEncoding(file.path) }
    do throws(SpreadsheetError) {
      self = try TextSurvey(file, as: .gb18030, markLength: 0)
    } catch .undecodable(let path, let encoding, let offset, let line) {
      // Which of the two it was meant to be: the one that was right for longer.
      guard case .undecodable(_, _, let other, _) = notUTF8, other > offset else {
        throw .undecodable(path, encoding: encoding, offset: offset, line: line)
      }
      throw notUTF8
    }
  }

  private init(_ file: borrowing InputFile, as encoding: TextEncoding, markLength: Int) throws(SpreadsheetError) {
    var head: [UInt8] = []
    var nulCount = 0
    var source = try TextSource(file, encoding: encoding, markLength: markLength)
    while let text = try source.next(file) {
      nulCount += text.nulCount
      if head.count < Self.headSize { head += text.bytes.prefix(Self.headSize - head.count) }
    }
    self.encoding = encoding
    self.markLength = markLength
    self.nulCount = nulCount
    self.head = head
  }

  private static func mark(_ start: [UInt8]) -> (TextEncoding?, length: Int) {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if start.starts(with: [0xFF, 0xFE, 0, 0]) { return (TextEncoding("UTF-32LE"), 4) }
    if start.starts(with: [0, 0, 0xFE, 0xFF]) { return (TextEncoding("UTF-32BE"), 4) }
    if start.starts(with: [0xFF, 0xFE]) { return (.utf16LE, 2) }
    if start.starts(with: [0xFE, 0xFF]) { return (.utf16BE, 2) }
    return (nil, 0)
  }

  /// UTF-16 without a mark: the ASCII in it (delimiters, line ends, digits) has its NULs on one side, and makes half of the
  /// bytes, or stands among bytes that are no UTF-8. Stray NULs in other text do neither. A few NULs on the other side
  /// are Chinese: 一 is U+4E00.
  private static func unmarkedUTF16(_ start: [UInt8]) -> TextEncoding? {
    guard start.count % 2 == 0 else { return nil }
    var nuls = [0, 0]
    for (index, byte) in start.enumerated() where byte == 0 { nuls[index & 1] += 1 }
    guard min(nuls[0], nuls[1]) <= max(nuls[0], nuls[1]) / 8, nuls[0] + nuls[1] > start.count / 100 else { return nil }
    let isMostlyASCII = nuls[0] + nuls[1] >= start.count / 4
    let text = Array(start.prefix(TextSource.wholeCharacters(start)))
    guard isMostlyASCII || (try? UTF8Span(validating: text.span)) == nil else { return nil }
    return nuls[0] < nuls[1] ? .utf16LE : .utf16BE
  }

  /// Whether two-byte characters are mostly common Chinese ones: GB2312's punctuation (rows A1 to A3) and its first level of
  /// characters (B0 to D7), which make nine of ten in any text.
  ///
  /// Other encodings decode as GB18030 too, into rare characters. In Latin-1 an accented letter is followed by a plain one
  /// or lies above D7; Cyrillic and Japanese lie elsewhere, and half of Big5's common characters do.
  private static func isPlausiblyChinese(_ file: borrowing InputFile) throws(SpreadsheetError) -> Bool {
    file.rewind()
    var common = 0
    var rare = 0
    var lead: UInt8 = 0
    while true {
      let chunk = try file.next()
      guard !chunk.isEmpty else { break }
      for byte in chunk {
        if lead == 0 {
          if byte >= 0x80 { lead = byte }
        } else {
          let isCommon = (0xA1...0xA3).contains(lead) || (0xB0...0xD7).contains(lead)
          if isCommon, byte >= 0xA1 { common += 1 } else { rare += 1 }
          lead = 0
        }
      }
    }
    return common > rare
  }
}
