import Domain
import FoundationEssentials
import Testing

@Suite struct PartTests {
  private let number = EntryKey("0071-A")

  @Test(arguments: [
    (EntryText.line, " 电磁阀  \n A ", "电磁阀 A"), (.list("; "), "JSQ-10，JSQ-12; JSQ-10", "JSQ-10; JSQ-12"),
    (.list("\n"), " 怎么办, 急\r\n\n找谁 ", "怎么办, 急\n找谁"), (.money, "¥1,200.5", "1200.50"), (.money, "35元", "35.00"),
    (.day, "2026年5月1日", "2026-05-01"), (.lines, "一\r\n  二\n", "一\n  二"), (.day, "", ""),
  ])
  func aTextIsReadInOneSpelling(shape: EntryText, typed: String, stored: String) {
    #expect(shape.read(typed) == stored)
  }

  @Test(arguments: [
    (EntryText.money, "-3"), (.money, "3.505"), (.money, "USD 3"), (.day, "2026-02-30"),
    (.lines, String(repeating: "字", count: 32_768)),
  ])
  func whatIsNotOfItsShapeIsRefused(shape: EntryText, typed: String) { #expect(shape.read(typed) == nil) }

  @Test func aKeyKeepsItsZerosAndLosesItsBlanks() {
    #expect(EntryKey(" 0071 \n A")?.rawValue == "0071 A" && EntryKey("007")?.rawValue == "007")
    #expect(EntryKey("  ") == nil && EntryKey("a\u{7}") == nil && EntryKey(String(repeating: "1", count: 201)) == nil)
    let known = ["V-100", "V-200"].compactMap { EntryKey($0) }
    #expect(EntryKey.nearest(to: "v-10O", in: known)?.rawValue == "V-100")
    #expect(EntryKey.nearest(to: "pump", in: known) == nil)
  }

  @Test func aPartIsListedCorrectedWithdrawnAndListedAgain() throws {
    var part = Part(try #require(number))
    #expect(throws: EntryRefusal.unknown("0071-A", nearest: nil)) { try part.correct([.name: "x"]) }
    for event in try part.list([.name: " 电磁阀", .price: "35.5", .remark: ""]) { part.evolve(event) }
    #expect(part.isListed && part.values == [.name: "电磁阀", .price: "35.50"])
    #expect(throws: EntryRefusal.taken(part.number)) { try part.list([:]) }
    let corrected = try part.correct([.name: "电磁阀", .price: "", .unit: "个"])
    #expect(
      corrected == [
        .corrected(
          PartCorrected([.price: FieldChange(old: "35.50", new: nil), .unit: FieldChange(old: nil, new: "个")]))
      ])
    for event in corrected { part.evolve(event) }
    #expect(try part.correct([.unit: "个"]).isEmpty)
    #expect(throws: EntryRefusal.unfit(field: "price", value: "x", .money)) { try part.correct([.price: "x"]) }
    for event in try part.withdraw(EntryWithdrawn(reason: "停产")) { part.evolve(event) }
    #expect(!part.isListed && part.values[.name] == "电磁阀")
    #expect(throws: EntryRefusal.withdrawn(part.number)) { try part.correct([.unit: "米"]) }
    for event in try part.list([.name: "新阀"]) { part.evolve(event) }
    #expect(part.isListed && part.values == [.name: "新阀"])
  }
}
