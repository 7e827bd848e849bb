/// One part of a phone cell (cells hold several, `/ 、 ；` between them), cut into runs of digits and the words around.
///
///     电话：０８７１—68163456转8012（家）
///     words 电话   run 0871-68163456   words 转   run 8012   words 家
struct PhoneText {
  /// A piece of the part, in the order written.
  enum Segment {
    case run(DigitRun)
    /// Letters and ideographs with what stands between them; a leading colon is kept.
    case words(String)
  }

  var segments: [Segment] = []
  /// It holds a sign that no telephone number has next to it: an address of mail, a masked number `139****1234`.
  var isOther = false

  /// Reads one part of folded text.
  init(_ part: ArraySlice<Unicode.Scalar>) {
    for scalar in part { add(scalar) }
    if case .run(let run)? = segments.last, run.groups.isEmpty { segments.removeLast() }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "0"..."9": addToRun { $0.add(digit: scalar) }
    case "+":
      // A second plus begins a second number.
      if case .run(let run)? = segments.last, !run.groups.isEmpty { segments.append(.run(DigitRun())) }
      addToRun { $0.isInternational = true }
    case "#", ":": addToWords(scalar)
    case "@", "*", "?", "%", "$", "&", "^", "\\", "<", ">", "{", "}": isOther = true
    default:
      if scalar.properties.isAlphabetic || scalar.properties.isIdeographic {
        addToWords(scalar)
      } else if case .words? = segments.last {
        addToWords(scalar == "-" || scalar == "." ? scalar : " ")
      } else {
        addToRun { $0.separate(scalar) }
      }
    }
  }

  private mutating func addToRun(_ change: (inout DigitRun) -> Void) {
    if case .run(var run)? = segments.last {
      change(&run)
      segments[segments.count - 1] = .run(run)
    } else {
      var run = DigitRun()
      change(&run)
      segments.append(.run(run))
    }
  }

  private mutating func addToWords(_ scalar: Unicode.Scalar) {
    if case .words(var words)? = segments.last {
      words.unicodeScalars.append(scalar)
      segments[segments.count - 1] = .words(words)
      return
    }
    // Brackets and blanks in front of words left a run without digits.
    if case .run(let run)? = segments.last, run.groups.isEmpty { segments.removeLast() }
    segments.append(.words(String(scalar)))
  }
}

/// Digits in groups, as written: `+86 0871-68163456` is three.
struct DigitRun {
  /// Digits without a gap, and what stood before them.
  struct Group {
    var digits: String
    var separator: Separator
  }

  /// The strongest sign between two groups.
  enum Separator: Int {
    case none, dot, space, dash
  }

  var groups: [Group] = []
  /// Written with `+`.
  var isInternational = false
  private var separator = Separator.none

  /// All digits from one group to before another.
  func digits(_ range: Range<Int>) -> String { groups[range].reduce(into: "") { $0 += $1.digits } }

  mutating func add(digit: Unicode.Scalar) {
    if separator == .none, !groups.isEmpty {
      groups[groups.count - 1].digits.unicodeScalars.append(digit)
    } else {
      groups.append(Group(digits: String(digit), separator: separator))
    }
    separator = .none
  }

  mutating func separate(_ scalar: Unicode.Scalar) {
    let sign: Separator
    switch scalar {
    // An opening bracket too sets an extension apart: `68163456(8012)`.
    case "-", "(", "[": sign = .dash
    case ".": sign = .dot
    default: sign = .space
    }
    if sign.rawValue > separator.rawValue { separator = sign }
  }
}

extension PhoneText {
  /// The text as a keyboard in English mode would have written it, without what cannot be seen, in parts.
  ///
  /// Full-width characters, digits of other scripts, the many dashes, dots and spaces are mapped to ASCII; zero-width
  /// and direction marks (a copy from a chat or a contact card carries them) are dropped.
  static func parts(of text: String) -> [ArraySlice<Unicode.Scalar>] {
    var folded: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if let plain = fold(scalar) { folded.append(plain) }
    }
    // Excel's own mark for "this is text", kept as data by other tools.
    if let first = folded.first(where: { $0 != " " }), first == "'" || first == "`" { folded.removeAll { $0 == first } }
    if isGroupedByThousands(folded) { folded.removeAll { $0 == "," } }
    return folded.split { "/|;,\n".unicodeScalars.contains($0) }
  }

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x0A, 0x0D, 0x2028, 0x2029: return "\n"
    case 0x21...0x7E: return scalar
    case 0x2018, 0x2019: return "'"
    case 0x2010...0x2015, 0x2212, 0x2500, 0x30FC, 0xFE58, 0xFE63, 0x2E3A: return "-"
    case 0x3002, 0xB7, 0x2022, 0x30FB, 0x2027: return "."
    case 0x3001, 0xFF64: return ","
    case 0xFF01...0xFF5E: return Unicode.Scalar(scalar.value - 0xFEE0)
    default: break
    }
    switch scalar.properties.generalCategory {
    case .format, .nonspacingMark, .enclosingMark: return nil
    case .spaceSeparator, .control: return " "
    case .decimalNumber:
      return scalar.properties.numericValue.flatMap { Unicode.Scalar(0x30 + UInt32($0)) }
    default: return scalar
    }
  }

  /// `13,908,711,234`: a number cell shown with commas and copied as text.
  private static func isGroupedByThousands(_ text: [Unicode.Scalar]) -> Bool {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    return groups.count > 1 && (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
      && groups.joined().allSatisfy { ("0"..."9").contains($0) }
  }

  /// `1.39E+10`, `#####`: what a narrow column shows in place of the digits.
  static func showsLostDigits(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
    let text = String(String.UnicodeScalarView(part)).filter { $0 != " " }
    if text.utf8.count > 2, text.allSatisfy({ $0 == "#" }) { return true }
    guard let exponentAt = text.firstIndex(where: { $0 == "E" || $0 == "e" }) else { return false }
    let exponent = text[text.index(after: exponentAt)...].drop { $0 == "+" || $0 == "-" }
    let mantissa = text[..<exponentAt].split(separator: ".", omittingEmptySubsequences: false)
    let isDigits = { (digits: Substring) in !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) } }
    return (1...3).contains(exponent.count) && isDigits(exponent) && (1...2).contains(mantissa.count)
      && mantissa[0].count <= 3 && mantissa.allSatisfy(isDigits)
  }
}
