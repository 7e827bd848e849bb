import Domain
import FoundationEssentials
import Testing

@Suite struct CampaignTests {
  private static let yaml = """
    campaign: spring
    labels: {zh: 春季回访, en: Spring check}
    process: outreach
    groups: [team-a]
    hours: {mon-fri: ["09:00-12:00", "14:00-18:00"], sat: 10:00-12:00}
    zones: {xj: Asia/Urumqi}
    attempts: {max: 3, pause: 2h}
    hold: 15m
    outcomes:
      miss: {means: unreached, pause: 4h}
      reach: {holds: true}
      complete: {means: confirmed}
    doNotCall: [survey]
    """

  private func compile(_ yaml: String, key: CampaignKey? = nil) throws -> Campaign {
    let outreach = try shipped("outreach")
    return try CampaignCompiler.compile(yaml, key: key, version: 1) { $0 == "outreach" ? outreach : nil }
  }

  private func shipped(_ key: ProcessKey) throws -> Domain.Process {
    let yaml = try #require(ShippedProcesses.all.first { $0.key == key }?.yaml)
    return try ProcessCompiler.compile(yaml, key: key, version: 1)
  }

  @Test func aCampaignIsReadFromItsText() throws {
    let campaign = try compile(Self.yaml)
    let outreach = try shipped("outreach")
    #expect(campaign.key == "spring" && campaign.process == "outreach" && campaign.hold == 900)
    #expect(campaign.attempts.max == 3 && campaign.attempts.pause == 7_200)
    #expect(campaign.services == ["outreach", "survey"])
    let miss = try #require(campaign.outcome("miss", in: outreach))
    #expect(miss.meaning == .unreached && campaign.pause(after: miss) == 14_400)
    #expect(campaign.outcome("complete", in: outreach)?.meaning == .converted)
    // A call that goes on is no attempt yet.
    #expect(campaign.attemptActions(in: outreach) == ["miss", "complete"])
    #expect(campaign.outcome("refuse", in: outreach) == nil)
  }

  @Test func theCampaignOfAnImportHasAllOutcomesOfItsProcess() throws {
    let campaign = try CampaignCompiler.compile("process: outreach\n", key: "春检/2026", version: 1)
    let outcomes = campaign.outcomes(in: try shipped("outreach")).map(\.action)
    #expect(outcomes == ["miss", "promise", "reach", "complete", "refuse", "misdial"])
    #expect(campaign.attempts.max == nil && campaign.hours == nil)
  }

  @Test(arguments: [
    ("process: outreach", "`campaign` is missing"), ("campaign: a\nprocess: nope", "there is no process `nope`"),
    ("campaign: a\nprocess: outreach\noutcomes: {sold: {}}", "has no action `sold`"),
    ("campaign: a\nprocess: outreach\nattempts: {max: 0}", "not a whole number from 1 to 100"),
    ("campaign: a\nprocess: outreach\nattempts: {pause: 1wd}", "counts by the clock"),
    ("campaign: a\nprocess: outreach\nhours: {mo: 09:00-10:00}", "no weekday"),
    ("campaign: a\nprocess: outreach\nhours: {mon: 10:00-09:00}", "no stretch of one day"),
    ("campaign: a\nprocess: outreach\nzones: {x: Mars/Base}", "no time zone"),
    ("campaign: a\nprocess: outreach\noutcomes: {miss: {means: gone}}", "no meaning of an outcome"),
    ("campaign: a\nprocess: outreach\ngiveUp: stop", "there is no action `stop`"),
    ("campaign: a\nprocess: outreach\nhuors: {}", "unknown key `huors`"),
  ]) func whatIsWrongIsNamed(yaml: String, reason: String) throws {
    let error = #expect(throws: ProcessError.self) { try compile(yaml) }
    let reasons = error?.problems.map(\.reason) ?? []
    #expect(reasons.contains { $0.contains(reason) }, "\(reasons)")
  }

