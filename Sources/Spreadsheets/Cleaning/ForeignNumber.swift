#if LIBPHONENUMBER
  import CPhoneNumber
#endif

/// Numbers typed with another country's code, `+44 20 …` or `0044 20 …`.
///
/// They are taken as typed. libphonenumber, where Hotline is built with it, is asked what our own plan cannot know: whether
/// the digits are in use there (a warning when not, for its knowledge ages), and which zero is dialled inland only. It
/// is never asked about China, so Chinese numbers come out the same with and without it.
enum ForeignNumber {
  /// What the digits behind `+` are; the country code is not 86.
  static func match(_ digits: Substring) -> Result<NumberPlan.Match, PhoneProblem> {
    // E.164: no country code starts with 0, and a number has at most 15 digits.
    guard !digits.hasPrefix("0"), digits.utf8.count <= 15 else { return .failure(.notANumber) }
    var match = NumberPlan.Match(number: "+" + digits, kind: .foreign)
    let isLong = digits.utf8.count >= 8
    switch known(match.number) {
    case .valid(let number): match.number = number
    // Small countries have short numbers, and only the library knows which.
    case .doubtful where isLong: match.warnings.append(.unknownForeignNumber)
    case .unasked where isLong: break
    case .doubtful, .unasked: return .failure(.notANumber)
    }
    return .success(match)
  }

  private enum Knowledge {
    case valid(String)
    case doubtful
    case unasked
  }

  #if LIBPHONENUMBER
    private static func known(_ number: String) -> Knowledge {
      var country: Int32 = 0
      var found = [CChar](repeating: 0, count: 24)
      let verdict = unsafe hotline_phone_read(number, &found, found.count, &country)
      let e164 = String(decoding: found.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      // With old metadata a number can be read as another country's; the typed code is what counts.
      guard verdict == Int32(HOTLINE_PHONE_VALID), number.dropFirst().hasPrefix(String(country)),
        e164.dropFirst().hasPrefix(String(country))
      else { return .doubtful }
      return .valid(e164)
    }
  #else
    private static func known(_ number: String) -> Knowledge { .unasked }
  #endif
}

extension PhoneCleaner {
  /// Whether libphonenumber is in this build.
  static var knowsForeignNumbers: Bool {
    #if LIBPHONENUMBER
      true
    #else
      false
    #endif
  }
}
