import Domain
import FoundationEssentials
import TestSeeds
import Testing

@Test func theFirstOrderHasEightDigits() {
  #expect(OrderNumber(sequence: 1).description == "10000012")
  #expect(OrderNumber(sequence: 1).sequence == 1)
  #expect(OrderNumber(sequence: 8_999_999).description.count == 8)
}

@Test func numbersFollowTheirSequence() {
  let numbers = (1...2_000).map { OrderNumber(sequence: $0) }
  #expect(numbers == numbers.sorted())
  #expect(Set(numbers).count == numbers.count)
}

@Test(arguments: UInt64(0)..<200) func everyWrongDigitAndEverySwapIsNoticed(_ seed: UInt64) {
  var random = Seeded(seed)
  let number = OrderNumber(sequence: Int.random(in: 1...Int.random(in: 1...99_999_999, using: &random), using: &random))
  let digits = Array(number.description)
  for place in digits.indices {
    for digit in "0123456789" where digit != digits[place] {
      var wrong = digits
      wrong[place] = digit
      #expect(throws: OrderNumberError.wrongDigit(String(wrong))) { try OrderNumber(parsing: String(wrong)) }
    }
    guard place > 0, digits[place] != digits[place - 1] else { continue }
    var swapped = digits
    swapped.swapAt(place, place - 1)
    #expect(throws: OrderNumberError.wrongDigit(String(swapped))) { try OrderNumber(parsing: String(swapped)) }
  }
}

@Test(arguments: UInt64(0)..<50) func aNumberSurvivesTextAndJSON(_ seed: UInt64) throws {
  var random = Seeded(seed)
  let number = OrderNumber(sequence: Int.random(in: 1...999_999_999, using: &random))
  #expect(OrderNumber(number.description) == number)
  let json = try JSONEncoder().encode([number])
  #expect(String(decoding: json, as: UTF8.self) == "[\"\(number)\"]")
  #expect(try JSONDecoder().decode([OrderNumber].self, from: json) == [number])
}

@Test(arguments: ["1000 0012", " 1000-0012 ", "1000—0012", "１０００００１２", "1000\u{3000}0012", "1000－0012"])
func aNumberIsReadAsPeopleTypeIt(_ typed: String) throws {
  #expect(try OrderNumber(parsing: typed).sequence == 1)
}

@Test func aTextThatIsNoNumberIsToldFromAWrongDigit() {
  #expect(throws: OrderNumberError.notANumber("A-12")) { try OrderNumber(parsing: "A-12") }
  #expect(throws: OrderNumberError.notANumber(" - ")) { try OrderNumber(parsing: " - ") }
  #expect(throws: OrderNumberError.wrongLength("4711")) { try OrderNumber(parsing: "4711") }
  #expect(throws: OrderNumberError.wrongLength("11111111111111111")) { try OrderNumber(parsing: "11111111111111111") }
  #expect(throws: OrderNumberError.wrongDigit("00000000")) { try OrderNumber(parsing: "00000000") }
  #expect(OrderNumberError.wrongDigit("10000014").description.contains("a digit is wrong"))
  #expect(OrderNumber("10000014") == nil)
}
