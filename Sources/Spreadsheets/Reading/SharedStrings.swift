/// The texts that cells refer to by index, in one byte buffer: a million Swift strings would take several times more.
struct SharedStrings: Sendable {
  fileprivate var bytes: [UInt8] = []
  /// Where each text ends.
  fileprivate var ends: [UInt32] = []

  var count: Int { ends.count }

  /// `nil` beyond the last.
  subscript(index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return String(decoding: bytes[start..<Int(ends[index])], as: UTF8.self)
  }

  fileprivate mutating func append(_ text: [UInt8]) {
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
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
    default: if depth == 1 { throw XMLProblem.unexpected("it is not a table of shared strings") }
    }
  }

  override func end() throws {
    isCollecting = false
    if depth == phoneticDepth { phoneticDepth = 0 }
    if depth == 2, isInItem {
      guard strings.count < Self.maximumCount else {
        throw XMLProblem.unexpected("it holds more than \(Self.maximumCount) texts")
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
