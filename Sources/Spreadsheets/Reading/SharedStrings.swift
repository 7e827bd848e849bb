/// The texts that cells refer to by index, as bytes: a million Swift strings would take several times more.
///
/// The bytes lie in pages, each text whole in one, its length before it; a growing array would need twice its size while
/// it moves. Places are page and offset in one number:
///
///     pages[0]  06 电话 09 电话号 …      places  0x0000000, 0x0000007, …
///     pages[1]  …                        places  0x0100000, …
struct SharedStrings: Sendable {
  private static let pageBits = 20
  /// Ten times the longest text: 32,767 units of three bytes.
  private static let pageSize = 1 << pageBits

  private var pages: [[UInt8]] = []
  /// Where each text's length stands, 65,536 to a page.
  private var places: [[UInt32]] = []
  private(set) var count = 0

  /// `nil` beyond the last.
  subscript(index: Int) -> String? {
    guard index >= 0, index < count else { return nil }
    let place = Int(places[index >> 16][index & 0xFFFF])
    let offset = place & (Self.pageSize - 1)
    return unsafe pages[place >> Self.pageBits].withUnsafeBufferPointer { page in
      var length = Int(unsafe page[offset])
      var start = offset + 1
      if length & 0x80 != 0 {
        length = length & 0x7F | Int(unsafe page[start]) << 7 | Int(unsafe page[start + 1]) << 15
        start += 2
      }
      return unsafe String(decoding: UnsafeBufferPointer(rebasing: page[start..<(start + length)]), as: UTF8.self)
    }
  }

  fileprivate mutating func append(_ text: [UInt8]) {
    // Grown page by page: room for another one is taken only when it is needed.
    if pages.isEmpty || pages[pages.count - 1].count + text.count + 3 > Self.pageSize {
      pages.append([])
      pages[pages.count - 1].reserveCapacity(pages.count == 1 ? text.count + 3 : Self.pageSize)
    }
    if count & 0xFFFF == 0 { places.append([]) }
    let page = pages.count - 1
    places[places.count - 1].append(UInt32(page << Self.pageBits | pages[page].count))
    if text.count < 0x80 {
      pages[page].append(UInt8(text.count))
    } else {
      pages[page].append(UInt8(text.count & 0x7F | 0x80))
      pages[page].append(UInt8(text.count >> 7 & 0xFF))
      pages[page].append(UInt8(text.count >> 15))
    }
    pages[page].append(contentsOf: text)
    count += 1
  }
}

/// Reads `xl/sharedStrings.xml`: runs joined, phonetic guides dropped.
///
///     <sst><si><t>电话</t></si><si><r><t>手</t></r><r><t>机</t></r><rPh><t>しゅ</t></rPh></si></sst>
final class SharedStringsReader: XMLHandler {
  /// Thirty-two for every row that Excel can have; empty ones cost a few bytes in a file and four here.
  private static let maximumCount = 32 << 20

  private(set) var strings = SharedStrings()
  private var text = CellText()
  private var depth = 0
  private var isInItem = false
  private var isCollecting = false
  /// How deep the phonetic guide is that we are in, 0 when in none.
  private var phoneticDepth = 0

  override func start(_ name: XMLName, _ attributes: XMLAttributes) throws {
    depth += 1
    let isOurs = name.vocabulary == .sheet
    switch name {
    case "si" where isOurs && depth == 2: isInItem = true
    case "t" where isOurs: isCollecting = isInItem && phoneticDepth == 0
    case "rPh" where isOurs && phoneticDepth == 0: phoneticDepth = depth
    case "sst" where isOurs: break
    default:
      if depth == 1 {
        throw XMLProblem.unexpected(
          Wording(zh: "它不是共享文本表", en: "it is not a table of shared strings"))
      }
    }
  }

  override func end() throws {
    isCollecting = false
    if depth == phoneticDepth { phoneticDepth = 0 }
    if depth == 2, isInItem {
      guard strings.count < Self.maximumCount else {
        throw XMLProblem.unexpected(
          Wording(zh: "文本超过 \(Self.maximumCount) 条", en: "it holds more than \(Self.maximumCount) texts"))
      }
      strings.append(text.finish())
      text.removeAll()
      isInItem = false
    }
    depth -= 1
  }

  override func text(_ bytes: Span<UInt8>) {
    if isCollecting { text.append(bytes) }
  }
}