  @Test func hoursAreThoseOfWhereTheCustomerIs() throws {
    let hours = try #require(try compile(Self.yaml).hours)
    let (shanghai, urumqi) = (try #require(TimeZone(identifier: "Asia/Shanghai")), try #require(TimeZone(identifier: "Asia/Urumqi")))
    // Wednesday, 2026-11-18, 09:30 in Shanghai, 07:30 in Urumqi.
    let morning = Date(timeIntervalSince1970: 1_795_051_800)
    #expect(hours.isOpen(at: morning, in: shanghai, days: nil))
    #expect(!hours.isOpen(at: morning, in: urumqi, days: nil))
    #expect(hours.nextOpening(from: morning, in: shanghai, days: nil) == morning)
    #expect(hours.nextOpening(from: morning, in: urumqi, days: nil) == morning.addingTimeInterval(5_400))
    // The end is not within, and noon is a break.
    let noon = morning.addingTimeInterval(9_000)
    #expect(!hours.isOpen(at: noon, in: shanghai, days: nil))
    #expect(hours.nextOpening(from: noon, in: shanghai, days: nil) == noon.addingTimeInterval(7_200))
  }

  @Test func daysOffOfACalendarAreKept() throws {
    let cn = try #require(ShippedCalendars.all.first { $0.key == "cn" })
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    var definitions = Definitions()
    try definitions.evolve(
      .published(DefinitionPublished(kind: .office, key: "office", version: 1, body: "timeZone: Asia/Shanghai\n")),
      at: .distantPast)
    let days = try #require(definitions.calendar(cn.key))
    let hours = try #require(try compile(Self.yaml).hours)
    // Thursday, 2026-10-01, 10:00: the national holiday.
    let holiday = Date(timeIntervalSince1970: 1_790_820_000)
    #expect(hours.isOpen(at: holiday, in: zone, days: nil))
    #expect(!hours.isOpen(at: holiday, in: zone, days: days))
  }

  @Test func aCampaignStartsPausesGoesOnAndEnds() {
    var life = CampaignLife()
    let now = Date(timeIntervalSince1970: 0)
    #expect(life.decide(.pause) == nil && life.decide(.resume) == nil)
    for (wish, stage) in [
      (CampaignLife.Wish.start, CampaignLife.Stage.running), (.pause, .paused), (.resume, .running), (.end, .ended),
    ] {
      for event in life.decide(wish) ?? [] { life.evolve(event, at: now) }
      #expect(life.stage == stage)
      #expect(life.decide(wish) == [], "once more changes nothing")
    }
  }
}

@Suite struct SamplingTests {
  private static let ids = (0..<1_000).map { number in
    UUID(uuid: (UInt8(number >> 8), UInt8(number & 255), 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
  }

  @Test func theSameSeedDrawsTheSameOfTheSameOnesInAnyOrder() {
    let sampling = Sampling(.share(2_000), seed: 7)
    let drawn = sampling.draw(from: Self.ids)
    #expect(drawn.count == 200)
    #expect(sampling.draw(from: Self.ids.reversed()) == drawn)
    #expect(Sampling(.share(2_000), seed: 8).draw(from: Self.ids) != drawn)
    // For ever: another release must draw the same.
    let first = drawn.map(\.uuidString).sorted().prefix(3)
    #expect(Array(first) == Self.firstThree)
  }

  private static let firstThree = ["", "", ""]

  @Test func aLargerShareHoldsTheSmallerOne() {
    let small = Sampling(.share(1_000), seed: 3).draw(from: Self.ids)
    #expect(small.isSubset(of: Sampling(.share(3_000), seed: 3).draw(from: Self.ids)))
  }

  @Test(arguments: [("20%", 200), ("0.5%", 5), ("100%", 1_000), ("300", 300), ("5000", 1_000)])
  func aShareOrANumberIsDrawn(text: String, size: Int) throws {
    let amount = try #require(Sampling.Amount(text))
    #expect(Sampling(amount, seed: 1).draw(from: Self.ids).count == size)
  }

  @Test(arguments: ["", "0", "-5", "0%", "101%", "1.234%", "%", "ten", "1e3"])
  func whatIsNoAmountIsRefused(text: String) { #expect(Sampling.Amount(text) == nil) }

  /// A fair draw: each of a thousand is in about a fifth of two hundred draws.
  @Test func everybodyIsDrawnAboutAsOften() {
    var counts = [UUID: Int]()
    for seed in 0..<200 {
      for id in Sampling(.share(2_000), seed: seed).draw(from: Self.ids) { counts[id, default: 0] += 1 }
    }
    #expect(counts.values.allSatisfy { (12...72).contains($0) } && counts.count == 1_000)
  }
}
