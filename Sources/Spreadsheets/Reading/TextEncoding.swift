import CIconv
import Glibc

/// How the bytes of a text file stand for characters, by a name that glibc's iconv knows.
public struct TextEncoding: Sendable, Hashable {
  /// As shown and as given: `UTF-8`, `GB18030`, `windows-1252`.
  public let name: String

  /// Unicode in bytes.
  public static let utf8 = TextEncoding(known: "UTF-8")
  /// Chinese, with GBK and GB2312 inside it.
  public static let gb18030 = TextEncoding(known: "GB18030")
  /// Excel's "Unicode text".
  public static let utf16LE = TextEncoding(known: "UTF-16LE")
  /// The same with the high byte first.
  public static let utf16BE = TextEncoding(known: "UTF-16BE")

  private init(known name: String) {
    self.name = name
  }

  /// `nil` when iconv does not know the name. GBK and GB2312 are read as GB18030, which holds both: files that claim
  /// the smaller one often hold the larger.
  public init?(_ name: String) {
    switch name.uppercased().filter({ $0 != "-" && $0 != "_" }) {
    case "UTF8", "UTF8BOM": self = .utf8
    case "UTF16", "UTF16LE", "UNICODE": self = .utf16LE
    case "UTF16BE": self = .utf16BE
    case "GBK", "GB2312", "GB18030", "CP936": self = .gb18030
    case "": return nil
    default:
      // A slash would pass options to iconv, such as to drop what it cannot decode.
      guard !name.contains("/"), !name.utf8.contains(0), (try? Transcoder(from: name)) != nil else { return nil }
      self.name = name
    }
  }
}

/// Bytes in an encoding to UTF-8, strictly, in chunks.
@safe struct Transcoder: ~Copyable {
  /// A byte, by its place from the start of the text, that the encoding does not have.
  struct Undecodable: Error {
    let offset: Int
    /// Line ends before it in the chunk that was given.
    let lineCount: Int
  }

  /// iconv does not know the encoding.
  struct Unknown: Error {}

  private let handle: iconv_t
  /// The start of a character whose end comes with the next chunk.
  private var rest: [UInt8] = []
  private var consumed = 0

  init(from encoding: String) throws(Unknown) {
    // iconv_open's error is the pointer -1.
    guard let handle = unsafe iconv_open("UTF-8", encoding), Int(bitPattern: handle) != -1 else { throw Unknown() }
    unsafe self.handle = unsafe handle
  }

  deinit {
    unsafe iconv_close(handle)
  }

  /// The text of the next bytes; an empty chunk ends the text, where half a character is an error.
  mutating func decode(_ chunk: [UInt8]) throws(Undecodable) -> [UInt8] {
    guard !chunk.isEmpty else {
      guard rest.isEmpty else { throw Undecodable(offset: consumed, lineCount: 0) }
      return []
    }
    var input = rest.isEmpty ? chunk : rest + chunk
    var result: [UInt8] = []
    var start = 0
    while start < input.count {
      let step = convert(&input, from: start, into: &result)
      start += step.consumed
      consumed += step.consumed
      switch step.code {
      case 0, E2BIG: break
      case EINVAL:
        rest = Array(input[start...])
        return result
      default: throw Undecodable(offset: consumed, lineCount: result.count { $0 == UInt8(ascii: "\n") })
      }
    }
    rest = []
    return result
  }

  /// One call of iconv into a fresh stretch of output, with its error number.
  private func convert(_ input: inout [UInt8], from start: Int, into result: inout [UInt8]) -> (
    consumed: Int, code: Int32
  ) {
    let count = input.count - start
    var consumed = 0
    var code: Int32 = 0
    let more = unsafe [UInt8](unsafeUninitializedCapacity: count * 2 + 16) { output, produced in
      unsafe input.withUnsafeMutableBytes { bytes in
        var from = unsafe bytes.baseAddress.map { unsafe ($0 + start).assumingMemoryBound(to: CChar.self) }
        var fromCount = count
        let room = output.count
        var roomLeft = room
        unsafe output.withMemoryRebound(to: CChar.self) { output in
          var to = output.baseAddress
          if unsafe iconv(handle, &from, &fromCount, &to, &roomLeft) == Int(bitPattern: UInt.max) { code = errno }
        }
        produced = room - roomLeft
        consumed = count - fromCount
      }
    }
    result.append(contentsOf: more)
    return (consumed, code)
  }
}
