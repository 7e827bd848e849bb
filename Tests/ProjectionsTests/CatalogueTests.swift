import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import TestSeeds
import Testing

@Suite struct CatalogueTests {
  @Test func theTablesSayWhatTheStreamsSay() async throws {
    var random = Seeded(71)
    var log = try await OfficeLog()
    try await log.happen(200, forgetting: false, &random)
    try await log.runner().catchUp([Parts(), Articles()])
    var (partQuery, articleQuery) = (PartQuery(), ArticleQuery())
    (partQuery.withWithdrawn, articleQuery.withWithdrawn) = (true, true)
    let (parts, articles) = try await log.connection.run { [partQuery, articleQuery] in
      (try Parts.list(partQuery, on: $0), try Articles.list(articleQuery, on: $0))
    }
    #expect(parts.count > 1 && articles.count > 1)
    for line in parts {
      let key = try #require(EntryKey(line.number))
      var part = Part(key)
      for written in log.streams[.part(key)] ?? [] {
        // What nobody would decide: a correction of a part that was never listed has no row.
        if case .part(let event) = written.event, part.isKnown || !event.isLater { part.evolve(event) }
      }
      #expect(line.values == part.values && line.isListed == part.isListed, "\(key)")
    }
    for line in articles {
      let key = try #require(EntryKey(line.key))
      var article = Article(key)
      for written in log.streams[.article(key)] ?? [] {
        if case .article(let event) = written.event, article.isKnown || !event.isLater {
          article.evolve(event, at: written.at, by: written.actor)
        }
      }
      #expect(line.values == article.values && line.version == article.versions.last?.number, "\(key)")
      #expect((line.stage == .withdrawn) == (article.withdrawal != nil), "\(key)")
      #expect((line.stage == .published) == (article.live != nil && article.draft == nil), "\(key)")
    }
  }

  @Test func partsAreFoundByTheirWordsAndTheModelsTheyFit() async throws {
    var log = try await OfficeLog()
    func list(_ number: String, _ values: [PartField: String]) async throws {
      let stream = StreamName.part(try #require(EntryKey(number)))
      try await log.write([(stream, .part(.listed(PartListed(values))), at: OfficeLog.hour(1))])
    }
    try await list("0071", [.name: "电磁阀", .models: "JSQ-10; JSQ-12"])
    try await list("0072", [.name: "密封圈 100%", .models: "JSQ-1", .remark: "Valve seat"])
    try await log.runner().catchUp([Parts()])
    func found(_ change: (inout PartQuery) -> Void) async throws -> [String] {
      var query = PartQuery()
      change(&query)
      return try await log.connection.run { [query] in try Parts.list(query, on: $0).map(\.number) }
    }
    #expect(try await found { $0.search = "磁阀" } == ["0071"])
    #expect(try await found { $0.search = "valve 圈" } == ["0072"])
    #expect(try await found { $0.search = "100%" } == ["0072"])
    #expect(try await found { $0.search = "007" } == ["0071", "0072"])
    #expect(try await found { $0.model = "jsq-1" } == ["0072"])
    #expect(try await found { $0.model = "JSQ-12" } == ["0071"])
  }

  @Test func aSearchShowsTheNewestPublishedTextThatHoldsOnTheDay() async throws {
    var log = try await OfficeLog()
    let key = StreamName.article(try #require(EntryKey("gas-smell")))
    func happen(_ events: [ArticleEvent]) async throws {
      try await log.write(events.map { (key, .article($0), at: OfficeLog.hour(1)) })
      try await log.runner().catchUp([Articles()])
    }
    func found(_ search: String, on day: String = "2026-05-01", in categories: [String]? = nil) async throws -> [String]
    {
      var query = ArticleQuery()
      (query.search, query.heldOn, query.categories) = (search, day, categories)
      return try await log.connection.run { [query] in
        try Articles.list(query, on: $0).map { $0.values[.body] ?? "" }
      }
    }
    let first: [ArticleField: String] = [
      .title: "燃气异味", .body: "先开窗", .category: "gas", .validUntil: "2026-12-31",
    ]
    try await happen([.drafted(ArticleDrafted(first))])
    #expect(try await found("异味").isEmpty)
    try await happen([.published(ArticlePublished(version: 1))])
    try await happen([.drafted(ArticleDrafted(first.merging([.body: "先关阀门"]) { $1 }))])
    #expect(try await found("异味") == ["先开窗"])
    #expect(try await found("阀门").isEmpty)
    try await happen([.published(ArticlePublished(version: 2))])
    #expect(try await found("阀门") == ["先关阀门"])
    #expect(try await found("开窗").isEmpty)
    #expect(try await found("阀门", in: ["gas", "water"]) == ["先关阀门"])
    #expect(try await found("阀门", in: ["water"]).isEmpty)
    #expect(try await found("阀门", on: "2027-01-01").isEmpty)
    try await happen([.withdrawn(EntryWithdrawn())])
    #expect(try await found("阀门").isEmpty)
  }
}

extension PartEvent {
  /// Whether it can only come after another one.
  fileprivate var isLater: Bool {
    switch self {
    case .listed: false
    case .corrected, .withdrawn: true
    }
  }
}

extension ArticleEvent {
  fileprivate var isLater: Bool {
    switch self {
    case .drafted: false
    case .published, .withdrawn: true
    }
  }
}
