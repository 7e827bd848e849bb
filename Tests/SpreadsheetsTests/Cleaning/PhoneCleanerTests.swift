import Spreadsheets
import TestSeeds
import Testing

/// The spelling of `PhoneCase.expected`.
func spelled(_ result: Result<[PhoneNumber], PhoneProblem>) -> String {
  switch result {
  case .success(let numbers):
    numbers.map { number in
      number.number + (number.extension.map { ";ext=\($0)" } ?? "") + (number.label.map { ";label=\($0)" } ?? "")
        + number.warnings.map { ";" + $0.rawValue }.joined()
    }.joined(separator: " ")
  case .failure(let problem): problem.rawValue
  }
}

@Suite struct PhoneCleanerTests {
  @Test(arguments: PhoneCase.catalogue)
  func theMessIsCleanedOrNamed(_ phone: PhoneCase) {
    #expect(spelled(PhoneCleaner(areaCode: phone.areaCode).clean(phone.cell)) == phone.expected)
  }

  @Test(arguments: [
    ("13908711234", PhoneNumber.Kind.mobile), ("0871-68163456", .landline), ("12345", .service),
    ("4008001234", .service),
    ("+12025550123", .foreign),
  ])
  func theKindIsReadOffTheDigits(text: String, kind: PhoneNumber.Kind) throws {
    #expect(try PhoneCleaner().clean(.text(text)).get().map(\.kind) == [kind])
  }

  @Test func anAreaCodeIsCheckedBeforeItIsUsed() {
    for code in ["0871", "871", "010", "10", "021"] { #expect(PhoneCleaner.isAreaCode(code), "\(code)") }
    for code in ["", "0", "0999999", "0852", "026", "km", "１０"] { #expect(!PhoneCleaner.isAreaCode(code), "\(code)") }
  }

  /// What has nothing to think about takes a short way, which must come to the same as the long one.
  @Test func theShortWayIsTheLongWay() {
    var random = Seeded(1)
    for _ in 0..<5_000 {
      let area = ["0871", "010", "021", "026", "0852", "0376", "013", "0", "000"].randomElement(using: &random) ?? "0"
      let dash = Bool.random(using: &random) ? "-" : ""
      let text = area + dash + random.digits(Int.random(in: 6...9, using: &random))
      let short = PhoneCleaner().clean(.text(text))
      // A space before it is nothing to the long way, and not there for the short one.
      let long = PhoneCleaner().clean(.text(" " + text))
      #expect(spelled(short) == spelled(long), "\(text)")
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func decorationChangesNothing(seed: UInt64) throws {
    var random = Seeded(seed)
    let (plain, number, takesExtension) = random.validNumber()
    let dialled =
      takesExtension && Bool.random(using: &random) ? "\(Int.random(in: 100...999_999, using: &random))" : nil
    let text = random.decorated(plain, extension: dialled)
    let found = try PhoneCleaner().clean(.text(text)).get()
    #expect(found.map(\.number) == [number], "seed \(seed): \(text)")
    #expect(found.map(\.extension) == [dialled], "seed \(seed): \(text)")
  }

  @Test(arguments: UInt64(0)..<300)
  func cleaningTwiceIsCleaningOnce(seed: UInt64) throws {
    var random = Seeded(seed)
    let signs = Array("00112345678908713-- ()+/、转家x.，\n#E'")
    let text = String(
      (0..<Int.random(in: 1...24, using: &random)).map { _ in signs.randomElement(using: &random) ?? "0" })
    let cleaner = PhoneCleaner(areaCode: "0871")
    guard case .success(let numbers) = cleaner.clean(.text(text)) else { return }
    for number in numbers {
      let again = try cleaner.clean(.text(number.number + (number.extension.map { "转" + $0 } ?? ""))).get()
      #expect(again.map(\.number) == [number.number], "seed \(seed): \(text)")
      #expect(again.map(\.extension) == [number.extension], "seed \(seed): \(text)")
    }
  }
}

extension Seeded {
  fileprivate mutating func digits(_ count: Int) -> String {
    String((0..<count).map { _ in "0123456789".randomElement(using: &self) ?? "0" })
  }

  /// As dialled with dashes, as stored, and whether an extension may follow.
  fileprivate mutating func validNumber() -> (plain: String, number: String, takesExtension: Bool) {
    if Bool.random(using: &self) {
      let rest = digits(8)
      return ("139\(rest)", "+86139\(rest)", false)
    }
    let area = ["10", "21", "871", "755", "376"].randomElement(using: &self) ?? "10"
    let local = "6" + digits(7)
    return ("0\(area)-\(local)", "+86\(area)\(local)", true)
  }

  fileprivate mutating func decorated(_ plain: String, extension dialled: String?) -> String {
    let invisible = ["", "", "\u{200B}", "\u{202D}", "\u{FEFF}"]
    let fullWidth = Bool.random(using: &self)
    var text = ""
    for scalar in plain.unicodeScalars {
      let shown = fullWidth ? Unicode.Scalar(scalar.value + 0xFEE0).map(String.init) : nil
      text += (shown ?? String(scalar)) + (invisible.randomElement(using: &self) ?? "")
    }
    let lead = ["", " ", "'", "电话：", "Tel. ", "\u{A0}"].randomElement(using: &self) ?? ""
    let tail = ["", " ", "\u{3000}", "（家）", "\n", "、"].randomElement(using: &self) ?? ""
    let mark = ["转", "-", "—", " ext. ", "#", "分机：", "（转"].randomElement(using: &self) ?? "转"
    return lead + text + (dialled.map { mark + $0 } ?? "") + tail
  }
}
