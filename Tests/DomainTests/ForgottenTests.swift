import Domain
import Testing

@Suite struct ForgottenTests {
  @Test(arguments: ["DSR-2026/17", "1", "case#9", "A.1:2", "20261121-0007"])
  func aCaseNumberIsAReference(typed: String) {
    #expect(CaseReference(typed)?.rawValue == typed)
  }

  @Test(arguments: ["", "Zhang San", "ZhangSan", "某某1", "a b1", String(repeating: "1", count: 41), "x@1", "1\n"])
  func wordsAreNoReference(typed: String) {
    #expect(CaseReference(typed) == nil)
  }

  @Test func aReferenceThatQuotesTheNumberIsFound() throws {
    let quoting = try #require(CaseReference("REQ-139-0000-1234"))
    #expect(quoting.quotes("+8613900001234"))
    #expect(try #require(CaseReference("REQ-0001234")).quotes("+8613900001234"))
    #expect(try !#require(CaseReference("REQ-2026/17")).quotes("+8613900001234"))
    #expect(try #require(CaseReference("X12345")).quotes("12345"))
  }
}
