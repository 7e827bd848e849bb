import EventCodec
import EventStore
import FoundationEssentials
import TestSeeds
import Testing

@Suite struct InstantTextTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"), (1, "1970-01-01T00:00:00.000001Z"),
    (1_427_843_520_000_000, "2015-03-31T23:12:00Z"), (1_427_843_520_500_000, "2015-03-31T23:12:00.5Z"),
    (951_782_400_120_000, "2000-02-29T00:00:00.12Z"), (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
    (253_402_300_799_000_000, "9999-12-31T23:59:59Z"),
  ]) func anInstantIsWrittenInItsShortestForm(microseconds: Int64, text: String) {
    let instant = Date(microsecondsSince1970: microseconds)
    #expect(InstantText.utc(instant) == text)
    #expect(InstantText.parseUTC(text) == instant)
  }

  @Test(arguments: UInt64(0)..<10) func whatIsWrittenIsReadAgain(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<500 {
      // Microseconds where a Date keeps them apart, seconds everywhere.
      let micros =
        random.chance(50)
        ? Int64.random(in: -3_281_000_000_000_000...5_238_000_000_000_000, using: &random)
        : Int64.random(in: -62_135_596_800...253_402_300_799, using: &random) * 1_000_000
      let instant = Date(microsecondsSince1970: micros)
      #expect(instant.microsecondsSince1970 == micros, "seed \(seed)")
      #expect(InstantText.parseUTC(InstantText.utc(instant)) == instant, "seed \(seed): \(InstantText.utc(instant))")
    }
  }

  @Test(arguments: UInt64(0)..<5) func whatIsFinerRoundsAsTheLogRounds(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<500 {
      let instant = Date(timeIntervalSinceReferenceDate: Double.random(in: -1e9...1e9, using: &random))
      let read = InstantText.parseUTC(InstantText.utc(instant))
      #expect(read?.microsecondsSince1970 == instant.microsecondsSince1970, "seed \(seed)")
    }
  }

  /// Foundation's calendar is Julian before 1582-10-15; ours, as the database's, never is.
  @Test(arguments: UInt64(0)..<5) func itAgreesWithFoundation(seed: UInt64) throws {
    var random = Seeded(seed)
    let style = Date.ISO8601FormatStyle()
    for _ in 0..<200 {
      let instant = Date(
        timeIntervalSince1970: Double(Int64.random(in: -12_212_553_600...253_402_300_799, using: &random)))
      let text = InstantText.utc(instant)
      #expect(text == instant.formatted(style), "seed \(seed)")
      #expect(try style.parse(text) == instant, "seed \(seed)")
    }
  }

  @Test(arguments: [
    "", "Z", "2015-03-31", "2015-03-31T23:12:00", "2015-03-31T23:12:00+00:00", "2015-03-31t23:12:00Z",
    "2015-03-31 23:12:00Z", "2015-02-29T00:00:00Z", "2015-13-01T00:00:00Z", "2015-00-01T00:00:00Z",
    "2015-03-31T24:00:00Z", "2015-03-31T23:60:00Z", "2015-03-31T23:59:60Z", "2015-03-31T23:12:00.Z",
    "2015-03-31T23:12:00.1234567Z", "2015-03-31T23:12:00,5Z", "2015-03-31T23:12:00.5xZ", "-015-03-31T23:12:00Z",
    "2015-03-31T23:12:0０Z", "0000-01-01T00:00:00Z", "2015-03-31T23:12:00ZZ",
  ]) func whatIsNoInstantIsRefused(text: String) {
    #expect(InstantText.parseUTC(text) == nil)
  }
}
