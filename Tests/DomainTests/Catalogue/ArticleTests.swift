import Domain
import FoundationEssentials
import Testing

@Suite struct ArticleTests {
  private let start = Date(timeIntervalSince1970: 1_767_225_600)

  private func article() throws -> Article { Article(try #require(EntryKey("gas-smell"))) }

  private func take(_ events: [ArticleEvent], _ article: inout Article, by actor: String, day: Double) {
    for event in events { article.evolve(event, at: start.addingTimeInterval(day * 86_400), by: actor) }
  }

  @Test func everyVersionStaysReadableWithWhoWroteItAndWhen() throws {
    var article = try article()
    take(try article.write([.title: "异味", .body: "开窗"]), &article, by: "chen", day: 0)
    #expect(article.live == nil && article.draft?.author == "chen")
    take(try article.publish(), &article, by: "wu", day: 1)
    for (number, actor) in [(2, "li"), (3, "chen")] {
      take(try article.write([.body: "第\(number)版"]), &article, by: actor, day: Double(number))
      #expect(article.live?.number == number - 1, "a draft leaves what is published as it is")
      take(try article.publish(), &article, by: "wu", day: Double(number) + 0.5)
    }
    #expect(article.versions.map(\.number) == [1, 2, 3])
    #expect(article.versions.map { $0.text.values[.body] } == ["开窗", "第2版", "第3版"])
    #expect(article.versions.map(\.text.author) == ["chen", "li", "chen"])
    #expect(article.versions[1].text.at == start.addingTimeInterval(2 * 86_400))
    #expect(article.versions.map(\.publisher) == ["wu", "wu", "wu"] && article.draft == nil)
    #expect(throws: EntryRefusal.published(article.key)) { try article.publish() }
  }

  @Test func anArticleNeedsATitleOrAQuestionAndWords() throws {
    let article = try article()
    #expect(throws: EntryRefusal.empty(article.key)) { try article.write([.title: "异味"]) }
    #expect(throws: EntryRefusal.empty(article.key)) { try article.write([.body: "开窗"]) }
    #expect(throws: EntryRefusal.unknown("gas-smell", nearest: nil)) { try article.publish() }
    let reversed: [ArticleField: String] = [
      .title: "异味", .body: "开窗", .validFrom: "2026-05-02", .validUntil: "2026-05-01",
    ]
    #expect(throws: EntryRefusal.datesReversed(article.key)) { try article.write(reversed) }
    #expect(try article.write(reversed.merging([.validUntil: "2026-05-02"]) { $1 }).count == 1)
    let events = try article.write([.questions: "怎么办\n找谁", .body: "开窗"])
    #expect(events == [.drafted(ArticleDrafted([.title: "怎么办", .questions: "怎么办\n找谁", .body: "开窗"]))])
  }

  @Test func aWithdrawnArticleIsFoundNoMoreAndComesBackAsADraft() throws {
    var article = try article()
    take(try article.write([.title: "异味", .body: "开窗"]), &article, by: "chen", day: 0)
    take(try article.publish(), &article, by: "chen", day: 0)
    take(try article.withdraw(EntryWithdrawn(reason: "旧")), &article, by: "chen", day: 1)
    #expect(article.live == nil && article.versions.count == 1)
    #expect(throws: EntryRefusal.withdrawn(article.key)) { try article.publish() }
    take(try article.write([:]), &article, by: "chen", day: 2)
    #expect(article.live == nil && article.draft != nil && article.withdrawal == nil)
    take(try article.publish(), &article, by: "chen", day: 3)
    #expect(article.live?.number == 2)
  }

  @Test func writingWhatIsPublishedTakesTheDraftBack() throws {
    var article = try article()
    take(try article.write([.title: "异味", .body: "开窗"]), &article, by: "chen", day: 0)
    take(try article.publish(), &article, by: "chen", day: 0)
    take(try article.write([.body: "关阀"]), &article, by: "chen", day: 1)
    take(try article.write([.body: "开窗"]), &article, by: "chen", day: 2)
    #expect(article.draft == nil && article.live?.number == 1)
    #expect(try article.write([.title: " 异味 "]).isEmpty)
  }
}
