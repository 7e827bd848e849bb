import Testing

@testable import Spreadsheets

#if LIBPHONENUMBER
  import CPhoneNumber
#endif

/// What the library adds, and that it adds nothing to Chinese numbers.
@Suite struct ForeignNumberTests {
  @Test(
    .enabled(if: PhoneCleaner.knowsForeignNumbers, "built without libphonenumber"),
    arguments: [
      ("+44 20 7946 0958", "+442079460958"), ("+44 020 7946 0958", "+442079460958"),
      ("+886 02 2345 6789", "+886223456789"),
      ("+7 8 495 123 4567", "+74951234567"), ("+390612345678", "+390612345678"), ("+852 2123 4567", "+85221234567"),
      ("00 1 202 555 0123", "+12025550123"), ("+80012345678", "+80012345678"),
      // Not in use as far as the library knows: kept as typed, with a warning.
      ("+8212345678", "+8212345678;unknown-foreign-number"),
      ("+58 191 1234567", "+581911234567;unknown-foreign-number"),
      ("+99912345678", "+99912345678;unknown-foreign-number"),
      // Seven digits are no number in general, but they are one on Niue.
      ("+683 4002", "+6834002"), ("+2902345", "not-a-number"),
    ])
  func theLibraryKnowsOtherCountries(text: String, expected: String) {
    #expect(spelled(PhoneCleaner().clean(.text(text))) == expected)
  }

  @Test(
    .enabled(if: !PhoneCleaner.knowsForeignNumbers, "built with libphonenumber"),
    arguments: [
      ("+44 20 7946 0958", "+442079460958"), ("+44 (0)20 7946 0958", "+442079460958"),
      ("+8212345678", "+8212345678"), ("+683 4002", "not-a-number"),
    ])
  func withoutItNumbersAreTakenAsTyped(text: String, expected: String) {
    #expect(spelled(PhoneCleaner().clean(.text(text))) == expected)
  }
}

#if LIBPHONENUMBER
  /// Our table of Chinese prefixes beside the library's: a difference is either known here or news.
  @Suite struct PrefixDriftTests {
    private static func isValid(_ number: String) -> Bool {
      var country: Int32 = 0
      var found = [CChar](repeating: 0, count: 24)
      return unsafe hotline_phone_read(number, &found, found.count, &country) == Int32(HOTLINE_PHONE_VALID)
    }

    /// 130 to 199 with their next digit. A prefix we doubt is a warning, never a refusal, so that a network of next year
    /// can be called.
    @Test func theMobilePrefixesInDoubtAreTheLibrarysOwn() {
      var different: [Int] = []
      for prefix in 1300...1999 {
        let known = Self.isValid("+86\(prefix)0000123")
        let spelling = spelled(PhoneCleaner().clean(.text("\(prefix)0000123")))
        #expect(spelling.hasPrefix("+86\(prefix)0000123"), "\(prefix) is refused")
        if spelling.hasSuffix("unknown-mobile-prefix") == known { different.append(prefix) }
      }
      #expect(different == [])
    }

    /// What the fast path and the library both read, they read alike.
    @Test func landlinesAreTheSameWithTheLibrary() {
      var different: [String] = []
      for code in Array(310...999) + [10, 20, 21, 22, 23, 24, 25, 27, 28, 29] {
        let number = "+86\(code)\(code < 100 ? "60001234" : "6000123")"
        let spelling = spelled(PhoneCleaner().clean(.text("0\(number.dropFirst(3))")))
        // An area code that is not in our list is a warning only.
        guard Self.isValid(number), spelling.prefix(while: { $0 != ";" }) != number else { continue }
        different.append("\(number): \(spelling)")
      }
      #expect(different == [])
    }
  }
#endif
