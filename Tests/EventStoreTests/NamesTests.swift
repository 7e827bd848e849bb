import EventStore
import FoundationEssentials
import TestSeeds
import Testing

@Suite struct NamesTests {
  @Test func aStreamNameIsCategoryAndId() {
    #expect(StreamName("order", 10_000_016) == "order-10000016")
    #expect(StreamName("unit-a-b").category == "unit")
    #expect(StreamName("unit-a-b").id == "a-b")
    #expect(StreamName("unit").category == "unit")
    #expect(StreamName("unit").id == "")
  }

  @Test func derivedIdsAreTheSameForTheSameTwo() throws {
    let parent = EventID.fresh(at: Date(timeIntervalSince1970: 1_700_000_000), random: Array(0..<10))
    #expect(EventID.derived(from: parent, "a/0") == EventID.derived(from: parent, "a/0"))
    let names = (0..<1000).map { EventID.derived(from: parent, "a/\($0)") }
    #expect(Set(names).count == 1000)
    // Version and variant of RFC 9562, and the parent's time in front.
    #expect(names.allSatisfy { $0.bytes.prefix(6) == parent.bytes.prefix(6) })
    #expect(names.allSatisfy { $0.bytes[6] >> 4 == 8 && $0.bytes[8] >> 6 == 2 })
    #expect(parent.bytes[6] >> 4 == 7 && parent.bytes[8] >> 6 == 2)
  }

  /// They lie in logs: a change of the rule would record a repeated command twice.
  @Test func derivedIdsStayWhatTheyAre() throws {
    let parent = try #require(UUID(uuidString: "018bcfe5-6800-7001-8203-040506070809"))
    #expect(EventID.fresh(at: Date(timeIntervalSince1970: 1_700_000_000), random: Array(0..<10)) == parent)
    #expect("\(EventID.derived(from: parent, "order-1/0"))" == "018BCFE5-6800-86E2-8EC2-8CAD436941B2")
    #expect("\(EventID.ofContent(["rule-fired", "10000016", "a/b/1/0"]))" == "EBEEDDE0-849A-837A-B999-05C9411B245A")
  }

  @Test func partsDoNotRunTogether() {
    #expect(EventID.ofContent(["ab", "c"]) != EventID.ofContent(["a", "bc"]))
    #expect(EventID.ofContent(["a", ""]) != EventID.ofContent(["a"]))
  }

  /// FIPS 180-4's example "abc", and the empty message.
  @Test func sha256IsSHA256() {
    #expect(
      SHA256Digest.hex(SHA256Digest.of(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(SHA256Digest.hex(SHA256Digest.of([])).hasPrefix("e3b0c44298fc1c149afbf4c8996fb924"))
    var running = SHA256Digest.Running()
    running.update([])
    running.update(Array("a".utf8))
    running.update(Array("bc".utf8))
    #expect(running.finish() == SHA256Digest.of(Array("abc".utf8)))
  }
}
