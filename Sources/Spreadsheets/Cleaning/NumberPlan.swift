/// The Chinese number plan, as far as an importer needs it: what a run of digits is when dialled in China.
///
///     139 0871 1234     mobile: 1, 3-9, nine digits more
///     0871 68163456     landline: 0, area code (10, 2x or three digits), 7 or 8 digits not starting with 0 or 1
///     12345, 400…       service: dialled as they are, everywhere
///
/// Sources: 工业和信息化部《电信网编号计划》(2017); the area codes in use and the unknown mobile prefixes agree with
/// libphonenumber's metadata of 2025.
struct NumberPlan {
  /// What digits turned out to be.
  struct Match {
    var number: String
    var kind: PhoneNumber.Kind
    var warnings: [PhoneWarning] = []
    /// The area code with its zero, for a second number in the same cell.
    var areaCode: String?

    /// Behind it sits a switchboard, so digits after a dash are an extension.
    var takesExtension: Bool { kind == .landline || isLongService }
    /// A 400 or 800 number.
    var isLongService: Bool { kind == .service && number.utf8.count == 10 }
    /// Short service numbers turn up by chance in the debris of a broken number.
    var isShort: Bool { kind == .service && !isLongService }
  }

  /// Given to local numbers; with its leading zero.
  var areaCode: String?

  /// Reads digits as dialled in China, or after a written `+` (`international`) as a full number with country code.
  func match(_ digits: String, international: Bool) -> Result<Match, PhoneProblem> {
    let digits = Substring(digits)
    if digits.utf8.count > 15 + (digits.hasPrefix("00") ? 2 : 0) { return .failure(.numberTooLong) }
    if international { return abroad(digits) }
    if digits.hasPrefix("00") { return abroad(digits.dropFirst(2)) }
    if let match = inland(digits) { return .success(match) }
    if digits.hasPrefix("86"), let match = afterCountryCode(digits.dropFirst(2), known: true) {
      return .success(match)
    }
    if let match = Self.landline("0" + digits, known: true) {
      return .success(Self.adding(.zeroAdded, to: match))
    }
    guard Self.isLocal(digits) else { return .failure(.notANumber) }
    guard let areaCode, let match = Self.landline(areaCode + digits, known: false) else {
      return .failure(.needsAreaCode)
    }
    return .success(Self.adding(.areaCodeAdded, to: match))
  }

  private func abroad(_ digits: Substring) -> Result<Match, PhoneProblem> {
    if digits.hasPrefix("86") {
      return afterCountryCode(digits.dropFirst(2), known: false).map { .success($0) } ?? .failure(.notANumber)
    }
    return ForeignNumber.match(digits)
  }

  /// After 86 the area code stands without its zero, but many write it: `+86 0871 …`.
  private func afterCountryCode(_ digits: Substring, known: Bool) -> Match? {
    inland(digits) ?? Self.landline("0" + digits, known: known)
  }

  private func inland(_ digits: Substring) -> Match? {
    if let mobile = Self.mobile(digits) { return mobile }
    if digits.hasPrefix("0") {
      if let mobile = Self.mobile(digits.dropFirst()) { return Self.adding(.zeroDropped, to: mobile) }
      return Self.landline(String(digits), known: false)
    }
    return Self.isService(digits) ? Match(number: String(digits), kind: .service) : nil
  }

  private static func adding(_ warning: PhoneWarning, to match: Match) -> Match {
    var match = match
    match.warnings.append(warning)
    return match
  }
}

extension NumberPlan {
  private static func mobile(_ digits: Substring) -> Match? {
    let bytes = Array(digits.utf8)
    guard bytes.count == 11, bytes[0] == UInt8(ascii: "1"), bytes[1] >= UInt8(ascii: "3") else { return nil }
    let prefix = bytes[1...3].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    return Match(
      number: "+86" + digits, kind: .mobile, warnings: isUnknownMobile(prefix) ? [.unknownMobilePrefix] : [])
  }

  /// By the second to fourth digit: 390 of 1390….
  static func isUnknownMobile(_ prefix: Int) -> Bool {
    switch prefix / 10 {
    case 45, 47: false
    case 40...49, 54, 60, 61, 63, 64, 68, 69, 79, 94: true
    case 74: prefix != 740
    default: false
    }
  }

  /// Local numbers start with 2 to 9: 0 leads a long-distance call, 1 a service.
  private static func isLocal(_ digits: Substring) -> Bool {
    guard let first = digits.utf8.first, (7...8).contains(digits.utf8.count) else { return false }
    return first >= UInt8(ascii: "2")
  }

  /// Digits from the trunk zero on. `known` refuses area codes that are not in use: without it nearly every run of ten
  /// digits, such as a mobile number that lost its 1, would pass for a landline that lost its 0.
  private static func landline(_ digits: String, known: Bool) -> Match? {
    let bytes = Array(digits.utf8)
    guard bytes.count >= 10, bytes[0] == UInt8(ascii: "0") else { return nil }
    let second = bytes[1] - UInt8(ascii: "0")
    let third = bytes[2] - UInt8(ascii: "0")
    let codeLength: Int
    switch second {
    case 1 where third == 0, 2: codeLength = 3
    case 3...9: codeLength = 4
    default: return nil
    }
    guard isLocal(Substring(digits.dropFirst(codeLength))) else { return nil }
    let code = bytes[1..<codeLength].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    let isKnown = codeLength == 3 ? code != 26 : areaCodes.contains { $0.contains(code) }
    guard isKnown || !known else { return nil }
    return Match(
      number: "+86" + digits.dropFirst(), kind: .landline, warnings: isKnown ? [] : [.unknownAreaCode],
      areaCode: String(digits.prefix(codeLength)))
  }

  /// Whether it can be an import's area code: `0871`, `010`.
  static func isAreaCode(_ code: String) -> Bool {
    landline(code + "22222222", known: true)?.areaCode == code
  }

  /// Whether a number is an area code in use; `digits` counts its zero.
  static func isAreaCode(_ code: Int, digits: Int) -> Bool {
    switch digits {
    case 3: code == 10 || (20...29).contains(code) && code != 26
    case 4: areaCodes.contains { $0.contains(code) }
    default: false
    }
  }

  private static func isService(_ digits: Substring) -> Bool {
    guard let number = Int(digits) else { return false }
    switch number {
    // 911 is no number here, but it is known for what it is.
    case 110, 112, 114, 117, 119, 120, 122, 911: return true
    // Carriers, hotlines of public services, banks and companies, provincial services.
    case 10_000...10_099, 12_100...12_399, 95_000...95_999, 96_000...96_999: return true
    // Information desks, and the longer numbers of 95 and 96.
    case 116_000...116_999, 118_000...118_999, 950_000...959_999, 960_000...969_999: return true
    case 95_000_000...95_099_999, 95_100_000...95_109_999: return true
    case 4_000_000_000...4_009_999_999, 8_000_000_000...8_009_999_999: return true
    default: return false
    }
  }

  /// The three digits after the 0. Two-digit codes are 10 and 20 to 29 without 26.
  private static let areaCodes: [ClosedRange<Int>] = [
    310...319, 335...335, 349...359, 370...377, 379...379, 391...396, 398...398, 411...412, 415...419, 421...421,
    427...427, 429...429, 431...439, 451...459, 464...464, 467...479, 482...483, 510...519, 523...523, 527...527,
    530...539, 543...543, 546...546, 550...559, 561...564, 566...566, 570...580, 591...599, 631...633, 635...635,
    660...660, 662...663, 668...668, 691...692, 701...701, 710...719, 722...722, 724...724, 728...728, 730...731,
    734...739, 743...746, 750...760, 762...763, 766...766, 768...779, 790...799, 812...813, 816...818, 825...827,
    830...839, 851...851, 854...859, 870...879, 883...883, 886...888, 891...898, 901...903, 906...906, 908...909,
    911...917, 919...919, 930...939, 941...941, 943...943, 951...955, 970...979, 990...999,
  ]
}
